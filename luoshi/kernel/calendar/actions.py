"""Every write of the calendar: loading the city's folder, publishing a year. Clocks are their keeper's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from luoshi.kernel.calendar.folder import Day, Year, read_days, read_folder
from luoshi.kernel.calendar.models import CalendarDay, CalendarEdition, CalendarYear, YearStatus

_LOCK = 0x63616C656E646172  # one writer at a time: "calendar" in ASCII
_YEAR = ["year", "status", "notice", "published_on"]
_DAY = ["date", "kind", "name", "source"]
_State = dict[int, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a load or a publication changed: the years whose days or status differ, and what is loaded now."""

    years: tuple[int, ...]
    published: tuple[int, ...]
    provisional: tuple[int, ...]
    days: int


@transaction.atomic
def load_calendar(folder: Path, *, at: datetime) -> CalendarChange:
    """Make the calendar that of the folder. Loading it again changes nothing.

    A year published here never goes back to provisional, even where the folder lags behind; a published
    year that the folder amends is changed. Raises ``calendar-invalid`` with every problem, writing nothing.
    """
    years, days = read_folder(folder)
    _lock()
    kept = {year.year for year in CalendarYear.objects.filter(status=YearStatus.PUBLISHED)}
    fresh = [year for year in years if year.published or year.year not in kept]
    return _write(fresh, days, at=at)


@transaction.atomic
def publish_year(
    year: int, *, path: Path, notice: str, published_on: date | None = None, at: datetime
) -> CalendarChange:
    """Take in the file of a year whose notice has come out, and mark the year published.

    The years changed are returned, so that open clocks that touch them can be computed anew. Publishing
    the same again changes nothing. Raises ``calendar-invalid``.
    """
    days = read_days(path, year)
    _lock()
    return _write([Year(year, True, notice, published_on)], days, at=at)


def _write(years: Iterable[Year], days: Iterable[Day], *, at: datetime) -> CalendarChange:
    """Write the years that differ, with all their days; where any does, add an edition."""
    before, after = _state(), _state()
    for year in years:
        after[year.year] = [(year.year, _status(year), year.notice, year.published_on)]
    for day in sorted(days, key=lambda day: day.date):
        after[day.date.year].append((day.date, day.kind.value, day.name, day.source))
    changed = tuple(sorted(year for year, rows in after.items() if rows != before.get(year)))
    if changed:
        _replace(changed, after)
        whole = json.dumps(after, sort_keys=True, default=str).encode()
        fingerprint = hashlib.sha256(whole).hexdigest()
        CalendarEdition.objects.create(at=at, fingerprint=fingerprint, years=changed)
    return CalendarChange(
        years=changed,
        published=tuple(sorted(year for year, rows in after.items() if rows[0][1] == YearStatus.PUBLISHED)),
        provisional=tuple(sorted(year for year, rows in after.items() if rows[0][1] != YearStatus.PUBLISHED)),
        days=sum(len(rows) - 1 for rows in after.values()),
    )


def _replace(years: Iterable[int], state: _State) -> None:
    CalendarYear.objects.bulk_create(
        [CalendarYear(**dict(zip(_YEAR, state[year][0], strict=True))) for year in years],
        update_conflicts=True,
        unique_fields=["year"],
        update_fields=_YEAR[1:],
    )
    CalendarDay.objects.filter(date__year__in=years).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(**dict(zip(_DAY, row, strict=True))) for year in years for row in state[year][1:]
    )


def _state() -> _State:
    """Return each year's rows: its own, then one for each of its days."""
    state: _State = {row[0]: [row] for row in CalendarYear.objects.values_list(*_YEAR)}
    for row in CalendarDay.objects.values_list(*_DAY):
        state[row[0].year].append(row)
    return state


def _status(year: Year) -> str:
    return (YearStatus.PUBLISHED if year.published else YearStatus.PROVISIONAL).value


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
