"""The working calendar, kept in the process and read anew when another process has changed it."""

from __future__ import annotations

from luoshi.kernel.calendar.models import CalendarDay, CalendarYear, YearStatus
from luoshi.kernel.calendar.rules import DayKind, WorkingCalendar
from luoshi.kernel.prepared import ask

Edition = tuple[int, str]  # number and fingerprint

_LATEST = "SELECT id, fingerprint FROM calendar_calendaredition ORDER BY id DESC LIMIT 1"
_EMPTY = WorkingCalendar({}, ())
_kept: tuple[Edition | None, WorkingCalendar] = (None, _EMPTY)


def working_calendar() -> WorkingCalendar:
    """Return the calendar that is loaded: one query, for its edition; two more once after a change.

    Before any is loaded every year counts Monday to Friday, and every due date is 暂定.
    """
    return calendar_of(next(((pk, mark) for pk, mark in ask(_LATEST)), None))


def calendar_of(edition: Edition | None) -> WorkingCalendar:
    """Return the calendar of the latest edition, which the caller has just read; two queries if it is new."""
    global _kept
    if edition is None:
        return _EMPTY
    if edition != _kept[0]:
        # The edition first: should a change come in between, the next call reads anew.
        days = {day: DayKind(kind) for day, kind in CalendarDay.objects.values_list("date", "kind")}
        published = CalendarYear.objects.filter(status=YearStatus.PUBLISHED).values_list("year", flat=True)
        _kept = (edition, WorkingCalendar(days, published))
    return _kept[1]
