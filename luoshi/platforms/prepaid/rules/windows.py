"""When something must be done: seven days, refunds, notices, reports. 民法典 第二百零一至二百零四条.

The first day is not counted, the last ends at 24:00 and moves past a day off. That a plain weekend moves it
too is not certain, and neither is whether a merchant's deadline moves: both dates are kept, 待核.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.kernel.base.terms import Term
from luoshi.kernel.calendar.rules import Due, WorkingCalendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Window:
    """The last day on which something may be done, and whether that it was moved there is certain."""

    due: Due
    doubtful: bool

    @property
    def last_day(self) -> date:
        """Return the day that ends it at 24:00."""
        return self.due.day

    def holds(self, on: date) -> bool:
        """Tell whether the day is still within it."""
        return on <= self.last_day


def window_of(start: date, term: Term, calendar: WorkingCalendar) -> Window:
    """Return until when a consumer may act who could from ``start``: the better of both readings."""
    due = calendar.due(start, term, roll=True)
    return Window(due, due.day != due.strict_day and _plain_weekend(due.strict_day, calendar))


def deadline_of(start: date, term: Term, calendar: WorkingCalendar) -> Window:
    """Return until when a merchant must act. Doubtful wherever it was moved."""
    due = calendar.due(start, term, roll=True)
    return Window(due, due.day != due.strict_day)


def last_day_to_announce(closing_on: date, notice: Term, calendar: WorkingCalendar) -> date:
    """Return the last day on which a closure of that day can still be announced in time."""
    return calendar.due(closing_on, notice, roll=False, backwards=True).day


def report_due(quarter_ends_on: date, term: Term, calendar: WorkingCalendar) -> Window:
    """Return until when the figures of a quarter are to be reported."""
    return deadline_of(quarter_ends_on, term, calendar)


def _plain_weekend(day: date, calendar: WorkingCalendar) -> bool:
    """Tell whether the day is a Saturday or Sunday beside working days, not part of a holiday."""
    if day.weekday() < _SATURDAY:
        return False
    friday = day - timedelta(days=day.weekday() - 4)
    return calendar.is_working_day(friday) and calendar.is_working_day(friday + timedelta(days=3))
