"""What an entry does not change is not checked by it.

Side and state are domains, checked where they are written: as constraints of the row they were
parsed anew by both UPDATEs of every entry. What of an account never changes is refused once a statement: as a
trigger before each row it locked both rows a second time, and wrote that down. Together a third of what an
entry costs.
"""

from django.db import migrations

_REFUSED = "BEFORE DELETE OR UPDATE OF id, code, type, unit, side, owner, salt ON ledger_account"


def _turn(side: str, state: str, each: str) -> str:
    """Return how columns get their types. One that a trigger names keeps its type while that is there."""
    return f"""
DROP TRIGGER account_stays ON ledger_account;
ALTER TABLE ledger_account ALTER side TYPE {side}, ALTER state TYPE {state};
CREATE TRIGGER account_stays {_REFUSED} FOR EACH {each} EXECUTE FUNCTION ledger_refuse();
"""


DOMAINS = """
CREATE DOMAIN ledger_side AS varchar(6) CONSTRAINT account_side CHECK (VALUE IN ('debit', 'credit'));
CREATE DOMAIN ledger_state AS varchar(6)
    CONSTRAINT account_state CHECK (VALUE IN ('open', 'frozen', 'closed'));
"""
UNDO = "DROP DOMAIN ledger_side; DROP DOMAIN ledger_state;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_frozen_holds")]
    operations = [
        migrations.RemoveConstraint("account", "account_side"),
        migrations.RemoveConstraint("account", "account_state"),
        migrations.RunSQL(
            DOMAINS + _turn("ledger_side", "ledger_state", "STATEMENT"),
            _turn("varchar(6)", "varchar(6)", "ROW") + UNDO,
        ),
    ]
