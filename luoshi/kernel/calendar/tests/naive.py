"""The same sums by walking day by day over PyPI's chinesecalendar: slow, and written apart from the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import chinese_calendar

from luoshi.kernel.base.terms import Term, Unit

ONE = timedelta(days=1)


def walk(start: date, terms: Sequence[Term], *, roll: bool, back: bool) -> date:
    """Return the day on which the terms end, one after another; those of one unit count as one."""
    step = -ONE if back else ONE
    day, unit = start, terms[0].unit
    left = sum(term.n for term in terms)
    assert {term.unit for term in terms} == {unit}
    if unit is Unit.MONTH:
        day = _months(start, -left if back else left)
        left = 0
    while left:
        day += step
        if unit is Unit.CAL or chinese_calendar.is_workday(day):
            left -= 1
    while roll and not chinese_calendar.is_workday(day):
        day += step
    return day


def _months(day: date, n: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)
