"""Periods of time that figures are for: a year, a half, a quarter, a month, or a span from month to month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

_YEAR = re.compile(r"(\d{4})")
_HALF = re.compile(r"(\d{4})-H([12])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SPAN = re.compile(r"(\d{4}(?:-\d{2})?)\.\.(\d{4}(?:-\d{2})?)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from ``start`` up to, not including, ``end``; both are the first of a month."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start.day != 1 or self.end.day != 1 or self.start >= self.end:
            raise ValueError(f"{self.start} to {self.end} is no span of whole months")

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        year, month = self.start.year, self.start.month
        if self.months == 12 and month == 1:
            return f"{year}"
        if self.months == 6 and month in (1, 7):
            return f"{year}-H{1 + month // 7}"
        if self.months == 3 and month % 3 == 1:
            return f"{year}-Q{1 + month // 3}"
        if self.months == 1:
            return f"{year}-{month:02}"
        if self.months % 12 == 0 and month == 1:
            return f"{year}..{self.last.year}"
        return f"{year}-{month:02}..{self.last.year}-{self.last.month:02}"

    @property
    def months(self) -> int:
        """Return how many months it has."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.end - self.start).days

    def over(self, on: date) -> bool:
        """Tell whether it is over at the end of the day."""
        return self.last <= on

    def elapsed_days(self, on: date) -> int:
        """Return how many of its days have passed at the end of the day."""
        return min(max((on - self.start).days + 1, 0), self.days)

    def within(self, other: Period) -> bool:
        """Tell whether every day of it lies in the other."""
        return other.start <= self.start and self.end <= other.end

    def split(self, months: int) -> tuple[Period, ...]:
        """Return the parts of so many months each that fill it. Raises ValueError where they do not fit."""
        if self.months % months:
            raise ValueError(f"{self} does not split into parts of {months} months")
        starts = [add_months(self.start, n) for n in range(0, self.months, months)]
        return tuple(Period(start, add_months(start, months)) for start in starts)

    def year_before(self) -> Period:
        """Return the same months a year earlier (去年同期)."""
        return Period(add_months(self.start, -12), add_months(self.end, -12))

    @property
    def title(self) -> str:
        """Return it as a document prints it: 2026年, 2026年1—9月."""
        year, month = self.start.year, self.start.month
        if self.months == 12 and month == 1:
            return f"{year}年"
        if self.months == 1:
            return f"{year}年{month}月"
        if self.start.year == self.last.year:
            return f"{year}年{month}—{self.last.month}月"
        if month == 1 and self.last.month == 12:
            return f"{year}—{self.last.year}年"
        return f"{year}年{month}月—{self.last.year}年{self.last.month}月"


def add_months(first: date, n: int) -> date:
    """Return the first of the month that many months on."""
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def year(number: int) -> Period:
    """Return the calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def month_of(day: date) -> Period:
    """Return the month of the day."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def year_to_month(day: date) -> Period:
    """Return the year up to and with the month of the day: what a year-to-date figure is for."""
    return Period(date(day.year, 1, 1), month_of(day).end)


def parse_period(text: str) -> Period:
    """Return the period written as 2026, 2026-H1, 2026-Q3, 2026-09, 2026..2030 or 2026-01..2026-09.

    Raises ValueError for anything else.
    """
    text = text.strip()
    if found := _YEAR.fullmatch(text):
        return year(int(found[1]))
    if found := _MONTH.fullmatch(text):
        return month_of(date(int(found[1]), int(found[2]), 1))
    if found := _HALF.fullmatch(text):
        start = date(int(found[1]), 6 * int(found[2]) - 5, 1)
        return Period(start, add_months(start, 6))
    if found := _QUARTER.fullmatch(text):
        start = date(int(found[1]), 3 * int(found[2]) - 2, 1)
        return Period(start, add_months(start, 3))
    if found := _SPAN.fullmatch(text):
        return Period(parse_period(found[1]).start, parse_period(found[2]).end)
    raise ValueError(f"{text!r} is no period: write 2026, 2026-H1, 2026-Q3, 2026-09 or 2026-01..2026-09")
