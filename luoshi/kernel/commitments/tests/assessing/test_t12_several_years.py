"""T12: 水平法 is met by any twelve consecutive months; 累计法 by the sum. Neither is divided by years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.commitments.assessing import Baseline
from luoshi.kernel.commitments.assessing.codes import Comparator, Grey, MultiYear, Progress, Verdict
from luoshi.kernel.commitments.assessing.trajectories import Node, declared_nodes
from luoshi.kernel.commitments.tests.assessing.factories import judge, make_target, months, running, said
from luoshi.kernel.measures.points import MeasureKind

FIVE = parse_period("2026..2030")
LEVEL = make_target(value=1200, period=FIVE, method=MultiYear.LEVEL, unit="亿元")
TOTAL = make_target(value=1000, period=FIVE, method=MultiYear.CUMULATIVE, unit="亩")


@pytest.mark.parametrize("figures", [months, None])
def test_a_level_is_met_early_by_twelve_months_that_span_two_years(figures):
    monthly = [*[90] * 6, *[100] * 12]
    points = months(*monthly)
    if figures is None:  # the same, filed since the start of each year
        first = [sum(monthly[: n + 1]) for n in range(12)]
        second = [sum(monthly[12 : 13 + n]) for n in range(6)]
        points = [*running(*first), *running(*second, number_of_year=2027)]

    before = judge(LEVEL, points, on=date(2027, 5, 31))
    after = judge(LEVEL, points, on=date(2027, 6, 30))

    assert before.verdict is None
    assert (after.verdict, after.actual, after.irreversible) == (Verdict.MET, Decimal(1200), True)
    assert "2026年7月—2027年6月连续12个月" in said(after)


def test_a_level_once_reached_stays_reached():
    points = months(*[100] * 12, *[10] * 12)

    assert judge(LEVEL, points, on=date(2027, 12, 31)).verdict is Verdict.MET


def test_a_level_needs_twelve_known_months():
    assert judge(LEVEL, months(*[200] * 11), on=date(2026, 11, 30)).grey is Grey.EARLY
    with_gap = judge(LEVEL, months(*[100] * 5, ..., *[100] * 7), on=date(2027, 1, 31))
    assert with_gap.verdict is None


def test_a_sum_is_done_early_when_it_is_reached():
    found = judge(TOTAL, months(*[100] * 10), on=date(2026, 10, 31))

    assert (found.verdict, found.irreversible) == (Verdict.MET, True)


def test_several_years_are_not_divided_and_the_pace_needed_is_shown():
    found = judge(TOTAL, months(*[10] * 12), on=date(2026, 12, 31))

    assert (found.progress, found.grey) == (Progress.NO_PACE, Grey.MULTI_YEAR)
    assert "尚余880亩，还有48个月，其后平均每月18.33亩" in said(found)


def test_declared_nodes_give_several_years_a_pace():
    nodes = declared_nodes([Node(date(2026, 12, 31), Decimal("0.2")), Node(date(2030, 12, 31), Decimal(1))])

    found = judge(TOTAL, months(*[10] * 12), on=date(2026, 12, 31), trajectory=nodes)

    assert found.progress is Progress.BEHIND
    assert found.expected_value == 200


def test_a_multiple_has_a_geometric_pace():
    base = Baseline(Decimal(100), parse_period("2025-12"))
    twice = make_target(Comparator.MULT, 2, period=FIVE, kind=MeasureKind.STOCK, unit="倍", baseline=base)

    half_way = judge(twice, months(*[141] * 30), on=date(2028, 6, 30))
    short = judge(twice, months(*[130] * 30), on=date(2028, 6, 30))

    assert half_way.expected_value is not None
    assert half_way.expected_value.quantize(Decimal("0.01")) == Decimal("141.42")
    assert half_way.progress is Progress.ON_PACE
    assert short.progress is Progress.BEHIND
    assert judge(twice, months(*[200] * 60), on=date(2030, 12, 31)).verdict is Verdict.MET
