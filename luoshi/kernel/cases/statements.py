"""The statements of an act, written once instead of composed each time.

Why SQL here and nowhere else: nearly all that an act took of a processor in Python was spent composing
queries (``make bench ONLY=cases`` compares acts with what pgbench does).
Of the case and its event, plain values travel; rows of which there may be any number travel as JSON by the
names of their columns. ``test_statements`` compares both with the models.
"""

from __future__ import annotations

# Of two calls with one key the second waits for the first, and then finds its event.
WAIT_FOR_KEY = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))::text"

# Few keys come a second time, so that what became of one is fetched only then.
FIND_KEY = "SELECT id FROM cases_event WHERE key = %(key)s"

# Case, in the order of the model. What is read after it is read under its lock.
LOCK_CASE = """
SELECT id, type, type_version, code, title, state, unit_id, path, assignee_id, opener_id, secrecy,
       data::json, simulated, opened_at, closed_at, due_at, moved_at, version, head
FROM cases_case WHERE code = %(code)s FOR UPDATE
"""

# All of a case that an act may look at, and the editions of what it looks up, as one text of JSON.
LOOK = """
SELECT json_build_array(
    (SELECT json_agg(json_build_array(unit_id, path) ORDER BY id)
       FROM cases_task WHERE case_id = %(case)s::bigint),
    (SELECT json_agg(json_build_array(kind, name) ORDER BY seq, id)
       FROM cases_evidence WHERE case_id = %(case)s::bigint),
    (SELECT json_agg(owed ORDER BY due_at, id) FROM cases_deadline AS owed
      WHERE case_id = %(case)s::bigint AND status IN ('running', 'paused', 'missed')),
    (SELECT json_agg(json_build_array(seq, action, at, by_id, data) ORDER BY seq)
       FROM cases_event WHERE case_id = %(case)s::bigint),
    (SELECT json_build_array(id, fingerprint) FROM calendar_calendaredition ORDER BY id DESC LIMIT 1),
    (SELECT json_build_array(id, fingerprint) FROM parameters_parameteredition ORDER BY id DESC LIMIT 1))
"""

# What the form of an act names. Few forms name anything, so it is asked apart.
LOOK_UP = """
SELECT
    (SELECT json_agg(json_build_array(id, code, path)) FROM orgs_organisation
      WHERE code = ANY (%(units)s::text[])
        AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)),
    (SELECT json_agg(id) FROM orgs_account WHERE id = ANY (%(people)s::bigint[]) AND is_active)
"""

# Single values, not rows as JSON: of one row the server makes a quarter less work so.
_EVENT = """
INSERT INTO cases_event
    (case_id, seq, action, state, at, by_id, post, data, evidence, rules, previous, hash, key)
VALUES
    ({case}, %(seq)s, %(action)s, %(state)s, %(at)s, %(by_id)s, %(post)s, %(data)s, %(evidence)s, %(rules)s,
     %(previous)s, %(hash)s, %(key)s)
RETURNING id, case_id, recorded_at
"""

# The first event of a case, its row and words. State, moment, number and hash are one value for both rows.
OPEN_CASE = f"""
WITH kept AS (
    INSERT INTO cases_case
        (type, type_version, code, title, state, unit_id, path, assignee_id, opener_id, secrecy, data,
         simulated, opened_at, closed_at, due_at, moved_at, version, head)
    VALUES
        (%(type)s, %(type_version)s, %(code)s, %(title)s, %(state)s, %(unit_id)s, %(path)s, %(assignee_id)s,
         %(opener_id)s, %(secrecy)s, %(content)s, %(simulated)s, %(opened_at)s, %(closed_at)s, %(due_at)s,
         %(at)s, %(seq)s, %(hash)s)
    RETURNING id
), found AS (
    INSERT INTO cases_words (case_id, vector) SELECT id, %(vector)s::tsvector FROM kept
)
{_EVENT.format(case="(SELECT id FROM kept)")}"""

# An event of a case, with the row it folds into.
MOVE_CASE = f"""
WITH kept AS (
    UPDATE cases_case
    SET state = %(state)s, title = %(title)s, unit_id = %(unit_id)s, path = %(path)s,
        assignee_id = %(assignee_id)s, secrecy = %(secrecy)s, data = %(content)s,
        closed_at = %(closed_at)s, due_at = %(due_at)s, moved_at = %(at)s, version = %(seq)s,
        head = %(hash)s
    WHERE id = %(case)s
)
{_EVENT.format(case="%(case)s")}"""

# The words a case is found by, where an act changed one.
KEEP_WORDS = """
INSERT INTO cases_words (case_id, vector) VALUES (%(case)s, %(vector)s::tsvector)
ON CONFLICT (case_id) DO UPDATE SET vector = excluded.vector
"""

# The deadlines an act starts.
START_CLOCKS = """
INSERT INTO cases_deadline
    (case_id, clock, law, unit_id, seq, started_at, due_at, strict_at, provisional, term, extensions, pauses,
     status, warn_at, stopped_at)
SELECT case_id, clock, law, unit_id, seq, started_at, due_at, strict_at, provisional, term, extensions,
       pauses, status, warn_at, stopped_at
FROM json_populate_recordset(NULL::cases_deadline, %(rows)s::json)
RETURNING id, clock, unit_id
"""

# What the chain must be able to forget.
KEEP_PRIVATE = """
INSERT INTO cases_privatevalue (case_id, seq, field, salt, sealed, erased_at)
SELECT case_id, seq, field, salt, sealed, erased_at
FROM json_populate_recordset(NULL::cases_privatevalue, %(rows)s::json)
"""

# Those it stops, pauses or moves.
MOVE_CLOCKS = """
UPDATE cases_deadline AS old
SET unit_id = now.unit_id, due_at = now.due_at, strict_at = now.strict_at,
    provisional = now.provisional, warn_at = now.warn_at, extensions = now.extensions,
    pauses = now.pauses, status = now.status, stopped_at = now.stopped_at
FROM json_populate_recordset(NULL::cases_deadline, %(rows)s::json) AS now
WHERE old.case_id = %(case)s AND old.id = now.id
"""

# The files of an event. One brought twice with the same act stands once.
BRING_EVIDENCE = """
INSERT INTO cases_evidence (case_id, seq, sha256, kind, name, media_type, size, taken_at, by_id)
SELECT case_id, seq, sha256, kind, name, media_type, size, taken_at, by_id
FROM json_populate_recordset(NULL::cases_evidence, %(files)s::json)
ON CONFLICT DO NOTHING RETURNING id
"""

# Who is asked to help from now on. Who was asked before keeps the moment.
ASK_UNITS = """
WITH spared AS (
    DELETE FROM cases_task WHERE case_id = %(case)s::bigint AND unit_id <> ALL (%(units)s::bigint[])
)
INSERT INTO cases_task (case_id, unit_id, path, asked_at)
SELECT case_id, unit_id, path, asked_at FROM json_populate_recordset(NULL::cases_task, %(tasks)s::json)
ON CONFLICT DO NOTHING RETURNING id
"""

# The accounts that hold a post with one of the roles in the organisations, on the day.
HOLDERS = """
SELECT DISTINCT held.account_id
FROM orgs_holding AS held
JOIN orgs_post AS post ON post.id = held.post_id
JOIN orgs_organisation AS body ON body.id = post.organisation_id
WHERE body.code = ANY (%(units)s::text[]) AND post.roles ?| %(roles)s::text[]
  AND held.held_from <= %(on)s AND (held.held_to IS NULL OR held.held_to > %(on)s)
  AND post.valid_from <= %(on)s AND (post.valid_to IS NULL OR post.valid_to > %(on)s)
  AND body.valid_from <= %(on)s AND (body.valid_to IS NULL OR body.valid_to > %(on)s)
"""

# The number of a new case, counted within its type and year. Its row is held until the case is kept.
NEXT_NUMBER = """
INSERT INTO cases_counter (type, year, last) VALUES (%(type)s, %(year)s, 1)
ON CONFLICT (type, year) DO UPDATE SET last = cases_counter.last + 1 RETURNING last
"""

# The numbers of many new cases at once.
NEXT_NUMBERS = """
INSERT INTO cases_counter (type, year, last) VALUES (%(type)s, %(year)s, %(many)s)
ON CONFLICT (type, year) DO UPDATE SET last = cases_counter.last + %(many)s RETURNING last
"""

# The keys of many new cases, before their rows are there.
NEXT_CASES = """
SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) FROM generate_series(1, %(many)s::integer)
"""
