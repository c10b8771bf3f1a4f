"""The figures proposals publish, from the records they rest on."""

from __future__ import annotations

import pytest
from django.db import connection

from luoshi.kernel.cases.actions import act, tick
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.proposals.queries import of_year, rates

pytestmark = pytest.mark.django_db
LETTER = StoredFile("ab" * 32, "答复.pdf", "application/pdf", 10, "答复件")
SOLVED = {"result": "A", "reply": "操场已经修好。", "talked_on": "2026-04-01"}
PLANNED = {"result": "B", "reply": "列入秋季计划。", "talked_on": "2026-04-01", "promised_on": "2026-09-30"}
RATES = ("answered_rate", "satisfied_rate", "solved_rate", "kept_rate")


@pytest.fixture
def town(settings):
    return make_town(settings)


def answer(town, case, at, **data):
    act(case, "answer", by=town["education_head"], data=data, evidence=[LETTER], at=moment(at))


def says(town, case, at, action, **data):
    act(case, action, by=town["deputy"], data=data, at=moment(at))


def a_year(town):
    """Tell of seven matters that end in seven ways."""
    solved, planned, again, silent, late, waiting, declined = (propose(town) for _ in range(7))
    for case in (solved, planned, again, silent, late, waiting):
        assign(town, case, at="2026-03-03")
    act(declined, "decline", by=town["office"], data={"reason": "不属于建议"}, at=moment("2026-03-03"))
    for case in (solved, again, silent):
        answer(town, case, "2026-04-02", **SOLVED)
    answer(town, planned, "2026-04-02", **PLANNED)
    says(town, solved, "2026-04-10", "rate", rating="satisfied")
    says(town, planned, "2026-04-10", "rate", rating="mostly")
    says(town, again, "2026-04-10", "dissent", reason="没有修好")
    tick(now=moment("2026-06-20"))
    answer(town, late, "2026-06-22", **SOLVED | {"talked_on": "2026-06-20"})
    tick(now=moment("2026-10-09"))
    found = {"kept": "kept", "finding": "看过"}
    act(planned, "recount", by=town["monitor"], data=found, at=moment("2026-10-10"))


def of(name, on="2026-12-31", period="2026"):
    definition = measure(f"proposals.{name}")
    found = compute(definition, Postgres(), years=[2026], on=moment(on).date())
    return next(f for f in found if (f.org, f.place, str(f.period)) == ("", "", period))


def test_the_measures_say_what_the_year_says(town):
    a_year(town)

    shown = [(rate.numerator, rate.denominator) for rate in rates(of_year(2026))]

    assert [(of(name).numerator, of(name).denominator) for name in RATES] == shown
    assert of("matters").value == 7


def test_an_answer_after_its_day_is_late_even_before_it_comes(town):
    a_year(town)

    on_time = of("on_time_rate")

    assert (on_time.numerator, on_time.denominator) == (4, 6)  # one late, one never
    assert of("on_time_rate", period="2026-06").numerator == 0


def test_a_matter_given_back_is_counted_where_it_went(town):
    case = propose(town)
    assign(town, case, unit="finance")
    back = {"reason": "不属于财政职责", "fitting": "education"}
    act(case, "return", by=town["finance_handler"], data=back, at=moment("2026-03-06"))
    assign(town, case, at="2026-03-09")

    with connection.cursor() as cursor:
        cursor.execute("SELECT org, assigned_on::text, on_time FROM facts.proposals_matters")
        assert cursor.fetchall() == [("siping/education/", "2026-03-03", None)]


def test_the_fact_names_nobody(town):
    a_year(town)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM facts.proposals_matters AS m")
        told = " ".join(row[0] for row in cursor.fetchall())
    names = set(town.accounts) - {"deputy", "office"}  # also words for an origin and a part
    assert not any(name in told for name in (*names, "操场"))
