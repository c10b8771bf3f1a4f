"""How fast working days are added over a table of ten years, and a due date with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks import Bar, calibration_seconds, median_seconds
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.folder import read_folder
from luoshi.kernel.calendar.rules import LOCAL, WorkingCalendar

FOLDER = Path(__file__).resolve().parents[1] / "city" / "calendar"
YEARS = range(2017, 2027)
CALLS = 20_000


def bars() -> Iterator[Bar]:
    """Yield microseconds a call: adding working days, a due date, a due date with pauses."""
    calendar, reference = _calendar(), calibration_seconds()
    starts = [date(2017, 1, 1) + timedelta(days=n % 3_500) for n in range(CALLS)]
    term = Term(20, Unit.WORK)
    paused = [(datetime(2020, 3, n, 9, tzinfo=LOCAL), datetime(2020, 3, n + 2, tzinfo=LOCAL)) for n in (1, 9)]
    work: list[tuple[str, float, Callable[[date], object]]] = [
        ("add 20 working days", 5, lambda day: calendar.add_working_days(day, 20)),
        ("due date, 20 working days, rolled", 40, lambda day: calendar.due(day, term, roll=True)),
        (
            "due date with two pauses",
            200,
            lambda day: calendar.due_after(day, (term,), roll=True, paused=paused),
        ),
    ]
    for name, limit, sum_from in work:
        seconds = median_seconds(partial(_each, sum_from, starts)) / CALLS
        yield Bar(
            name=name,
            figure=1_000_000 * seconds,
            limit=limit,
            unit=" µs",
            reference=f"{seconds / reference:.2g} x loop",
        )


def _each(sum_from: Callable[[date], object], starts: list[date]) -> None:
    for day in starts:
        sum_from(day)


def _calendar() -> WorkingCalendar:
    """Return ten published years of the calendar that ships."""
    _, days = read_folder(FOLDER)
    return WorkingCalendar({day.date: day.kind for day in days if day.date.year in YEARS}, YEARS)
