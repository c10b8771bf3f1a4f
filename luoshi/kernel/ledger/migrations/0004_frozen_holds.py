"""A hold made before its accounts were frozen can still be posted: the bank that was asked may have paid.

None can be made on frozen accounts, so every hold that is pending there was made before.
"""

from importlib import import_module

from django.db import migrations

before = import_module("luoshi.kernel.ledger.migrations.0002_functions")

_WAS = "AND state <> 'open') THEN"
_IS = "AND state = 'closed') THEN"
_NAME = "CREATE FUNCTION ledger_post_hold("


def _post_hold(text: str) -> str:
    start = text.index(_NAME)
    return text[start : text.index("END $$;", start) + len("END $$;")].replace("CREATE", "CREATE OR REPLACE", 1)


POST_HOLD = _post_hold(before.HOLDS)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_groups")]
    operations = [migrations.RunSQL(POST_HOLD.replace(_WAS, _IS), POST_HOLD)]
