from __future__ import annotations

from datetime import date, timedelta

import pytest

from luoshi.desk.rules import Nearness, end_of_week, left_of, month_from, weeks_of
from luoshi.kernel.calendar.tests.factories import make_calendar
from luoshi.kernel.cases.tests.factories import moment

DUE = moment("2026-10-10 23:59")  # a Saturday with work, after the long holiday


@pytest.mark.parametrize(
    ("now", "days", "near"),
    [
        ("2026-09-30", 3, Nearness.SOON),  # 8, 9 and 10 October
        ("2026-09-28", 5, Nearness.CALM),
        ("2026-10-10", 0, Nearness.TODAY),
        ("2026-10-11", 0, Nearness.OVERDUE),  # a Sunday: late by no working day yet
        ("2026-10-13", 2, Nearness.OVERDUE),
    ],
)
def test_what_is_left_is_counted_in_working_days_of_the_published_calendar(now, days, near):
    left = left_of(make_calendar(), DUE, moment(now), warning=3)

    assert (left.days, left.near) == (days, near)


def test_a_week_ends_with_its_sunday():
    assert end_of_week(date(2026, 3, 10)).date() == date(2026, 3, 15)
    assert end_of_week(date(2026, 3, 15)).date() == date(2026, 3, 15)


@pytest.mark.parametrize("text", ["", "x", "2026-13", "0-1", "99999-01", "2026-１１x", "2026"])
def test_a_month_that_is_none_is_the_current_one(text):
    assert month_from(text, today=date(2026, 3, 10)) == date(2026, 3, 1)


def test_a_months_page_shows_whole_weeks():
    weeks = weeks_of(2026, 11)

    assert {len(week) for week in weeks} == {7}
    days = [day for week in weeks for day in week]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[0].weekday() == 0
