from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.hotline.clustering.surges import at_least, surge

MONDAY = date(2026, 11, 23)


def history(*same_weekday: int, today: int) -> dict[date, int]:
    weeks = {MONDAY - timedelta(weeks=back): count for back, count in enumerate(same_weekday, start=1)}
    return weeks | {MONDAY: today}


def test_a_day_far_above_its_weekdays_is_a_surge_that_says_why():
    found = surge(history(4, 5, 3, 6, 4, 5, today=25), on=MONDAY, since=date(2026, 10, 6))

    assert found is not None
    assert found.chance < 0.001
    assert found.reason == "当日 25 件，此前 6 个同星期日平均 4.5 件"


def test_a_busy_weekday_is_compared_with_itself_only():
    counts = history(30, 28, 33, 31, 29, 30, today=33)
    counts |= {day + timedelta(days=1): 1 for day in counts}

    assert surge(counts, on=MONDAY, since=date(2026, 10, 6)) is None


def test_calls_that_vary_much_need_more_to_stand_out():
    steady = surge(history(10, 11, 9, 10, 10, 11, 9, 10, today=28), on=MONDAY, since=date(2026, 9, 1))
    restless = surge(history(2, 19, 5, 22, 1, 18, 12, 20, today=28), on=MONDAY, since=date(2026, 9, 1))

    assert steady is not None
    assert restless is None


def test_an_earlier_surge_does_not_hide_the_next():
    assert surge(history(3, 60, 4, 3, 5, 4, today=30), on=MONDAY, since=date(2026, 10, 6)) is not None


def test_without_four_weeks_nothing_is_said():
    assert surge({MONDAY: 99}, on=MONDAY, since=MONDAY - timedelta(weeks=3)) is None


def test_days_without_requests_count_as_none():
    found = surge({MONDAY: 9}, on=MONDAY, since=MONDAY - timedelta(weeks=8))

    assert found is not None
    assert found.compared == (0,) * 8


@given(st.floats(0.1, 50), st.floats(1, 5), st.integers(1, 100))
def test_more_is_never_likelier(expected, widening, seen):
    spread = expected * widening

    more = at_least(seen + 1, expected=expected, spread=spread)

    assert 0 <= more <= at_least(seen, expected=expected, spread=spread) + 1e-9 <= 1 + 1e-8


def test_poisson_is_what_tables_say():
    assert at_least(3, expected=1.0, spread=1.0) == pytest.approx(0.0803, abs=1e-4)
