"""The forecast proposes and never lights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing.codes import Comparator, Outlook
from luoshi.kernel.commitments.assessing.forecast import backtest
from luoshi.kernel.commitments.assessing.trajectories import linear_time, seasonal_share
from luoshi.kernel.commitments.tests.assessing.factories import (
    LATER,
    MID,
    YEAR,
    judge,
    make_target,
    months,
    running,
    said,
)

EVEN = [10] * 12
LATE = [5] * 6 + [15] * 6


def seasons(*years):
    points = [
        each
        for number, values in zip(range(2026 - len(years), 2026), years, strict=True)
        for each in months(*values, first=f"{number}-01")
    ]
    return seasonal_share(points, before=YEAR, known_at=LATER, most_spread=Decimal(1))


@pytest.mark.parametrize(
    ("monthly", "outlook"),
    [(9, Outlook.LIKELY), (7, Outlook.UNCERTAIN), (3, Outlook.UNLIKELY)],
)
def test_the_pace_needed_is_held_against_the_recent_one(monthly, outlook):
    found = judge(make_target(), months(*[monthly] * 6))

    assert found.outlook is outlook
    assert "不影响亮灯" in said(found)
    assert "没有足够的历史数据回测" in said(found)


@pytest.mark.parametrize(
    ("monthly", "outlook"), [(9, Outlook.LIKELY), (11, Outlook.UNCERTAIN), (16, Outlook.UNLIKELY)]
)
def test_a_cap_is_likely_kept_where_little_is_spent(monthly, outlook):
    assert judge(make_target(Comparator.LE, 120), months(*[monthly] * 6)).outlook is outlook


def test_two_observations_are_too_few():
    assert judge(make_target(), months(9, 9), on=date(2026, 2, 28)).outlook is Outlook.NOT_ASSESSED


def test_a_season_predicts_with_an_interval_and_its_hit_rate():
    course = seasons(LATE, LATE, LATE, LATE)

    found = judge(make_target(value=120), running(5, 10, 15, 20, 25, 30), trajectory=course)

    assert found.outlook is Outlook.LIKELY
    assert "回测4个年度，区间命中4个（100%）" in said(found)
    assert "推算全年120人" in said(found)


def test_an_interval_that_holds_the_target_is_uncertain():
    course = seasons(LATE, EVEN, LATE, EVEN)

    assert (
        judge(make_target(value=100), running(5, 10, 15, 20, 25, 30), trajectory=course).outlook
        is Outlook.UNCERTAIN
    )


def test_a_backtest_never_uses_the_year_it_tests():
    odd = seasons(EVEN, EVEN, LATE)

    assert backtest(odd.years, 6) == (2, 3)
    assert backtest(odd.years[:2], 6) == (0, 0)


def test_the_forecast_never_changes_the_light():
    course = seasons(LATE, LATE, LATE)
    points = months(*[5] * 6)

    with_history = judge(make_target(), points, trajectory=replace(linear_time(), years=course.years))
    without = judge(make_target(), points, trajectory=linear_time())

    assert with_history.outlook is not without.outlook
    assert (with_history.progress, with_history.verdict) == (without.progress, without.verdict)
    assert without.as_of == MID
