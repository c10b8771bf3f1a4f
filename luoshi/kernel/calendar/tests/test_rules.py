"""When periods end: fixed dates, every statute, rolling, counting back, hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.rules import LOCAL, WorkingCalendar, add_months
from luoshi.kernel.calendar.tests.factories import make_calendar
from luoshi.kernel.calendar.tests.naive import walk
from luoshi.kernel.calendar.tests.statutes import STATUTES, Statute

CALENDAR = make_calendar()
WORK, CAL, MONTH, HOUR = Unit.WORK, Unit.CAL, Unit.MONTH, Unit.HOUR


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 7, "2026-02-28"),  # the make-up Saturday
        ("2026-02-12", 20, "2026-03-18"),
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-09-24", 20, "2026-10-29"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2026-04-30", 20, "2026-06-01"),
    ],
)
def test_working_days_skip_holidays_and_count_makeup_days(start, n, expected):
    due = CALENDAR.due(day(start), Term(n, WORK), roll=False)

    assert (due.day, due.provisional) == (day(expected), False)
    assert due.at == at(f"{expected}T23:59:59.999999")


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute.law)
def test_every_statute_ends_on_the_day_a_walk_over_the_calendar_ends(statute: Statute):
    if statute.back:
        due = CALENDAR.due(statute.start, *statute.terms, roll=statute.roll, backwards=True)
    else:
        due = CALENDAR.due_after(statute.start, statute.terms, roll=statute.roll)

    assert due.day == walk(statute.start, statute.terms, roll=statute.roll, back=statute.back)
    assert due.day == (statute.expected or due.day)
    assert not due.provisional


def test_enough_statutes_were_worked_out_by_hand():
    by_hand = [statute for statute in STATUTES if statute.expected]

    assert len(by_hand) >= 25
    assert date(2026, 2, 28) in {statute.expected for statute in by_hand}


@pytest.mark.parametrize(("roll", "expected"), [(False, "2026-02-20"), (True, "2026-02-24")])
def test_a_last_day_in_a_holiday_rolls_to_the_first_working_day_and_both_dates_are_told(roll, expected):
    due = CALENDAR.due(day("2026-02-05"), Term(15, CAL), roll=roll)

    assert (due.day, due.strict_day) == (day(expected), day("2026-02-20"))


def test_a_last_day_on_a_makeup_saturday_does_not_roll():
    assert CALENDAR.due(day("2026-01-28"), Term(1, MONTH), roll=True).day == day("2026-02-28")


def test_a_start_on_a_rest_day_is_not_counted():
    assert CALENDAR.due(day("2026-02-21"), Term(1, WORK), roll=False).day == day("2026-02-24")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-06T23:59:59", "2026-03-13"),  # a Friday
        ("2026-03-07T00:00:00", "2026-03-13"),  # the Saturday after it
        ("2026-03-09T00:00:00", "2026-03-16"),
    ],
)
def test_a_minute_before_midnight_and_midnight_are_different_days(start, expected):
    assert CALENDAR.due(at(start), Term(5, WORK), roll=False).day == day(expected)


def test_a_moment_in_another_zone_is_taken_to_its_local_day():
    late = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)  # half past midnight on Saturday here

    assert CALENDAR.due(late, Term(1, CAL), roll=False).day == day("2026-03-08")


def test_hours_are_exact_and_never_roll():
    due = CALENDAR.due(at("2026-02-13T17:40"), Term(24, HOUR), roll=True)

    assert due.at == due.strict_at == at("2026-02-14T17:40")


@pytest.mark.parametrize("start", [day("2026-02-13"), datetime(2026, 2, 13, 9)])  # noqa: DTZ001
def test_hours_from_a_day_or_a_time_without_a_zone_are_refused(start):
    with pytest.raises(LuoshiError) as caught:
        CALENDAR.due(start, Term(24, HOUR), roll=False)

    assert caught.value.code == "calendar-moment"


def test_a_notice_counted_back_never_gets_shorter_by_rolling():
    due = CALENDAR.due(day("2026-03-20"), Term(30, CAL), roll=True, backwards=True)

    assert (due.day, due.strict_day) == (day("2026-02-14"), day("2026-02-18"))


def test_hours_are_counted_back_exactly():
    due = CALENDAR.due(at("2026-03-01T08:00"), Term(24, HOUR), roll=True, backwards=True)

    assert due.at == at("2026-02-28T08:00")


@pytest.mark.parametrize(
    ("start", "term", "provisional"),
    [
        ("2026-12-20", Term(5, WORK), False),
        ("2026-12-20", Term(11, CAL), False),
        ("2026-12-20", Term(12, CAL), True),
        ("2026-12-20", Term(15, WORK), True),
        ("2026-12-31", Term(1, CAL), True),
        ("2003-12-31", Term(5, WORK), False),  # the day of the start does not count
        ("2003-12-30", Term(5, WORK), True),
        ("2033-05-05", Term(5, WORK), True),
    ],
)
def test_a_sum_that_touches_an_unpublished_year_is_provisional(start, term, provisional):
    assert CALENDAR.due(day(start), term, roll=True).provisional is provisional


@pytest.mark.parametrize(
    ("start", "n", "provisional"),
    [("2027-01-08", 2, True), ("2027-01-01", 2, False), ("2004-01-02", 1, True), ("2004-01-06", 2, False)],
)
def test_a_sum_back_into_an_unpublished_year_is_provisional(start, n, provisional):
    due = CALENDAR.due(day(start), Term(n, WORK), roll=False, backwards=True)

    assert due.provisional is provisional


def test_hours_inside_one_day_touch_only_its_year():
    assert not CALENDAR.due(at("2026-12-31T09:00"), Term(2, HOUR), roll=False).provisional
    assert CALENDAR.due(at("2027-12-31T09:00"), Term(2, HOUR), roll=False).provisional


def test_outside_the_table_monday_to_friday_stands_in():
    empty = WorkingCalendar({}, ())

    for start in (day("1999-06-01"), day("2004-07-01"), day("2040-02-29")):
        walked, left = start, 300
        while left:
            walked += timedelta(days=1)
            left -= walked.weekday() < 5
        assert empty.add_working_days(start, 300) == walked
        assert empty.add_working_days(walked, -300) == start or start.weekday() >= 5
        assert empty.working_days_between(start, walked) == 300


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -13, "2024-12-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, n, expected):
    assert add_months(day(start), n) == day(expected)


@pytest.mark.parametrize(
    ("now", "unit", "left"),
    [
        ("2026-02-12T09:00", WORK, 5),
        ("2026-02-26T23:00", WORK, 0),
        ("2026-02-28T09:00", WORK, -2),
        ("2026-02-12T09:00", CAL, 14),
        ("2026-02-27T00:00", CAL, -1),
        ("2026-02-26T22:30", HOUR, 1),
        ("2026-02-27T00:00", HOUR, -1),
        ("2026-01-26T09:00", MONTH, 1),
        ("2026-01-27T09:00", MONTH, 0),
        ("2026-02-27T09:00", MONTH, -1),
    ],
)
def test_what_remains_is_told_in_whole_units_and_negative_once_passed(now, unit, left):
    due = CALENDAR.due(day("2026-02-12"), Term(5, WORK), roll=False)

    assert CALENDAR.remaining(due.at, at(now), unit) == left
