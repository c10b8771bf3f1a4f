"""T2: figures since the start of the year are not added to each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.kernel.commitments.tests.assessing.factories import (
    judge,
    make_target,
    months,
    point,
    running,
    said,
)


def test_a_running_total_is_not_summed_again():
    found = judge(make_target(), running(10, 20, 30, 40, 50, 60))

    assert found.actual == 60
    assert "不重复相加" in said(found)


def test_a_running_total_filed_under_its_month_is_one_too():
    points = [point(f"2026-0{n}", 10 * n, cumulative=True) for n in range(1, 7)]

    assert judge(make_target(), points).actual == 60


def test_months_after_the_last_running_total_are_added_to_it():
    points = [*running(10, 20, 30), *months(7, 7, 7, first="2026-04")]

    assert judge(make_target(), points).actual == 51


def test_months_inside_a_running_total_are_not_counted_twice():
    assert judge(make_target(), [*running(10, 20, 30, 40, 50, 60), *months(*[10] * 6)]).actual == 60


@pytest.mark.parametrize("quarter", [1, 2])
def test_quarters_and_months_mix(quarter):
    points = [point("2026-Q1", 30), *months(10, 10, 10, first="2026-04")] if quarter == 1 else []
    points = points or [*months(10, 10, 10), point("2026-Q2", 30)]

    assert judge(make_target(), points).actual == Decimal(60)


def test_figures_of_years_are_each_counted_from_its_start():
    five = make_target(value=1000, period=point("2026..2030", 0).period)
    points = [*running(*range(10, 130, 10)), *running(5, 10, 15, number_of_year=2027)]

    assert judge(five, points, on=points[-1].period.last).actual == 135
