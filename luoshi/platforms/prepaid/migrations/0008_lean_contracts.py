"""A contract is changed within its page: no index holds what its uses and its end change.

A use and a closure write the row anew; with ten indexes, one of them over the state, each of them was written
too. Nobody looks for the beginning of a number, so its index for that goes as well.
"""

import django.db.models.deletion
from django.db import migrations, models

_LIKE = {"number": "prepaid_contract_number_84a5d28c_like", "receipt": "prepaid_contract_receipt_09796804_like"}
LEAN = "ALTER TABLE prepaid_contract SET (fillfactor = 80);" + "".join(
    f"DROP INDEX IF EXISTS {index};" for index in _LIKE.values()
)
UNDO = "ALTER TABLE prepaid_contract RESET (fillfactor);" + "".join(
    f"CREATE INDEX {index} ON prepaid_contract ({column} varchar_pattern_ops);" for column, index in _LIKE.items()
)


class Migration(migrations.Migration):
    dependencies = [("prepaid", "0007_reconciliation")]
    operations = [
        migrations.RemoveIndex("contract", "contract_by_end"),
        migrations.AlterField(
            "contract",
            "shop",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="prepaid.shop",
                verbose_name="门店",
            ),
        ),
        migrations.RunSQL(LEAN, UNDO),
    ]
