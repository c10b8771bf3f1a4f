"""A figure opens to the very rows it is made of, and to the public only as far as nobody is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import make_town, person, propose
from luoshi.kernel.measures.arithmetic import percent
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.opening import facets_of, rows_of, rows_of_reading
from luoshi.kernel.measures.taking import compute
from luoshi.kernel.measures.tests.factories import Request, day, fill, measure_of, period, take_on
from luoshi.kernel.orgs.actor import Actor, HeldPost

pytestmark = pytest.mark.usefixtures("requests")
STAFF = Actor(1, "甲", (HeldPost(1, "p", "岗", "city", "city/", frozenset()),), 1)
ORGS = st.sampled_from(["city/", "city/a/", "city/a/x/", "city/a/y/", "city/ab/", "city/b/"])
PLACES = st.sampled_from(["", "220302", "220302001", "220303"])
DAYS = st.integers(0, 500).map(lambda n: (date(2025, 6, 1) + timedelta(days=n)).isoformat())
AMOUNTS = st.none() | st.integers(-3, 9) | st.decimals("0.01", "9.99", places=2)
ROWS = st.lists(
    st.builds(Request, subject=st.sampled_from("pqrstuv"), day=DAYS, org=ORGS, place=PLACES, amount=AMOUNTS),
    max_size=25,
)
MEASURES = [
    measure_of("flow"),
    measure_of("flow", missing="zero"),
    measure_of("flow", cumulative="year"),
    measure_of("stock"),
    measure_of("rate"),
    measure_of("event_count"),
]


def by_hand(definition, rows, figure, on):
    """Return the figure as a clerk with a list would find it."""
    kept = [row for row in rows if date.fromisoformat(row.day) <= on]
    if definition.kind in ("flow", "stock") and definition.missing == "skip":
        kept = [row for row in kept if row.amount is not None]

    def named(row):
        place = row.place[:6] if len(figure.place) == 6 else row.place
        return row.org.startswith(figure.org) and figure.place in ("", place)

    def last_before(end, since):
        last = {}
        for row in sorted(kept, key=lambda row: (row.day, row.amount, row.org, row.place)):
            if since <= date.fromisoformat(row.day) < end:
                last[row.subject] = row
        return sum((Decimal(row.amount) for row in last.values() if named(row)), Decimal(0))

    start, end = figure.period.start, figure.period.end
    if definition.kind == "stock":
        return last_before(end, date.min)
    if definition.cumulative:
        opens = date(start.year, 1, 1)
        return last_before(end, opens) - last_before(start, opens)
    mine = [row for row in kept if start <= date.fromisoformat(row.day) < end and named(row)]
    if definition.kind == "event_count":
        return Decimal(len({row.subject for row in mine}))
    if definition.kind == "rate":
        paid = sum(row.amount is not None and row.amount > 0 for row in mine)
        return percent(Decimal(sum(row.good for row in mine)), Decimal(paid))
    return sum((Decimal(row.amount or 0) for row in mine), Decimal(0))


@given(rows=ROWS, on=st.sampled_from(["2026-08-15", "2026-09-30"]), chance=st.randoms())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("definition", MEASURES, ids=lambda d: f"{d.kind}-{d.missing}-{d.cumulative}")
def test_every_figure_is_what_a_clerk_would_count_and_opens_to_rows_that_add_up_to_it(
    definition, rows, on, chance
):
    fill(rows)

    found = compute(definition, Postgres(), years=[2026], on=day(on))

    for figure in found:
        assert figure.value == by_hand(definition, rows, figure, day(on)), figure
    for figure in chance.sample(found, min(6, len(found))):
        scope = {"org": figure.org, "place": figure.place, "on": day(on), "by": STAFF}
        opened = rows_of(definition, figure.period, **scope)
        assert opened.value == figure.value or (opened.total == 0 and figure.rows == 0)
        assert (opened.numerator, opened.denominator) == (figure.numerator, figure.denominator)
        assert opened.total == figure.rows or definition.cumulative
        assert (len(opened.rows), opened.hidden) == (opened.total, 0)


def test_a_reading_opens_to_its_rows_page_by_page(monkeypatch):
    definition = measure_of()
    fill([Request(f"{n:02}", "2026-01-05", amount=n) for n in range(30)])
    take_on(definition, "2026-01-31")
    monkeypatch.setattr("luoshi.kernel.measures.opening.measure", lambda key: definition)

    opened = rows_of_reading(
        Reading.objects.get(org="", start="2026-01-01", end="2026-02-01"), by=STAFF, limit=10, offset=20
    )

    assert (str(opened.value), opened.total) == ("435.000000", 30)
    assert [row.subject for row in opened.rows] == [f"{n}" for n in range(20, 30)]


def test_staff_see_the_rows_of_cases_they_may_read_and_the_others_only_as_a_number(settings):
    town = make_town(settings)
    case = propose(town)
    fill([Request(case.code, "2026-03-02", case.path), Request("no-case", "2026-03-03", "siping/finance/")])

    def opened(name):
        return rows_of(measure_of(), period("2026-03"), by=town[name], on=day("2026-03-31"))

    assert [row.subject for row in opened("office").rows] == [case.code, "no-case"]
    assert [row.subject for row in opened("deputy").rows] == [case.code]
    assert [row.subject for row in opened("finance_head").rows] == ["no-case"]
    assert (opened("finance_head").total, opened("finance_head").hidden) == (2, 1)


def test_a_post_that_reads_some_types_of_case_sees_no_records_that_are_no_cases(settings):
    town = make_town(settings)
    town.accounts["agent"] = person("agent", town.units["siping"], "agent", reads=("proposals",))
    case = propose(town)
    fill([Request(case.code, "2026-03-02", case.path), Request("no-case", "2026-03-03", "siping/finance/")])

    opened = rows_of(measure_of(), period("2026-03"), by=town["agent"], on=day("2026-03-31"))

    assert [row.subject for row in opened.rows] == [case.code]


def test_rows_cost_four_queries_however_many_they_are():
    fill([Request(str(n), "2026-01-05") for n in range(90)])

    with CaptureQueriesContext(connection) as asked:
        rows_of(measure_of(), period("2026-01"), by=STAFF, on=day("2026-01-31"))

    assert len(asked) == 4


def requests_of(**counts):
    orgs = {name: f"city/{name.replace('_', '/')}/" for name in counts}
    return [
        Request(f"{name}{n}", "2026-01-05", orgs[name])
        for name, count in counts.items()
        for n in range(count)
    ]


def facets(org=""):
    return facets_of(measure_of(), period("2026-01"), on=day("2026-02-01"), org=org)


def test_the_public_sees_counts_without_small_ones():
    fill(requests_of(a=3, b=40, c=20))

    assert facets("city/").cells == {"city/a/": None, "city/b/": 40, "city/c/": None}
    assert facets("city/").total == 63


def test_a_table_below_does_not_tell_what_the_one_above_leaves_out():
    fill(requests_of(a=3, c_x=10, c_y=10, b=40))

    assert facets("city/").cells["city/c/"] is None
    assert facets("city/c/") == facets("city/a/")
    assert facets("city/c/").total is None


def test_where_the_parts_are_all_single_not_even_their_names_are_shown():
    fill(requests_of(a_p=1, a_q=1, a_r=1, a_s=1, a_t=1, b=40))

    assert (facets("city/a/").total, facets("city/a/").cells) == (5, {})


def test_what_a_body_has_of_its_own_is_a_part_too():
    fill(requests_of(a=7, a_x=30))

    assert facets("city/a/").cells == {"city/a/x/": 30, "city/a/": 7}


@pytest.mark.parametrize("text", ["2026-Q1", "2026-01..2026-02", "2026-03"])
def test_overlapping_or_unfinished_periods_are_not_shown_in_parts(text):
    with pytest.raises(LuoshiError) as caught:
        facets_of(measure_of(), period(text), on=day("2026-03-15"))

    assert caught.value.code == "facets-period"
