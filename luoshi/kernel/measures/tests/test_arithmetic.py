"""How figures of months become figures of longer periods, and what never becomes one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.kernel.measures.aggregate import Cell, Sums
from luoshi.kernel.measures.arithmetic import figures, growth, periods_of, windows_of
from luoshi.kernel.measures.points import Point, Status
from luoshi.kernel.measures.tests.factories import day, measure_of, moment, period


def cell(month, a, b=None, *, org="", rows=1, fresh=1):
    number = None if b is None else Decimal(b)
    return Cell(org, "", period(month), Sums(Decimal(a), number, rows, fresh, 0))


def values(definition, cells, on):
    periods = periods_of(day(on).year, on=day(on))
    found = figures(definition, cells, periods=periods, on=day(on), simulated=False)
    return {(f.org, str(f.period)): f for f in found}


def test_a_year_has_its_months_quarters_halves_and_itself_and_what_runs_to_date():
    assert len(periods_of(2026, on=day("2026-12-31"))) == 27
    assert [str(p) for p in periods_of(2026, on=day("2026-02-01"))] == [
        "2026-01",
        "2026-01..2026-02",
        "2026-Q1",
        "2026-01..2026-04",
        "2026-01..2026-05",
        "2026-H1",
        "2026-01..2026-07",
        "2026-01..2026-08",
        "2026-01..2026-09",
        "2026-01..2026-10",
        "2026-01..2026-11",
        "2026",
        "2026-02",
    ]


def test_sums_are_taken_of_months_and_distinct_subjects_of_the_periods_themselves():
    quarter = [period("2026-Q1")]

    assert len(windows_of(measure_of("flow"), quarter)) == 3
    assert windows_of(measure_of("event_count"), quarter) == tuple(quarter)


def test_what_is_reported_from_january_on_is_never_summed_again():
    reported = [cell(f"2026-0{n}", 100 * n) for n in range(1, 7)]

    found = values(measure_of("flow", cumulative="year"), reported, "2026-06-30")

    assert found["", "2026-H1"].value == 600
    assert found["", "2026-Q2"].value == 300
    assert found["", "2026-06"].value == 100


def test_a_month_nobody_reported_has_no_figure_and_neither_has_its_neighbour():
    reported = [cell("2026-01", 100), cell("2026-02", 100, fresh=0), cell("2026-03", 300)]

    found = values(measure_of("flow", cumulative="year"), reported, "2026-03-31")

    assert found["", "2026-Q1"].value == 300
    assert (found["", "2026-Q1"].arrived, found["", "2026-Q1"].expected) == (2, 3)
    assert ("", "2026-02") not in found
    assert ("", "2026-03") not in found


def test_a_month_without_records_is_not_a_month_of_nothing():
    found = values(measure_of("flow"), [cell("2026-01", 5), cell("2026-03", 7)], "2026-03-31")

    assert ("", "2026-02") not in found
    assert found["", "2026-Q1"].value == 12
    assert (found["", "2026-Q1"].arrived, found["", "2026-Q1"].expected) == (2, 3)


def test_where_records_are_complete_no_record_means_nothing_happened():
    found = values(measure_of("flow", missing="zero"), [cell("2026-01", 5)], "2026-02-28")

    assert found["", "2026-02"].value == 0
    assert (found["", "2026-02"].arrived, found["", "2026-02"].expected) == (1, 1)


def test_a_rate_is_parts_over_parts_and_never_a_mean_of_rates():
    months = [cell("2026-01", 1, 1), cell("2026-02", 0, 99)]

    found = values(measure_of("rate"), months, "2026-02-28")

    assert found["", "2026-01..2026-02"].value == 1  # not the mean, 50
    assert found["", "2026-01..2026-02"].denominator == 100


def test_nothing_to_have_a_share_of_is_neither_none_nor_all():
    found = values(measure_of("rate"), [cell("2026-01", 0, 0)], "2026-01-31")

    assert (found["", "2026-01"].value, found["", "2026-01"].denominator) == (None, 0)


def test_a_period_that_is_not_over_is_marked():
    found = values(measure_of("flow"), [cell("2026-01", 5), cell("2026-02", 5)], "2026-02-10")

    assert not found["", "2026-01"].provisional
    assert found["", "2026-02"].provisional
    assert found["", "2026"].provisional


def test_the_last_of_a_stock_stands_for_the_period():
    found = values(measure_of("stock"), [cell("2026-01", 5), cell("2026-02", 8)], "2026-02-28")

    assert found["", "2026-01..2026-02"].value == 8


def point(text, value, status=Status.NORMAL):
    return Point(period(text), None if value is None else Decimal(value), moment("2026-12-01"), status=status)


def test_growth_compares_with_the_same_months_a_year_before():
    found = growth([point("2025-01", 200), point("2026-01", 210), point("2026-02", 300)])

    assert [(str(p.period), p.value) for p in found] == [("2026-01", Decimal(5))]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (point("2025-01", 0), point("2026-01", 210)),
        (point("2025-01", -5), point("2026-01", 210)),
        (point("2025-01", None), point("2026-01", 210)),
        (point("2025-01", 200), point("2026-01", None)),
        (point("2025-01", 200), point("2026-01", 90, Status.PROVISIONAL)),
        (point("2025-01", 200), point("2026-01", 210, Status.BREAK)),
    ],
)
def test_without_a_level_to_grow_from_or_to_there_is_no_growth(before, now):
    assert growth([before, now]) == []
