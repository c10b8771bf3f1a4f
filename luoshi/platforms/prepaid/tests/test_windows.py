"""The last day on which something may or must be done."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.tests.factories import make_calendar
from luoshi.platforms.prepaid.rules.windows import deadline_of, last_day_to_announce, report_due, window_of

SEVEN = Term(7, Unit.CAL)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("paid", "last", "doubtful"),
    [
        ("2025-05-06", "2025-05-13", False),
        ("2025-05-10", "2025-05-19", True),  # day 7 is a plain Saturday
        ("2025-05-11", "2025-05-19", True),  # and a plain Sunday
        ("2025-09-25", "2025-10-09", False),
        ("2026-02-10", "2026-02-24", False),
        ("2025-09-27", "2025-10-09", False),  # day 7 is a Saturday within the holiday
        ("2025-09-21", "2025-09-28", False),  # day 7 is a Sunday with work
        ("2025-09-30", "2025-10-09", False),
    ],
)
def test_the_seventh_day_ends_at_midnight_and_moves_past_a_holiday(paid, last, doubtful):
    window = window_of(day(paid), SEVEN, make_calendar())

    assert (window.last_day, window.doubtful) == (day(last), doubtful)
    assert window.due.at.isoformat().startswith(f"{last}T23:59:59")


def test_the_day_of_payment_is_not_counted_and_the_last_day_is_within():
    window = window_of(day("2025-06-03"), SEVEN, make_calendar())

    assert window.holds(day("2025-06-10"))
    assert not window.holds(day("2025-06-11"))


def test_a_longer_local_window_is_counted_alike():
    assert window_of(day("2025-06-03"), Term(15, Unit.CAL), make_calendar()).last_day == day("2025-06-18")


@pytest.mark.parametrize(
    ("days", "last", "doubtful"),
    [(5, "2025-06-09", True), (10, "2025-06-13", False), (15, "2025-06-18", False)],
)
def test_a_refund_is_due_in_five_ten_or_fifteen_days(days, last, doubtful):
    deadline = deadline_of(day("2025-06-03"), Term(days, Unit.CAL), make_calendar())

    assert (deadline.last_day, deadline.doubtful) == (day(last), doubtful)


def test_a_closure_is_announced_thirty_days_before():
    last = last_day_to_announce(day("2026-03-31"), Term(30, Unit.CAL), make_calendar())

    assert last == day("2026-03-01")


def test_figures_of_a_quarter_are_due_in_twenty_working_days():
    assert report_due(day("2025-09-30"), Term(20, Unit.WORK), make_calendar()).last_day == day("2025-11-04")
