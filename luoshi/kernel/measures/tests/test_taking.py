"""Readings: of every organisation, place and period, known from when, and never rewritten."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.models import Formula, Reading, Run
from luoshi.kernel.measures.points import Status
from luoshi.kernel.measures.queries import Every, Series, readings_as_known
from luoshi.kernel.measures.tests.factories import (
    Request,
    figures_on,
    fill,
    measure_of,
    moment,
    take_on,
)

pytestmark = pytest.mark.usefixtures("requests")
FLOW = "invented.flow"


def known(at, every=None, **series):
    points = readings_as_known(Series(FLOW, **series), moment(at), every=every, kind=measure_of().kind)
    return {str(point.period): point for point in points}


def test_a_district_contains_its_streets_and_a_street_only_itself():
    fill(
        [
            Request("1", "2026-01-05", "city/tiexi/"),
            Request("2", "2026-01-06", "city/tiexi/street/"),
            Request("3", "2026-01-07", "city/tiedong/street/"),
            Request("4", "2026-01-07", "city/tie/"),
        ]
    )

    found = figures_on(measure_of(), "2026-01-31")

    orgs = {org: f.value for (org, _, text), f in found.items() if text == "2026-01"}
    assert orgs == {
        "": 4,
        "city/": 4,
        "city/tiexi/": 2,
        "city/tiexi/street/": 1,
        "city/tiedong/": 1,
        "city/tiedong/street/": 1,
        "city/tie/": 1,
    }


def test_a_place_contains_its_towns():
    fill(
        [
            Request("1", "2026-01-05", place="220302"),
            Request("2", "2026-01-05", place="220302001"),
            Request("3", "2026-01-05", place="220303"),
            Request("4", "2026-01-05"),
        ]
    )

    found = figures_on(measure_of(), "2026-01-31")

    places = {place: f.value for (org, place, text), f in found.items() if place and text == "2026-01"}
    assert places == {"220302": 2, "220302001": 1, "220303": 1}
    assert found["", "", "2026-01"].value == 4


def test_a_rate_over_nine_districts_is_sum_over_sum():
    rows = [
        Request(f"{district}-{n}", "2026-03-02", f"city/d{district}/", good=n < district)
        for district in range(1, 10)
        for n in range(10 * district)
    ]
    fill(rows)

    found = figures_on(measure_of("rate"), "2026-03-31")

    whole = found["city/", "", "2026-03"]
    assert [whole.numerator, whole.denominator, whole.value] == [Decimal(n) for n in (45, 450, 10)]


def test_the_same_subject_twice_in_a_year_is_one_event():
    fill([Request("fire", "2026-01-05"), Request("fire", "2026-02-05"), Request("flood", "2026-02-06")])

    found = figures_on(measure_of("event_count"), "2026-02-28")

    assert found["", "", "2026-02"].value == 2
    assert found["", "", "2026-01..2026-02"].value == 2


def test_no_event_is_zero_only_where_the_measure_says_its_records_are_complete():
    assert figures_on(measure_of("event_count"), "2026-01-31") == {}
    assert figures_on(measure_of("event_count", missing="zero"), "2026-01-31")["", "", "2026-01"].value == 0


def test_a_stock_is_the_last_word_on_each_subject_wherever_it_moved():
    fill(
        [
            Request("home", "2025-05-05", "city/a/", amount=10),
            Request("home", "2026-02-01", "city/b/", amount=12),
            Request("other", "2026-01-20", "city/a/", amount=5),
            Request("other", "2026-03-01", "city/a/", amount=0),
        ]
    )

    found = figures_on(measure_of("stock"), "2026-03-31")

    assert [found["", "", f"2026-0{n}"].value for n in (1, 2, 3)] == [15, 17, 12]
    assert found["city/a/", "", "2026-02"].value == 5
    assert found["city/b/", "", "2026-Q1"].value == 12


def test_records_later_than_the_day_are_left_out():
    fill([Request("1", "2026-01-05"), Request("2", "2026-01-20")])

    assert figures_on(measure_of(), "2026-01-10")["", "", "2026-01"].value == 1


def test_values_are_exact():
    fill([Request(str(n), "2026-01-05", amount=Decimal("0.1")) for n in range(10)])

    assert figures_on(measure_of(), "2026-01-31")["", "", "2026-01"].value == Decimal(1)


def test_a_row_without_a_value_counts_as_the_measure_says():
    fill([Request("1", "2026-01-05", amount=None), Request("2", "2026-01-05", amount=4)])

    assert figures_on(measure_of(), "2026-01-31")["", "", "2026-01"].rows == 1
    assert figures_on(measure_of(missing="zero"), "2026-01-31")["", "", "2026-01"].rows == 2
    with pytest.raises(LuoshiError, match="缺少数值"):
        figures_on(measure_of(missing="fail"), "2026-01-31")


def test_a_measure_that_asks_for_complete_records_is_not_taken_without_them():
    fill([Request("1", "2026-01-05"), Request("2", "2026-03-05")])

    with pytest.raises(LuoshiError) as caught:
        take_on(measure_of(missing="fail"), "2026-03-31")

    assert caught.value.code == "measure-incomplete"
    assert "2026-02" in caught.value.zh
    assert not Run.objects.exists()


def test_invented_records_are_counted_apart():
    fill([Request("1", "2026-01-05"), Request("2", "2026-01-05", amount=50, simulated=True)])

    take_on(measure_of(), "2026-01-31")

    assert known("2026-02-01")["2026-01"].value == 1
    assert known("2026-02-01", simulated=True)["2026-01"].value == 50


def test_a_revision_leaves_what_was_known_before_as_it_was():
    fill([Request("1", "2026-10-05", amount=90)])
    take_on(measure_of(), "2026-10-31")
    fill([Request("1", "2026-10-05", amount=70)])
    take_on(measure_of(), "2026-11-20")

    then, now = known("2026-10-31")["2026-10"], known("2026-11-20")["2026-10"]

    assert (then.value, then.status) == (90, Status.NORMAL)
    assert (now.value, now.status) == (70, Status.REVISED)


def test_what_comes_first_after_the_end_of_a_period_is_no_revision():
    fill([Request("1", "2026-01-05")])
    take_on(measure_of(), "2026-01-10")
    fill([Request("1", "2026-01-05"), Request("2", "2026-01-20")])
    take_on(measure_of(), "2026-02-01")

    first, last = known("2026-01-10")["2026-01"], known("2026-02-01")["2026-01"]

    assert (first.value, first.status) == (1, Status.PROVISIONAL)
    assert (last.value, last.status) == (2, Status.NORMAL)


def test_a_period_that_ends_unchanged_is_confirmed():
    fill([Request("1", "2026-01-05")])
    take_on(measure_of(), "2026-01-10")
    take_on(measure_of(), "2026-02-01")

    assert known("2026-02-01")["2026-01"].status is Status.NORMAL


def test_taking_again_without_a_change_adds_no_reading():
    fill([Request("1", "2026-01-05")])
    take_on(measure_of(), "2026-02-01")
    before = Reading.objects.count()

    again = take_on(measure_of(), "2026-02-01", at="2026-02-02")

    assert (again.changed, Reading.objects.count(), Run.objects.count()) == (0, before, 2)


def test_records_that_are_gone_leave_a_gap_and_no_zero():
    fill([Request("1", "2026-01-05", "city/a/")])
    take_on(measure_of(), "2026-02-01")
    fill([Request("1", "2026-01-05", "city/b/")])
    take_on(measure_of(), "2026-02-02")

    gone = known("2026-02-02", org="city/a/")["2026-01"]

    assert (gone.value, gone.status) == (None, Status.MISSING)
    assert known("2026-02-01", org="city/a/")["2026-01"].value == 1


def test_records_that_come_back_are_a_revision():
    for moving, on in (("city/a/", "2026-02-01"), ("city/b/", "2026-02-02"), ("city/a/", "2026-02-03")):
        fill([Request("1", "2026-01-05", moving)])
        take_on(measure_of(), on)

    assert known("2026-02-03", org="city/a/")["2026-01"].status is Status.REVISED


def test_what_is_known_is_never_made_less():
    fill([Request("1", "2026-01-05"), Request("2", "2026-02-05")])
    take_on(measure_of(), "2026-02-28")

    with pytest.raises(LuoshiError, match="请用不早于它的日期") as caught:
        take_on(measure_of(), "2026-01-10", at="2026-03-01")

    assert caught.value.code == "take-out-of-order"


def test_figures_to_date_are_marked_and_come_apart_from_those_that_do_not_overlap():
    fill([Request(str(n), f"2026-0{n}-05") for n in range(1, 7)])
    take_on(measure_of(), "2026-06-30")

    to_date, quarters = known("2026-07-01", Every.TO_DATE), known("2026-07-01", Every.QUARTER)

    assert [(p.value, p.cumulative) for p in to_date.values()][:3] == [(1, False), (2, True), (3, True)]
    assert {text: (p.value, p.cumulative) for text, p in quarters.items()} == {
        "2026-Q1": (3, False),
        "2026-Q2": (3, False),
    }


def test_a_run_keeps_the_wording_it_followed():
    fill([Request("1", "2026-01-05")])

    taken = take_on(measure_of(), "2026-02-01")

    kept = Formula.objects.get(sha256=measure_of().sha256)
    assert (taken.run.formula, kept.text, taken.run.rows) == (kept, measure_of().text, 1)


@pytest.mark.parametrize("model", [Reading, Run, Formula])
@pytest.mark.parametrize(
    "write",
    ["UPDATE {} SET measure = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
    ids=["update", "delete", "truncate"],
)
def test_the_database_refuses_to_rewrite_what_was_known(model, write):
    fill([Request("1", "2026-01-05")])
    take_on(measure_of(), "2026-02-01")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing of the test itself is pending
    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write.format(model._meta.db_table))


def test_a_take_asks_no_more_for_more_organisations():
    def queries(bodies, at):
        fill(
            [Request(f"{n}", f"2026-0{1 + n % 6}-05", f"city/d{n}/", f"22030{n % 9}") for n in range(bodies)]
        )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            take_on(measure_of(), "2026-06-30", at=at)
        return len(asked)

    assert queries(3, "2026-07-01") >= queries(60, "2026-07-02")
