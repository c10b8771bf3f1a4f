"""Extensions and pauses: what is left out of a period, and what is not."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.calendar.tests.factories import make_calendar

CALENDAR = make_calendar()
WORK, CAL, MONTH, HOUR = Unit.WORK, Unit.CAL, Unit.MONTH, Unit.HOUR
MONDAY = date(2026, 3, 2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=LOCAL)


def ends(*terms: Term, paused: tuple[tuple[str, str], ...] = (), start: date = MONDAY) -> str:
    spans = tuple((at(a), at(b)) for a, b in paused)
    return CALENDAR.due_after(start, terms, roll=False, paused=spans).at.isoformat()[5:16]


@pytest.mark.parametrize(
    "weekend",
    [("03-07T00:00", "03-09T00:00"), ("03-06T17:00", "03-09T08:30"), ("03-07T10:00", "03-08T10:00")],
)
def test_a_pause_over_a_weekend_leaves_out_no_working_day(weekend):
    assert ends(Term(7, WORK), paused=(weekend,)) == ends(Term(7, WORK)) == "03-11T23:59"


def test_a_paused_week_moves_working_days_by_five_and_calendar_days_by_seven():
    week = ("03-03T00:00", "03-10T00:00")

    assert ends(Term(7, WORK), paused=(week,)) == "03-18T23:59"
    assert ends(Term(10, CAL), paused=(week,)) == "03-19T23:59"
    assert ends(Term(1, MONTH), paused=(week,)) == "04-09T23:59"


def test_only_days_paused_from_midnight_to_midnight_are_left_out():
    assert ends(Term(7, WORK), paused=(("03-04T10:00", "03-06T15:00"),)) == "03-12T23:59"


def test_pausing_every_night_gains_nothing():
    nights = tuple((f"03-{n:02}T17:30", f"03-{n + 1:02}T08:30") for n in range(2, 10))

    assert ends(Term(7, WORK), paused=nights) == ends(Term(7, WORK))


def test_a_pause_over_a_holiday_leaves_out_only_its_working_days():
    holiday = ("02-13T00:00", "02-24T00:00")  # 13 and the make-up 14 are worked, 15 to 23 are not

    assert ends(Term(5, WORK), paused=(holiday,), start=date(2026, 2, 12)) == "02-28T23:59"


def test_hours_are_paused_to_the_minute():
    due = CALENDAR.due_after(
        at("03-06T15:00"), (Term(24, HOUR),), roll=True, paused=((at("03-06T16:00"), at("03-09T08:30")),)
    )

    assert due.at == at("03-10T07:30")


def test_no_period_ends_while_it_is_paused():
    due = ("03-11T15:00", "03-13T09:00")  # begins on the last day, ends two days later

    assert ends(Term(7, WORK), paused=(due,)) == "03-13T23:59"
    assert ends(Term(9, CAL), paused=(due,)) == "03-13T23:59"


def test_a_rolled_end_is_not_inside_a_pause_either():
    paused = ((at("03-08T00:00"), at("03-10T12:00")),)
    due = CALENDAR.due_after(MONDAY, (Term(5, CAL),), roll=True, paused=paused)

    assert (due.day, due.strict_day) == (date(2026, 3, 10), date(2026, 3, 7))


def test_pauses_that_overlap_or_touch_count_once_and_in_any_order():
    one = ("03-03T00:00", "03-10T00:00")
    parts = (("03-05T12:00", "03-10T00:00"), ("03-03T00:00", "03-06T00:00"), ("03-04T00:00", "03-04T00:00"))

    assert ends(Term(7, WORK), paused=parts) == ends(Term(7, WORK), paused=(one,))


def test_pauses_before_the_start_or_after_the_end_change_nothing():
    outside = (("02-01T00:00", "03-02T18:00"), ("04-01T00:00", "05-01T00:00"))

    for term in (Term(7, WORK), Term(7, CAL), Term(1, MONTH)):
        unpaused = ends(term, paused=outside[:1])
        assert unpaused == ends(term)
    assert ends(Term(7, WORK), paused=outside) == ends(Term(7, WORK))


def test_a_pause_that_begins_before_the_start_counts_from_the_start():
    assert ends(Term(5, CAL), paused=(("02-20T00:00", "03-05T00:00"),)) == "03-09T23:59"


def test_an_open_pause_lasts_until_now_and_needs_it():
    paused = ((at("03-03T00:00"), None),)
    due = CALENDAR.due_after(MONDAY, (Term(7, WORK),), roll=False, paused=paused, now=at("03-10T00:00"))

    assert due.day == date(2026, 3, 18)
    with pytest.raises(LuoshiError) as caught:
        CALENDAR.due_after(MONDAY, (Term(7, WORK),), roll=False, paused=paused)
    assert caught.value.code == "calendar-pause"


def test_extensions_of_one_unit_are_added_before_they_are_counted():
    january = date(2026, 1, 31)

    assert ends(Term(1, MONTH), Term(1, MONTH), start=january) == "03-31T23:59"
    assert ends(Term(20, WORK), Term(10, WORK), start=date(2026, 9, 24)) == "11-12T23:59"


def test_an_extension_in_another_unit_goes_on_from_the_end():
    assert ends(Term(5, CAL), Term(3, WORK)) == "03-11T23:59"  # Saturday 7 March, then three working days


def test_a_pause_into_an_unpublished_year_makes_the_end_provisional():
    paused = ((at("12-21T00:00"), datetime(2027, 1, 4, tzinfo=LOCAL)),)
    due = CALENDAR.due_after(date(2026, 12, 15), (Term(5, WORK),), roll=False, paused=paused)

    assert (due.day, due.provisional) == (date(2027, 1, 5), True)
