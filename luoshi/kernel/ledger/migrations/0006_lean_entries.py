"""What an entry does not need of its own.

One check of an account instead of four, in a function that names which of them it broke: PostgreSQL reads the
text of every check anew for each statement. And no random salt of a move: the seal of its day has a secret, of
which the salt of each move is made. Moves from before keep theirs.
"""

from importlib import import_module

from django.db import migrations, models

before = import_module("luoshi.kernel.ledger.migrations.0002_functions")
groups = import_module("luoshi.kernel.ledger.migrations.0003_groups")

_WITHIN = "ledger_within(bigint, bigint, bigint, bigint, text)"
_SEAL, _SEAL_WAS = (f"ledger_seal(date, bigint, bigint, text, text, text, jsonb{more})" for more in (", bytea", ""))

WITHIN = f"""
CREATE FUNCTION ledger_within(p_posted bigint, p_held bigint, p_floor bigint, p_ceiling bigint, p_state text)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE v_broken text := CASE
    WHEN p_posted > p_ceiling THEN 'account_ceiling'
    WHEN p_state = 'closed' AND (p_posted <> 0 OR p_held <> 0) THEN 'account_closed_empty'
    WHEN p_posted < p_floor + p_held THEN 'account_floor'
    WHEN p_held < 0 THEN 'account_held' END;
BEGIN
    IF v_broken IS NULL THEN RETURN true; END IF;
    RAISE EXCEPTION 'account is not within %', v_broken
        USING ERRCODE = '23514', TABLE = 'ledger_account', CONSTRAINT = v_broken;
END $$;
REVOKE ALL ON FUNCTION {_WITHIN} FROM PUBLIC;
"""


def _made(text: str, name: str) -> str:
    """Return how the function of the name is made."""
    start = text.index(f"CREATE FUNCTION {name}(")
    return text[start : text.index("END $$;", start) + len("END $$;\n")]


SEAL_WAS = _made(before.SEALING, "ledger_seal")
SEAL = (
    SEAL_WAS.replace("p_totals jsonb)", "p_totals jsonb, p_secret bytea)")
    .replace("previous, head)", "previous, head, secret)")
    .replace("p_previous, p_head) RETURNING", "p_previous, p_head, p_secret) RETURNING")
)
SERVING = [_SEAL if one == _SEAL_WAS else one for one in groups.SERVING]


def _turn(gone: str, made: str, own: str, serving: list[str]) -> str:
    """Return how one function takes the place of another, and who may call it."""
    return (
        f"DROP FUNCTION {gone};{made}REVOKE ALL ON FUNCTION {own} FROM PUBLIC;"
        + before.granting(serving, groups.CLOSING)
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_domains")]
    operations = [
        *(
            migrations.RemoveConstraint("account", f"account_{name}")
            for name in ("held", "floor", "ceiling", "closed_empty")
        ),
        migrations.RunSQL(WITHIN, f"DROP FUNCTION {_WITHIN};"),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=models.Func(
                    *("posted", "held", "floor", "ceiling", "state"),
                    function="ledger_within",
                    output_field=models.BooleanField(),
                ),
                name="account_within",
            ),
        ),
        migrations.AlterField("move", "salt", models.UUIDField(null=True, verbose_name="盐")),
        migrations.AddField(
            "seal",
            "secret",
            models.BinaryField(default=b"", verbose_name="盐的密钥"),
            preserve_default=False,
        ),
        migrations.RunSQL(
            _turn(_SEAL_WAS, SEAL, _SEAL, SERVING), _turn(_SEAL, SEAL_WAS, _SEAL_WAS, groups.SERVING)
        ),
    ]
