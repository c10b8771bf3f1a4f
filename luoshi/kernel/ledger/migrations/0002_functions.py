"""The functions that are the only writers of the ledger, and the triggers that keep its history.

Every function locks in one order, so that none can wait for another in a circle: hold, then keys (sorted),
then accounts from the newest to the oldest: a shop's own account is older than its cards, so the row that all
wait for is locked last. A key that is taken answers with the first answer where the body is the same, and is
refused where it is not; a refused call leaves no key. Errors, by SQLSTATE:

LG001 history is only added to          LG006 more than was held
LG002 key used for another body         LG007 no such account or entry
LG003 account frozen or closed          LG008 account exists with other attributes
LG004 accounts of two units             23514 floor, ceiling, amount; 23505 reversed before
LG005 hold is over                      LG009 account to be closed is not empty
"""

from django.db import migrations

STORAGE = """
ALTER TABLE ledger_account SET (fillfactor = 70);  -- a balance is updated within its page
CREATE VIEW ledger_leg AS
    SELECT id AS move, debit_id AS account, -amount AS amount, key, kind, ref, credit_id AS other,
           effective_on, posted_at FROM ledger_move WHERE NOT pending
    UNION ALL
    SELECT id, credit_id, amount, key, kind, ref, debit_id, effective_on, posted_at
      FROM ledger_move WHERE NOT pending;
"""

HISTORY = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to: no %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'LG001', HINT = 'A mistake is put right by a reversal.';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON ledger_{table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON ledger_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in ("move", "seal", "total", "daybalance")
) + """
CREATE TRIGGER account_stays BEFORE DELETE OR UPDATE OF id, code, type, unit, side, owner, salt ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER account_is_never_emptied BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER hold_stays BEFORE DELETE OR UPDATE OF move_id, expires_at ON ledger_hold
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER hold_is_resolved_once BEFORE UPDATE ON ledger_hold
    FOR EACH ROW WHEN (OLD.state <> 'pending') EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER hold_is_never_emptied BEFORE TRUNCATE ON ledger_hold
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

ACCOUNTS = f"""
CREATE FUNCTION ledger_open(p_codes text[], p_owners text[], p_type text, p_unit text, p_side text,
                            p_floor bigint, p_ceiling bigint) RETURNS bigint[] {DEFINER} AS $$
DECLARE v_ids bigint[]; v_other text;
BEGIN
    INSERT INTO ledger_account (code, owner, type, unit, side, floor, ceiling)
        SELECT code, owner, p_type, p_unit, p_side, p_floor, p_ceiling
          FROM unnest(p_codes, p_owners) AS asked(code, owner) ORDER BY code COLLATE "C"
        ON CONFLICT (code) DO NOTHING;
    SELECT array_agg(a.id ORDER BY asked.place),
           min(a.code) FILTER (WHERE (a.owner, a.type, a.unit, a.side)
                                     IS DISTINCT FROM (asked.owner, p_type, p_unit, p_side))
      INTO v_ids, v_other
      FROM unnest(p_codes, p_owners) WITH ORDINALITY AS asked(code, owner, place)
      JOIN ledger_account a ON a.code = asked.code COLLATE "C";
    IF v_other IS NOT NULL THEN
        RAISE EXCEPTION 'account % exists with other attributes', v_other USING ERRCODE = 'LG008'; END IF;
    RETURN v_ids;
END $$;

CREATE FUNCTION ledger_limit(p_account bigint, p_floor bigint, p_ceiling bigint) RETURNS void {DEFINER} AS $$
BEGIN
    UPDATE ledger_account SET floor = p_floor, ceiling = p_ceiling WHERE id = p_account;
    IF NOT FOUND THEN RAISE EXCEPTION 'no account %', p_account USING ERRCODE = 'LG007'; END IF;
END $$;

CREATE FUNCTION ledger_turn(p_accounts bigint[], p_from text[], p_to text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE v_done integer;
BEGIN
    PERFORM 1 FROM ledger_account WHERE id = ANY (p_accounts) ORDER BY id DESC FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM unnest(p_accounts) AS asked(id) LEFT JOIN ledger_account a USING (id)
                WHERE a.id IS NULL OR a.state <> ALL (p_from || p_to)) THEN
        RAISE EXCEPTION 'an account is missing or cannot become %', p_to USING ERRCODE = 'LG003'; END IF;
    IF p_to = 'closed' AND EXISTS (SELECT 1 FROM ledger_account
                                    WHERE id = ANY (p_accounts) AND (posted <> 0 OR held <> 0)) THEN
        RAISE EXCEPTION 'an account is not empty' USING ERRCODE = 'LG009'; END IF;
    UPDATE ledger_account SET state = p_to WHERE id = ANY (p_accounts) AND state <> p_to;
    GET DIAGNOSTICS v_done = ROW_COUNT;
    RETURN v_done;
END $$;

CREATE FUNCTION ledger_freeze(p_accounts bigint[]) RETURNS integer {DEFINER} AS $$
BEGIN RETURN ledger_turn(p_accounts, '{{open}}', 'frozen'); END $$;
CREATE FUNCTION ledger_thaw(p_accounts bigint[]) RETURNS integer {DEFINER} AS $$
BEGIN RETURN ledger_turn(p_accounts, '{{frozen}}', 'open'); END $$;
CREATE FUNCTION ledger_close(p_accounts bigint[]) RETURNS integer {DEFINER} AS $$
BEGIN RETURN ledger_turn(p_accounts, '{{open,frozen}}', 'closed'); END $$;
"""

POSTING = f"""
CREATE FUNCTION ledger_known(p_key text, p_body bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_id bigint; v_body bytea;
BEGIN
    SELECT id, body INTO v_id, v_body FROM ledger_move WHERE key = p_key AND line = 1;
    IF v_body IS DISTINCT FROM p_body THEN
        RAISE EXCEPTION 'key % was used for another body', p_key USING ERRCODE = 'LG002'; END IF;
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_post(p_key text, p_debit bigint, p_credit bigint, p_amount bigint, p_kind text,
                            p_ref text, p_on date) RETURNS bigint {DEFINER} AS $$
DECLARE v_id bigint; v_from text; v_to text; v_unit text; v_other text;
    v_body bytea := sha256(convert_to(
        jsonb_build_array(p_debit, p_credit, p_amount, p_kind, p_ref, p_on)::text, 'UTF8'));
BEGIN
    INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, effective_on)
        VALUES (p_key, v_body, p_debit, p_credit, p_amount, p_kind, p_ref, p_on)
        ON CONFLICT (key, line) DO NOTHING RETURNING id INTO v_id;  -- waits for a twin in flight
    IF v_id IS NULL THEN RETURN ledger_known(p_key, v_body); END IF;
    IF p_debit > p_credit THEN
        UPDATE ledger_account SET posted = posted - p_amount WHERE id = p_debit
            RETURNING state, unit INTO v_from, v_unit;
        UPDATE ledger_account SET posted = posted + p_amount WHERE id = p_credit
            RETURNING state, unit INTO v_to, v_other;
    ELSE
        UPDATE ledger_account SET posted = posted + p_amount WHERE id = p_credit
            RETURNING state, unit INTO v_to, v_other;
        UPDATE ledger_account SET posted = posted - p_amount WHERE id = p_debit
            RETURNING state, unit INTO v_from, v_unit;
    END IF;
    IF v_from IS NULL OR v_to IS NULL THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG007'; END IF;
    IF v_from <> 'open' OR v_to <> 'open' THEN
        RAISE EXCEPTION 'an account is not open' USING ERRCODE = 'LG003'; END IF;
    IF v_unit <> v_other THEN
        RAISE EXCEPTION 'accounts of two units' USING ERRCODE = 'LG004'; END IF;
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_apply(p_debits bigint[], p_credits bigint[], p_amounts bigint[], p_states text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_missing boolean; v_shut boolean; v_mixed boolean;
BEGIN
    PERFORM 1 FROM ledger_account WHERE id = ANY (p_debits || p_credits) ORDER BY id DESC FOR NO KEY UPDATE;
    UPDATE ledger_account a SET posted = a.posted + net.amount
      FROM (SELECT account, sum(amount)::bigint AS amount
              FROM (SELECT unnest(p_debits) AS account, -unnest(p_amounts) AS amount
                    UNION ALL SELECT unnest(p_credits), unnest(p_amounts)) AS leg
             GROUP BY account) AS net
     WHERE a.id = net.account;
    SELECT bool_or(d.id IS NULL OR c.id IS NULL), bool_or(NOT d.state = ANY (p_states) OR NOT c.state = ANY (p_states)),
           bool_or(d.unit <> c.unit) INTO v_missing, v_shut, v_mixed
      FROM unnest(p_debits, p_credits) AS move(debit, credit)
      LEFT JOIN ledger_account d ON d.id = move.debit LEFT JOIN ledger_account c ON c.id = move.credit;
    IF v_missing THEN RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG007'; END IF;
    IF v_shut THEN RAISE EXCEPTION 'an account is not open' USING ERRCODE = 'LG003'; END IF;
    IF v_mixed THEN RAISE EXCEPTION 'accounts of two units' USING ERRCODE = 'LG004'; END IF;
END $$;

CREATE FUNCTION ledger_enter(p_key text, p_debits bigint[], p_credits bigint[], p_amounts bigint[],
                             p_kinds text[], p_refs text[], p_on date, p_states text[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
    v_body bytea := sha256(convert_to(CASE cardinality(p_debits)
        WHEN 1 THEN jsonb_build_array(p_debits[1], p_credits[1], p_amounts[1], p_kinds[1], p_refs[1], p_on)
        ELSE jsonb_build_array(p_debits, p_credits, p_amounts, p_kinds, p_refs, p_on) END::text, 'UTF8'));
BEGIN
    INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, effective_on)
        VALUES (p_key, v_body, p_debits[1], p_credits[1], p_amounts[1], p_kinds[1], p_refs[1], p_on)
        ON CONFLICT (key, line) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN ledger_known(p_key, v_body); END IF;
    INSERT INTO ledger_move (key, line, body, debit_id, credit_id, amount, kind, ref, effective_on)
        SELECT p_key, line, v_body, debit, credit, amount, kind, ref, p_on
          FROM unnest(p_debits, p_credits, p_amounts, p_kinds, p_refs)
               WITH ORDINALITY AS leg(debit, credit, amount, kind, ref, line) WHERE line > 1;
    PERFORM ledger_apply(p_debits, p_credits, p_amounts, p_states);
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_post_group(p_key text, p_debits bigint[], p_credits bigint[], p_amounts bigint[],
                                  p_kinds text[], p_refs text[], p_on date) RETURNS bigint {DEFINER} AS $$
BEGIN
    RETURN ledger_enter(p_key, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_on, '{{open}}');
END $$;

CREATE FUNCTION ledger_post_frozen(p_key text, p_debits bigint[], p_credits bigint[], p_amounts bigint[],
                                   p_kinds text[], p_refs text[], p_on date) RETURNS bigint {DEFINER} AS $$
BEGIN
    RETURN ledger_enter(p_key, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_on, '{{open,frozen}}');
END $$;

CREATE FUNCTION ledger_post_batch(p_keys text[], p_debits bigint[], p_credits bigint[], p_amounts bigint[],
                                  p_kinds text[], p_refs text[], p_ons date[]) RETURNS integer {DEFINER} AS $$
DECLARE v_debits bigint[]; v_credits bigint[]; v_amounts bigint[]; v_other text;
BEGIN
    WITH fresh AS (
        INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, effective_on)
        SELECT key, sha256(convert_to(jsonb_build_array(debit, credit, amount, kind, ref, day)::text, 'UTF8')),
               debit, credit, amount, kind, ref, day
          FROM unnest(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons)
               AS asked(key, debit, credit, amount, kind, ref, day) ORDER BY key COLLATE "C"
        ON CONFLICT (key, line) DO NOTHING RETURNING debit_id, credit_id, amount)
    SELECT array_agg(debit_id), array_agg(credit_id), array_agg(amount) INTO v_debits, v_credits, v_amounts
      FROM fresh;
    IF coalesce(cardinality(v_debits), 0) < cardinality(p_keys) THEN
        SELECT min(asked.key) INTO v_other
          FROM unnest(p_keys, p_debits, p_credits, p_amounts, p_kinds, p_refs, p_ons)
               AS asked(key, debit, credit, amount, kind, ref, day)
          JOIN ledger_move m ON m.key = asked.key COLLATE "C" AND m.line = 1
         WHERE m.body <> sha256(convert_to(
               jsonb_build_array(debit, credit, asked.amount, asked.kind, asked.ref, day)::text, 'UTF8'));
        IF v_other IS NOT NULL THEN
            RAISE EXCEPTION 'key % was used for another body', v_other USING ERRCODE = 'LG002'; END IF;
    END IF;
    IF v_debits IS NULL THEN RETURN 0; END IF;
    PERFORM ledger_apply(v_debits, v_credits, v_amounts, '{{open}}');
    RETURN cardinality(v_debits);
END $$;

CREATE FUNCTION ledger_reverse(p_key text, p_of text, p_kind text, p_ref text, p_on date)
RETURNS bigint {DEFINER} AS $$
DECLARE v_id bigint; v_debits bigint[]; v_credits bigint[]; v_amounts bigint[];
    v_body bytea := sha256(convert_to(jsonb_build_array('reverse', p_of, p_kind, p_ref, p_on)::text, 'UTF8'));
BEGIN
    SELECT array_agg(debit_id ORDER BY line), array_agg(credit_id ORDER BY line), array_agg(amount ORDER BY line)
      INTO v_debits, v_credits, v_amounts FROM ledger_move WHERE key = p_of AND NOT pending;
    IF v_debits IS NULL THEN RAISE EXCEPTION 'no entry %', p_of USING ERRCODE = 'LG007'; END IF;
    INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, reverses_id, effective_on)
        SELECT p_key, v_body, credit_id, debit_id, amount, p_kind, p_ref, id, p_on
          FROM ledger_move WHERE key = p_of AND line = 1
        ON CONFLICT (key, line) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN ledger_known(p_key, v_body); END IF;
    INSERT INTO ledger_move (key, line, body, debit_id, credit_id, amount, kind, ref, reverses_id, effective_on)
        SELECT p_key, line, v_body, credit_id, debit_id, amount, p_kind, p_ref, id, p_on
          FROM ledger_move WHERE key = p_of AND line > 1;
    PERFORM ledger_apply(v_credits, v_debits, v_amounts, '{{open}}');
    RETURN v_id;
END $$;
"""

HOLDS = f"""
CREATE FUNCTION ledger_hold(p_key text, p_debit bigint, p_credit bigint, p_amount bigint, p_kind text,
                            p_ref text, p_on date, p_expires timestamptz) RETURNS bigint {DEFINER} AS $$
DECLARE v_id bigint; v_state text; v_unit text; v_other text;
    v_body bytea := sha256(convert_to(jsonb_build_array('hold', p_debit, p_credit, p_amount, p_kind, p_ref,
        p_on, extract(epoch FROM p_expires))::text, 'UTF8'));
BEGIN
    INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, pending, effective_on)
        VALUES (p_key, v_body, p_debit, p_credit, p_amount, p_kind, p_ref, true, p_on)
        ON CONFLICT (key, line) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN ledger_known(p_key, v_body); END IF;
    INSERT INTO ledger_hold (move_id, expires_at) VALUES (v_id, p_expires);
    UPDATE ledger_account SET held = held + p_amount WHERE id = p_debit RETURNING state, unit INTO v_state, v_unit;
    SELECT unit INTO v_other FROM ledger_account WHERE id = p_credit;
    IF v_unit IS NULL OR v_other IS NULL THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG007'; END IF;
    IF v_state <> 'open' THEN RAISE EXCEPTION 'an account is not open' USING ERRCODE = 'LG003'; END IF;
    IF v_unit <> v_other THEN RAISE EXCEPTION 'accounts of two units' USING ERRCODE = 'LG004'; END IF;
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_post_hold(p_key text, p_hold bigint, p_amount bigint, p_ref text, p_on date,
                                 p_at timestamptz) RETURNS bigint {DEFINER} AS $$
DECLARE v_id bigint; v_hold ledger_hold; v_move ledger_move;
    v_body bytea := sha256(convert_to(
        jsonb_build_array('post hold', p_hold, p_amount, p_ref, p_on)::text, 'UTF8'));
BEGIN
    SELECT * INTO v_hold FROM ledger_hold WHERE move_id = p_hold FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no hold %', p_hold USING ERRCODE = 'LG007'; END IF;
    SELECT id INTO v_id FROM ledger_move WHERE key = p_key AND line = 1;
    IF FOUND THEN RETURN ledger_known(p_key, v_body); END IF;
    IF v_hold.state <> 'pending' OR v_hold.expires_at <= p_at THEN
        RAISE EXCEPTION 'hold % is over', p_hold USING ERRCODE = 'LG005'; END IF;
    SELECT * INTO v_move FROM ledger_move WHERE id = p_hold;
    IF p_amount > v_move.amount THEN
        RAISE EXCEPTION 'more than was held' USING ERRCODE = 'LG006'; END IF;
    INSERT INTO ledger_move (key, body, debit_id, credit_id, amount, kind, ref, hold_id, effective_on)
        VALUES (p_key, v_body, v_move.debit_id, v_move.credit_id, p_amount, v_move.kind, p_ref, p_hold, p_on)
        ON CONFLICT (key, line) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN RETURN ledger_known(p_key, v_body); END IF;
    UPDATE ledger_hold SET state = 'posted', posted_amount = p_amount, resolved_at = p_at WHERE move_id = p_hold;
    PERFORM 1 FROM ledger_account WHERE id IN (v_move.debit_id, v_move.credit_id) ORDER BY id DESC FOR NO KEY UPDATE;
    UPDATE ledger_account SET held = held - v_move.amount, posted = posted - p_amount WHERE id = v_move.debit_id;
    UPDATE ledger_account SET posted = posted + p_amount WHERE id = v_move.credit_id;
    IF EXISTS (SELECT 1 FROM ledger_account WHERE id IN (v_move.debit_id, v_move.credit_id) AND state <> 'open') THEN
        RAISE EXCEPTION 'an account is not open' USING ERRCODE = 'LG003'; END IF;
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_void_hold(p_hold bigint, p_at timestamptz) RETURNS boolean {DEFINER} AS $$
DECLARE v_state text;
BEGIN
    SELECT state INTO v_state FROM ledger_hold WHERE move_id = p_hold FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no hold %', p_hold USING ERRCODE = 'LG007'; END IF;
    IF v_state = 'posted' THEN RAISE EXCEPTION 'hold % is over', p_hold USING ERRCODE = 'LG005'; END IF;
    IF v_state <> 'pending' THEN RETURN false; END IF;
    UPDATE ledger_hold SET state = 'voided', resolved_at = p_at WHERE move_id = p_hold;
    UPDATE ledger_account a SET held = held - m.amount FROM ledger_move m WHERE m.id = p_hold AND a.id = m.debit_id;
    RETURN true;
END $$;

CREATE FUNCTION ledger_expire_holds(p_at timestamptz, p_limit integer) RETURNS integer {DEFINER} AS $$
DECLARE v_holds bigint[]; v_accounts bigint[];
BEGIN
    SELECT array_agg(move_id) INTO v_holds
      FROM (SELECT move_id FROM ledger_hold WHERE state = 'pending' AND expires_at <= p_at
             ORDER BY move_id LIMIT p_limit FOR UPDATE SKIP LOCKED) AS due;
    IF v_holds IS NULL THEN RETURN 0; END IF;
    UPDATE ledger_hold SET state = 'expired', resolved_at = p_at WHERE move_id = ANY (v_holds);
    SELECT array_agg(debit_id) INTO v_accounts FROM ledger_move WHERE id = ANY (v_holds);
    PERFORM 1 FROM ledger_account WHERE id = ANY (v_accounts) ORDER BY id DESC FOR NO KEY UPDATE;
    UPDATE ledger_account a SET held = a.held - freed.amount
      FROM (SELECT debit_id, sum(amount)::bigint AS amount FROM ledger_move WHERE id = ANY (v_holds)
             GROUP BY debit_id) AS freed
     WHERE a.id = freed.debit_id;
    RETURN cardinality(v_holds);
END $$;
"""

SEALING = f"""
CREATE FUNCTION ledger_cut() RETURNS bigint {DEFINER} AS $$
BEGIN
    LOCK TABLE ledger_move IN SHARE MODE;  -- waits for every writer in flight: what is below is final
    RETURN (SELECT coalesce(max(id), 0) FROM ledger_move);
END $$;

CREATE FUNCTION ledger_end_day(p_day date, p_after bigint, p_last bigint) RETURNS bigint {DEFINER} AS $$
DECLARE v_done bigint;
BEGIN
    WITH moved AS MATERIALIZED (
             SELECT account, sum(amount)::bigint AS amount FROM ledger_leg
              WHERE move > p_after AND move <= p_last GROUP BY account),
         before AS MATERIALIZED (
             SELECT DISTINCT ON (account_id) account_id, posted FROM ledger_daybalance
              WHERE day < p_day AND account_id IN (SELECT account FROM moved)
              ORDER BY account_id, day DESC)
    INSERT INTO ledger_daybalance (account_id, day, posted)
    SELECT moved.account, p_day, moved.amount + coalesce(before.posted, 0)
      FROM moved LEFT JOIN before ON before.account_id = moved.account;
    GET DIAGNOSTICS v_done = ROW_COUNT;
    ANALYZE ledger_daybalance;  -- the totals read what was just written
    RETURN v_done;
END $$;

CREATE FUNCTION ledger_seal(p_day date, p_last bigint, p_moves bigint, p_root text, p_previous text, p_head text,
                            p_totals jsonb) RETURNS bigint {DEFINER} AS $$
DECLARE v_id bigint;
BEGIN
    INSERT INTO ledger_seal (day, last_move, moves, root, previous, head)
        VALUES (p_day, p_last, p_moves, p_root, p_previous, p_head) RETURNING id INTO v_id;
    INSERT INTO ledger_total (seal_id, type, unit, side, accounts, total, root)
        SELECT v_id, type, unit, side, accounts, total, root FROM jsonb_to_recordset(p_totals)
               AS one(type text, unit text, side text, accounts bigint, total bigint, root text);
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_rebuild() RETURNS TABLE (code text, posted_was bigint, posted_is bigint,
                                                held_was bigint, held_is bigint) {DEFINER} AS $$
BEGIN
    LOCK TABLE ledger_hold, ledger_move, ledger_account IN SHARE ROW EXCLUSIVE MODE;
    RETURN QUERY
    WITH summed AS (SELECT account, sum(amount)::bigint AS posted FROM ledger_leg GROUP BY account),
         apart AS (SELECT m.debit_id AS account, sum(m.amount)::bigint AS held
                     FROM ledger_hold h JOIN ledger_move m ON m.id = h.move_id
                    WHERE h.state = 'pending' GROUP BY m.debit_id),
         truth AS (SELECT a.id, a.posted AS posted_was, a.held AS held_was, coalesce(summed.posted, 0) AS posted,
                          coalesce(apart.held, 0) AS held
                     FROM ledger_account a LEFT JOIN summed ON summed.account = a.id
                     LEFT JOIN apart ON apart.account = a.id)
    UPDATE ledger_account a SET posted = truth.posted, held = truth.held FROM truth
     WHERE a.id = truth.id AND (a.posted, a.held) IS DISTINCT FROM (truth.posted, truth.held)
    RETURNING a.code::text, truth.posted_was, a.posted, truth.held_was, a.held;
END $$;
"""

SERVING = [
    "ledger_open(text[], text[], text, text, text, bigint, bigint)",
    "ledger_limit(bigint, bigint, bigint)",
    "ledger_close(bigint[])",
    "ledger_post(text, bigint, bigint, bigint, text, text, date)",
    "ledger_post_group(text, bigint[], bigint[], bigint[], text[], text[], date)",
    "ledger_post_batch(text[], bigint[], bigint[], bigint[], text[], text[], date[])",
    "ledger_reverse(text, text, text, text, date)",
    "ledger_hold(text, bigint, bigint, bigint, text, text, date, timestamptz)",
    "ledger_post_hold(text, bigint, bigint, text, date, timestamptz)",
    "ledger_void_hold(bigint, timestamptz)",
    "ledger_expire_holds(timestamptz, integer)",
    "ledger_cut()",
    "ledger_end_day(date, bigint, bigint)",
    "ledger_seal(date, bigint, bigint, text, text, text, jsonb)",
]
CLOSING = [
    "ledger_freeze(bigint[])",
    "ledger_thaw(bigint[])",
    "ledger_post_frozen(text, bigint[], bigint[], bigint[], text[], text[], date)",
]
OWNING = ["ledger_rebuild()"]
INSIDE = [
    "ledger_enter(text, bigint[], bigint[], bigint[], text[], text[], date, text[])",
    "ledger_apply(bigint[], bigint[], bigint[], text[])",
    "ledger_known(text, bytea)",
    "ledger_turn(bigint[], text[], text)",
]
TABLES = ["account", "move", "hold", "seal", "total", "daybalance"]


def granting(serving: list[str], closing: list[str]) -> str:
    """Return the function that lets a role call these, and those of closures where it is told."""
    return f"""
CREATE OR REPLACE FUNCTION ledger_grant(p_role text, p_closing boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('REVOKE ALL ON {", ".join(f"ledger_{table}" for table in TABLES)}, ledger_leg FROM %I', p_role);
    EXECUTE format('GRANT SELECT ON {", ".join(f"ledger_{table}" for table in TABLES)}, ledger_leg TO %I', p_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(serving)} TO %I', p_role);
    IF p_closing THEN EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(closing)} TO %I', p_role); END IF;
END $$;
REVOKE ALL ON FUNCTION ledger_grant(text, boolean) FROM PUBLIC;
"""


GRANTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"  # the default only from PostgreSQL 15 on
    + "".join(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC;" for one in SERVING + CLOSING + OWNING + INSIDE)
    + granting(SERVING, CLOSING)
)

UNDO = "DROP VIEW ledger_leg; DROP FUNCTION ledger_grant(text, boolean);" + "".join(
    f"DROP FUNCTION {one};" for one in SERVING + CLOSING + OWNING + INSIDE
) + "DROP FUNCTION ledger_refuse() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(STORAGE + HISTORY + ACCOUNTS + POSTING + HOLDS + SEALING + GRANTS, UNDO)
    ]
