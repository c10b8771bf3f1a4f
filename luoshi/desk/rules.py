"""How near a deadline is, which days a month shows, how words are found. Pure: the day is passed in."""

from __future__ import annotations

import unicodedata
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from luoshi.kernel.base.terms import Unit
from luoshi.kernel.calendar.rules import LOCAL, WorkingCalendar


class Nearness(StrEnum):
    """How a deadline is to be shown."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Left:
    """How many working days are left, or by how many a deadline is overdue."""

    days: int
    near: Nearness


def left_of(calendar: WorkingCalendar, due_at: datetime, now: datetime, *, warning: int) -> Left:
    """Return what is left until the deadline. ``warning`` is from how many working days on it is soon.

    Overdue over a weekend counts 0 working days, and is overdue.
    """
    days = calendar.remaining(due_at, now, Unit.WORK)
    if due_at < now:
        return Left(-days, Nearness.OVERDUE)
    if due_at.astimezone(LOCAL).date() == now.astimezone(LOCAL).date():
        return Left(0, Nearness.TODAY)
    return Left(days, Nearness.SOON if days <= warning else Nearness.CALM)


def folded(text: str) -> str:
    """Return the text as it is searched for, half width and small, every sign in its place."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=10_000)
def _folded(sign: str) -> str:
    fold = unicodedata.normalize("NFKC", sign).casefold()
    return fold if len(fold) == 1 else sign


def end_of_week(day: date) -> datetime:
    """Return the last moment of the Sunday of the day's week."""
    return datetime.combine(day + timedelta(days=6 - day.weekday()), time.max, tzinfo=LOCAL)


def weeks_of(year: int, month: int) -> list[list[date]]:
    """Return the weeks that a month's page shows, Monday first, neighbouring days included."""
    return Calendar(firstweekday=0).monthdatescalendar(year, month)


def month_from(text: str, *, today: date) -> date:
    """Return the first day of the month written as "2026-11", else of today's. 1 to 9998 holds every sum."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 1900 <= int(year) <= 2200 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)
