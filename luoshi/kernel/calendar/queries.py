"""The working calendar, kept in the process and read anew when another process has changed it."""

from __future__ import annotations

from luoshi.kernel.calendar.models import CalendarDay, CalendarEdition, CalendarYear, YearStatus
from luoshi.kernel.calendar.rules import DayKind, WorkingCalendar

_EMPTY = WorkingCalendar({}, ())
_kept: tuple[tuple[int, str] | None, WorkingCalendar] = (None, _EMPTY)


def working_calendar() -> WorkingCalendar:
    """Return the calendar that is loaded: one query, for its edition; two more once after a change.

    Before any is loaded every year counts Monday to Friday, and every due date is 暂定.
    """
    global _kept
    edition = CalendarEdition.objects.order_by("-pk").values_list("pk", "fingerprint").first()
    if edition is None:
        return _EMPTY
    if edition != _kept[0]:
        # The edition first: should a change come in between, the next call reads anew.
        days = {day: DayKind(kind) for day, kind in CalendarDay.objects.values_list("date", "kind")}
        published = CalendarYear.objects.filter(status=YearStatus.PUBLISHED).values_list("year", flat=True)
        _kept = (edition, WorkingCalendar(days, published))
    return _kept[1]
