"""Many entries of several moves in one call: what a till brings later, what a rehearsal tells of a year.

Each leg carries the key and the day of its entry. The rows are those that ``ledger_post_group`` would have
written one entry at a time; limits are those after the whole call, as of a batch. The refusals are the same.
"""

from importlib import import_module

from django.db import migrations

before = import_module("luoshi.kernel.ledger.migrations.0002_functions")

_ASKED = """unnest(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons)
               WITH ORDINALITY AS leg(key, debit, credit, amount, kind, ref, day, place)"""
_COLUMNS = "text[], bigint[], bigint[], bigint[], text[], text[], date[]"
_TAKEN = """p_keys text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[], p_kinds text[],
                                   p_refs text[], p_ons date[]"""

GROUPS = f"""
CREATE FUNCTION ledger_bodies({_TAKEN}) RETURNS TABLE (key text, body bytea, day date) LANGUAGE sql AS $$
    SELECT key, sha256(convert_to(CASE count(*)
               WHEN 1 THEN jsonb_build_array(min(debit), min(credit), min(amount), min(kind), min(ref), min(day))
               ELSE jsonb_build_array(array_agg(debit ORDER BY place), array_agg(credit ORDER BY place),
                                      array_agg(amount ORDER BY place), array_agg(kind ORDER BY place),
                                      array_agg(ref ORDER BY place), min(day)) END::text, 'UTF8')), min(day)
      FROM {_ASKED} GROUP BY key;
$$;

CREATE FUNCTION ledger_enter_groups({_TAKEN}, p_states text[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE v_debits bigint[]; v_credits bigint[]; v_amounts bigint[]; v_new integer; v_other text;
BEGIN
    WITH asked AS (
        SELECT key, debit, credit, amount, kind, ref,
               row_number() OVER (PARTITION BY key ORDER BY place) AS line FROM {_ASKED}),
    fresh AS (
        INSERT INTO ledger_move (key, line, body, debit_id, credit_id, amount, kind, ref, effective_on)
        SELECT asked.key, line, body, debit, credit, amount, kind, ref, day
          FROM asked
          JOIN ledger_bodies(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons) AS said
            ON said.key = asked.key
         ORDER BY asked.key COLLATE "C", line
        ON CONFLICT (key, line) DO NOTHING RETURNING line, debit_id, credit_id, amount)
    SELECT array_agg(debit_id), array_agg(credit_id), array_agg(amount), count(*) FILTER (WHERE line = 1)
      INTO v_debits, v_credits, v_amounts, v_new FROM fresh;
    IF coalesce(cardinality(v_debits), 0) < cardinality(p_keys) THEN
        SELECT min(said.key) INTO v_other
          FROM ledger_bodies(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons) AS said
          JOIN ledger_move m ON m.key = said.key COLLATE "C" AND m.line = 1 WHERE m.body <> said.body;
        IF v_other IS NOT NULL THEN
            RAISE EXCEPTION 'key % was used for another body', v_other USING ERRCODE = 'LG002'; END IF;
    END IF;
    IF v_debits IS NULL THEN RETURN 0; END IF;
    PERFORM ledger_apply(v_debits, v_credits, v_amounts, p_states);
    RETURN v_new;
END $$;

CREATE FUNCTION ledger_post_groups({_TAKEN}) RETURNS integer {before.DEFINER} AS $$
BEGIN
    RETURN ledger_enter_groups(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons, '{{open}}');
END $$;

CREATE FUNCTION ledger_post_frozen_groups({_TAKEN}) RETURNS integer {before.DEFINER} AS $$
BEGIN
    RETURN ledger_enter_groups(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons, '{{open,frozen}}');
END $$;
REVOKE ALL ON FUNCTION ledger_post_groups({_COLUMNS}), ledger_post_frozen_groups({_COLUMNS}),
    ledger_enter_groups({_COLUMNS}, text[]), ledger_bodies({_COLUMNS}) FROM PUBLIC;
"""
UNDO = f"""
DROP FUNCTION ledger_post_groups({_COLUMNS});
DROP FUNCTION ledger_post_frozen_groups({_COLUMNS});
DROP FUNCTION ledger_enter_groups({_COLUMNS}, text[]);
DROP FUNCTION ledger_bodies({_COLUMNS});
"""
SERVING = [*before.SERVING, f"ledger_post_groups({_COLUMNS})"]
CLOSING = [*before.CLOSING, f"ledger_post_frozen_groups({_COLUMNS})"]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_functions")]
    operations = [
        migrations.RunSQL(
            GROUPS + before.granting(SERVING, CLOSING), UNDO + before.granting(before.SERVING, before.CLOSING)
        )
    ]
