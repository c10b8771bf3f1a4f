"""The curve, the forecast and its interval: tables, what must always hold, and what histories show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.projects.rules.forecast import (
    ASSUMED,
    WHOLE,
    Month,
    Works,
    backtest,
    calibrated,
    forecast,
    planned_curve,
    planned_share,
)
from luoshi.platforms.projects.rules.season import Season
from luoshi.platforms.projects.tests.histories import MILD, NORTH, histories

PLAN = Works(starts_on=date(2026, 4, 1), finishes_on=date(2027, 10, 31), started_on=date(2026, 4, 1))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEIGHTS = st.lists(st.sampled_from((0.0, 0.3, 0.5, 1.0)), min_size=12, max_size=12).filter(any)


def built(*physical: int, plan: Works = PLAN) -> Works:
    first, months = date(2026, 4, 1), []
    for share in physical:
        months.append(Month(first, share))
        first = months[-1].ended
    return Works(
        starts_on=plan.starts_on,
        finishes_on=plan.finishes_on,
        started_on=plan.started_on,
        months=tuple(months),
    )


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 5, 1), date(2026, 6, 1), 1.0),
        (date(2026, 4, 1), date(2026, 5, 1), 0.5),
        (date(2026, 11, 1), date(2027, 4, 1), 0.0),
        (date(2026, 1, 1), date(2027, 1, 1), 6.0),
        (date(2026, 5, 1), date(2026, 5, 1), 0.0),
        (date(2026, 6, 1), date(2026, 5, 1), 0.0),
    ],
)
def test_building_months_leave_the_winter_out(start, end, months):
    assert NORTH.between(start, end) == pytest.approx(months)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 5, 1), 1.0, date(2026, 6, 1)),
        (date(2026, 10, 1), 0.5, date(2026, 11, 1)),
        (date(2026, 10, 1), 0.75, date(2027, 4, 16)),
        (date(2026, 12, 24), 0.5, date(2027, 5, 1)),
        (date(2026, 12, 24), 0.0, date(2026, 12, 24)),
    ],
)
def test_what_does_not_fit_into_the_year_waits_for_spring(day, months, found):
    assert abs((NORTH.after(day, months) - found).days) <= 1


@given(WEIGHTS, DAYS, st.floats(0, 60))
def test_time_that_is_added_has_gone_by(weights, day, months):
    season = Season(tuple(weights))

    found = season.after(day, months)

    assert found >= day
    assert season.between(day, found) >= months - 1e-4
    if found > day:
        assert season.between(day, found - timedelta(days=1)) <= months + 1e-4


@pytest.mark.parametrize("weights", [(1.0,) * 11, (0.0,) * 12, (1.5,) * 12])
def test_a_season_has_twelve_shares_and_a_time_to_build(weights):
    with pytest.raises(ValueError, match="season"):
        Season(weights)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2026, 3, 1), 0),
        (date(2026, 4, 1), 0),
        (date(2026, 11, 1), 5000),
        (date(2027, 4, 1), 5000),
        (date(2027, 10, 31), WHOLE),
        (date(2030, 1, 1), WHOLE),
    ],
)
def test_the_plan_stands_still_from_november_to_march(day, share):
    assert abs(planned_share(PLAN, day, NORTH) - share) <= 60


@given(WEIGHTS, DAYS, st.integers(1, 2000), DAYS, st.integers(0, 400))
def test_the_planned_curve_never_falls_and_ends_whole(weights, start, length, day, later):
    season = Season(tuple(weights))
    works = Works(starts_on=start, finishes_on=start + timedelta(days=length))

    curve = [share for _, share in planned_curve(works, season)]

    assert curve == sorted(curve)
    assert (curve[-1], max(curve)) == (WHOLE, WHOLE)
    after = planned_share(works, day + timedelta(days=later), season)
    assert 0 <= planned_share(works, day, season) <= after <= WHOLE


@given(WEIGHTS, DAYS, st.integers(60, 2000), st.integers(1, 12), st.integers(2020, 2035))
def test_a_month_in_which_nothing_is_built_is_flat(weights, start, length, month, year):
    weights[month - 1] = 0.0
    if not any(weights):
        return
    season, works = Season(tuple(weights)), Works(starts_on=start, finishes_on=start + timedelta(length))
    first, last = date(year, month, 1), date(year, month, 28)

    if works.finishes_on > last:
        assert planned_share(works, first, season) == planned_share(works, last, season)


@given(
    WEIGHTS,
    st.lists(st.integers(0, WHOLE), max_size=30),
    st.integers(30, 2000),
    st.integers(0, 4000),
    st.integers(-400, 400),
)
def test_unfinished_works_never_finish_before_today(weights, physical, length, days, started):
    season = Season(tuple(weights))
    start = date(2026, 4, 1)
    works = Works(
        starts_on=start,
        finishes_on=start + timedelta(days=length),
        started_on=start + timedelta(days=started),
        months=built(*sorted(physical)).months,
    )
    today = start + timedelta(days=days)

    found = forecast(works, on=today, season=season)

    assert today <= found.low <= found.finish <= found.high


def test_works_on_the_curve_are_expected_about_when_planned():
    calm = type(ASSUMED)((type(ASSUMED.bands[0])(0.8, 1.0, 1.3, 50),) * 4)
    physical = [planned_share(PLAN, month.ended, NORTH) for month in built(*[0] * 7).months]

    found = forecast(built(*physical), on=date(2026, 11, 1), season=NORTH, spread=calm)

    assert abs(found.late) <= 7
    assert found.behind == 0


def test_the_slower_the_works_the_later_their_finish():
    finishes = [
        forecast(built(*[step * n for n in range(1, 8)]), on=date(2026, 11, 1), season=NORTH).finish
        for step in (100, 300, 600, 900)
    ]

    assert finishes == sorted(finishes, reverse=True)
    assert finishes[0] > finishes[-1]


def test_a_month_that_is_not_over_yet_is_not_known():
    works = built(500, 1500, 9000)

    assert forecast(works, on=date(2026, 6, 15), season=NORTH).physical == 1500


def test_too_few_finished_projects_leave_the_interval_assumed():
    assert calibrated(histories(1), NORTH).assumed
    assert not calibrated(histories(60), NORTH).assumed


@pytest.mark.parametrize("season", [NORTH, MILD])
def test_the_interval_holds_as_many_finishes_as_it_says(season):
    found = backtest(histories(150, season=season), season)

    assert found.histories == 150
    assert 0.75 <= found.covered <= 0.9
    assert abs(found.bias) < 60


def test_the_same_histories_give_the_same_answer():
    assert backtest(histories(20), NORTH) == backtest(histories(20), NORTH)
