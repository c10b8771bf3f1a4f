"""The time in which can be built: a year of which the winter months count little or nothing. Pure.

Time is counted in building months: a month in which all work can be done is one, a month of frost none.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

_MONTHS = 12
_LATEST = date(2999, 12, 31)
_HAIR = 1e-6


@dataclass(frozen=True)
class Season:
    """How much of each month, January first, counts as time in which is built: none 0, all 1."""

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != _MONTHS or not all(0 <= weight <= 1 for weight in self.weights):
            raise ValueError("a season has twelve weights from 0 to 1")
        if not any(self.weights):
            raise ValueError("a season in which nothing is ever built has no end")

    @cached_property
    def _before(self) -> tuple[float, ...]:
        """Return how much of a year is over when each month begins, and at its end."""
        return tuple(accumulate(self.weights, initial=0.0))

    def until(self, day: date) -> float:
        """Return the building months from year 0 to the morning of the day."""
        share = (day.day - 1) / monthrange(day.year, day.month)[1]
        return day.year * self._before[-1] + self._before[day.month - 1] + self.weights[day.month - 1] * share

    def between(self, start: date, end: date) -> float:
        """Return the building months from the morning of one day to that of another; never below 0."""
        return max(0.0, self.until(end) - self.until(start))

    def after(self, day: date, months: float) -> date:
        """Return the first day on whose morning so many building months have gone by."""
        if months <= 0:
            return day
        target = self.until(day) + months - _HAIR  # what is done by the end of a year waits for no other
        year, left = divmod(target, self._before[-1])
        if year >= _LATEST.year:
            return _LATEST
        month = max(1, bisect_left(self._before, left))
        weight = self.weights[month - 1]
        share = (left - self._before[month - 1]) / weight if weight else 0.0
        first, days = date(int(year), month, 1), monthrange(int(year), month)[1]
        found = first + timedelta(days=_ceiling(share * days))
        return max(day, found)


def _ceiling(days: float) -> int:
    """Return the next whole number of days; a hair above one is taken for that one."""
    return int(-(-(days - _HAIR) // 1))
