"""A file is a measure only if it says what it is and does nothing but read facts."""

from __future__ import annotations

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.definitions import define, examine
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.measures.selects import Lineage, translate
from luoshi.kernel.measures.tests.factories import FACTS, header, measure_of, statement

ROW = "subject, org, place, happened_on"
OF = "FROM facts.invented_requests"


def problems(text):
    _, found = examine(text, key="invented.x", facts=FACTS, where="x.sql")
    return [f"{one.where} {one.en}" for one in found]


def test_a_file_says_what_it_measures():
    one = measure_of("rate", missing="zero", cycle="quarter")

    assert (one.title, one.kind, one.values) == ("受理件数", MeasureKind.RATE, ("numerator", "denominator"))
    assert (one.missing, one.cycle.months, one.facts) == ("zero", 3, ("invented_requests",))


def test_a_changed_word_is_another_definition():
    assert measure_of(source="第二条").sha256 != measure_of().sha256


def test_every_problem_is_named_with_its_line():
    text = (
        header(kind="mean", unit="", direction="up", onwer="office") + "DELETE FROM facts.invented_requests"
    )

    with pytest.raises(LuoshiError) as caught:
        define(text, key="invented.x", facts=FACTS, where="x.sql")

    assert caught.value.code == "measure-invalid"
    for told in (
        "x.sql: lacks unit",
        "x.sql:2: kind must be",
        "x.sql:3: direction",
        "x.sql:8: no entry onwer",
    ):
        assert told in caught.value.en


@pytest.mark.parametrize("name", ["title", "kind", "unit", "direction", "owner", "source", "public", "cycle"])
def test_nothing_of_the_header_may_be_missing(name):
    assert f"x.sql lacks {name}: add a line -- {name}: …" in problems(header(**{name: ""}) + statement())


def test_an_entry_given_twice_is_no_entry():
    assert problems(header() + "-- unit: 个\n" + statement()) == ["x.sql:9 unit is on line 3 too"]


def test_a_file_without_a_statement_is_none():
    assert problems(header()) == ["x.sql has no statement"]


def test_only_a_flow_can_be_cumulative():
    assert any("only a flow" in told for told in problems(header("stock", cumulative="year") + statement()))


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM facts.invented_requests", "only reads"),
        ("INSERT INTO facts.invented_requests SELECT 1", "only reads"),
        ("DROP VIEW facts.invented_requests", "only reads"),
        (f"SELECT {ROW}, 1 AS value {OF}; SELECT 1", "one statement, not 2"),
        (f"WITH gone AS (DELETE {OF} RETURNING *) SELECT {ROW}, 1 AS value {OF}", "Delete writes"),
        (f"SELECT {ROW}, 1 AS value INTO other {OF}", "no into"),
        (f"SELECT {ROW}, 1 AS value {OF} FOR UPDATE", "no locks"),
        (f"SELECT {ROW}, 1 AS value {OF} LIMIT 10", "no limit"),
        ("SELECT * FROM facts.invented_requests", "name the columns"),
        (f"SELECT {ROW}, 1 AS value FROM cases_case", "cases_case is no fact"),
        (f"SELECT {ROW}, 1 AS value FROM public.cases_case", "public.cases_case is no fact"),
        (f"SELECT {ROW}, 1 AS value FROM pg_catalog.pg_authid", "is no fact"),
        (f"SELECT {ROW}, 1 AS value FROM other.facts.invented_requests", "there is no fact"),
        (f"SELECT {ROW}, 1 AS value FROM facts.unheard_of", "there is no fact facts.unheard_of"),
        (f"SELECT {ROW}, (SELECT max(id) FROM orgs_account) AS value {OF}", "orgs_account is no fact"),
        (
            f"SELECT {ROW}, 1 AS value FROM (WITH pg_user AS (SELECT {ROW} {OF}) SELECT {ROW} "
            "FROM pg_user) AS x CROSS JOIN pg_user",
            "pg_user is no fact",
        ),
        (
            "SELECT 'a' AS subject, '' AS org, '' AS place, DATE '2026-01-01' AS happened_on, 1 AS value",
            "no fact",
        ),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < now()", "time is passed in"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < current_date", "time is passed in"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < 'today'", "time is passed in"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < ('to' || 'day')::date", "a day is written"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < 'Today 12:00'", "time is passed in"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < 'to'\n'day'", "is not in the vocabulary"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < E'\\x6eow'", "is not in the vocabulary"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE happened_on < U&'\\006eow'", "is not in the vocabulary"),
        (
            f"SELECT {ROW}, 1 AS value {OF} CROSS JOIN (SELECT 'no' || 'w' AS word) AS w "
            "WHERE word::date > '2026-01-01'",
            "a day is written",
        ),
        (f"SELECT {ROW}, random() AS value {OF}", "time is passed in"),
        (f"SELECT {ROW}, pg_sleep(9) AS value {OF}", "pg_sleep is not in the vocabulary"),
        (f"SELECT {ROW}, pg_read_file('x') AS value {OF}", "pg_read_file is not in the vocabulary"),
        (f"SELECT {ROW}, nextval('x') AS value {OF}", "is not in the vocabulary"),
        (f"SELECT {ROW}, amount / 2 AS value {OF}", "no division"),
        (f"SELECT {ROW}, amount::float AS value {OF}", "no type DOUBLE PRECISION"),
        (f"SELECT {ROW}, 'pg_authid'::regclass AS value {OF}", "ObjectIdentifier is not"),
        (f"SELECT {ROW}, 1 AS value {OF} TABLESAMPLE system (10)", "TableSample is not"),
        (
            "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) "
            f"SELECT {ROW}, 1 AS value {OF}",
            "no recursive",
        ),
        (f"SELECT DISTINCT ON (subject) {ROW}, 1 AS value {OF}", "no DISTINCT ON"),
        (f"SELECT {ROW}, amount {OF}", "must select subject, org, place, happened_on, value"),
        (f"SELECT {ROW}, unheard_of AS value {OF}", "could not be resolved"),
        (f"SELECT {ROW}, r.unheard_of AS value {OF} AS r", "Unknown column: unheard_of"),
        (f"SELECT {ROW}, 1 AS value {OF} WHERE", "cannot be parsed"),
        ("SELECT 'unfinished", "cannot be parsed"),
        ("SET ROLE postgres", "only reads"),
        ("COPY facts.invented_requests TO '/tmp/x'", "only reads"),
        (f"EXPLAIN ANALYZE SELECT {ROW}, 1 AS value {OF}", "only reads"),
    ],
)
def test_whatever_is_more_than_reading_facts_is_refused(sql, why):
    told = problems(header() + sql)

    assert any(why in one for one in told), told


def test_a_refusal_names_the_line_it_stands_on():
    text = header() + f"SELECT {ROW},\n  1 AS value\n{OF}\nWHERE happened_on < now()"

    (told,) = problems(text)

    assert told.startswith("x.sql:12 ")


@pytest.mark.parametrize(
    "sql",
    [
        f"WITH good AS (SELECT {ROW}, amount {OF} WHERE good) SELECT {ROW}, amount AS value FROM good",
        f"SELECT {ROW}, 1 AS value {OF} UNION ALL SELECT {ROW}, 2 AS value {OF}",
        f"SELECT {ROW}, l.n AS value {OF} AS r CROSS JOIN LATERAL (SELECT r.amount * 0.0001 AS n) AS l",
        f"SELECT {ROW}, row_number() OVER (PARTITION BY subject ORDER BY happened_on) AS value {OF}",
        f"SELECT {ROW}, 1 AS value {OF} AS a WHERE EXISTS (SELECT 1 {OF} AS b WHERE b.subject = a.subject)",
        f"SELECT {ROW}, coalesce(amount, 0) AS value {OF} WHERE happened_on >= DATE '2026-01-01'",
        f"SELECT {ROW}, amount AS value {OF} ; ",
    ],
)
def test_reading_facts_may_be_as_elaborate_as_needed(sql):
    assert problems(header() + sql) == []


def test_lineage_leads_from_a_column_of_the_measure_to_those_of_facts():
    sql = f"""
        WITH good AS (SELECT {ROW}, amount * 2 AS twice FROM facts.invented_requests WHERE good)
        SELECT subject, org, place, happened_on, CASE WHEN place = '' THEN 0 ELSE twice END AS value FROM good
    """

    found = define(header() + sql, key="invented.x", facts=FACTS).lineage

    assert {one for one in found if one.column == "value"} == {
        Lineage("value", "invented_requests", "amount"),
        Lineage("value", "invented_requests", "place"),
    }


def test_one_statement_is_written_for_every_engine():
    text = measure_of().statement

    assert "facts.invented_requests" in translate(text, "duckdb")
    assert "facts.invented_requests" in translate(text, "spark")
