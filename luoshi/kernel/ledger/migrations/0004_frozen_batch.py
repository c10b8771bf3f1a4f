"""Many entries over frozen accounts in one call: a closure pays thousands of claims, each with an entry of its own.

Each leg carries the key of its entry; legs of one key keep their order. The rows are those that
``ledger_post_frozen`` would have written one entry at a time; limits are those after the whole call. Locks are
taken as everywhere: keys (sorted), then accounts. A role may call it that may close.
"""

from importlib import import_module

from django.db import migrations

before = import_module("luoshi.kernel.ledger.migrations.0002_functions")

_COLUMNS = "text[], bigint[], bigint[], bigint[], text[], text[], date"

BATCH = f"""
CREATE FUNCTION ledger_post_frozen_batch(p_keys text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[],
                                         p_kinds text[], p_refs text[], p_on date) RETURNS integer
{before.DEFINER} AS $$
DECLARE v_debits bigint[]; v_credits bigint[]; v_amounts bigint[]; v_new integer; v_other text;
    v_keys text[]; v_bodies bytea[];
BEGIN
    WITH asked AS MATERIALIZED (
        SELECT *, row_number() OVER (PARTITION BY key ORDER BY place) AS line
          FROM unnest(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs)
               WITH ORDINALITY AS leg(key, debit, credit, amount, kind, ref, place)),
    said AS MATERIALIZED (
        SELECT key, sha256(convert_to(CASE count(*)
               WHEN 1 THEN jsonb_build_array(min(debit), min(credit), min(amount), min(kind), min(ref), p_on)
               ELSE jsonb_build_array(array_agg(debit ORDER BY line), array_agg(credit ORDER BY line),
                                      array_agg(amount ORDER BY line), array_agg(kind ORDER BY line),
                                      array_agg(ref ORDER BY line), p_on) END::text, 'UTF8')) AS body
          FROM asked GROUP BY key),
    fresh AS (
        INSERT INTO ledger_move (key, line, body, debit_id, credit_id, amount, kind, ref, effective_on)
        SELECT key, line, body, debit, credit, amount, kind, ref, p_on
          FROM asked JOIN said USING (key) ORDER BY key COLLATE "C", line
        ON CONFLICT (key, line) DO NOTHING RETURNING line, debit_id, credit_id, amount)
    SELECT array_agg(debit_id), array_agg(credit_id), array_agg(amount), count(*) FILTER (WHERE line = 1),
           (SELECT array_agg(key ORDER BY key) FROM said), (SELECT array_agg(body ORDER BY key) FROM said)
      INTO v_debits, v_credits, v_amounts, v_new, v_keys, v_bodies FROM fresh;
    IF coalesce(cardinality(v_debits), 0) < cardinality(p_keys) THEN
        SELECT min(said.key) INTO v_other FROM unnest(v_keys, v_bodies) AS said(key, body)
          JOIN ledger_move m ON m.key = said.key COLLATE "C" AND m.line = 1 WHERE m.body <> said.body;
        IF v_other IS NOT NULL THEN
            RAISE EXCEPTION 'key % was used for another body', v_other USING ERRCODE = 'LG002'; END IF;
    END IF;
    IF v_debits IS NULL THEN RETURN 0; END IF;
    PERFORM ledger_apply(v_debits, v_credits, v_amounts, '{{open,frozen}}');
    RETURN v_new;
END $$;
REVOKE ALL ON FUNCTION ledger_post_frozen_batch({_COLUMNS}) FROM PUBLIC;

ALTER FUNCTION ledger_grant(text, boolean) RENAME TO ledger_grant_single;
CREATE FUNCTION ledger_grant(p_role text, p_closing boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_grant_single(p_role, p_closing);
    IF p_closing THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_post_frozen_batch({_COLUMNS}) TO %I', p_role); END IF;
END $$;
REVOKE ALL ON FUNCTION ledger_grant(text, boolean) FROM PUBLIC;
"""
UNDO = f"""
DROP FUNCTION ledger_grant(text, boolean);
ALTER FUNCTION ledger_grant_single(text, boolean) RENAME TO ledger_grant;
DROP FUNCTION ledger_post_frozen_batch({_COLUMNS});
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_functions")]
    operations = [migrations.RunSQL(BATCH, UNDO)]
