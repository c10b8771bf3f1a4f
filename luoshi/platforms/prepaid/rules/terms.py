"""When a contract's term ends: its last day, in the contract's own unit."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def last_day(starts_on: date, term: int | None, *, unit: str) -> date | None:
    """Return the last day of a term that begins on the day, or None where it has no end.

    Twelve months from 1 May end on 30 April; a month that lacks the day ends on its own last day.
    """
    if term is None:
        return None
    if unit == "day":
        return starts_on + timedelta(days=term - 1)
    years, month = divmod(starts_on.month - 1 + term, 12)
    year, month = starts_on.year + years, month + 1
    day = min(starts_on.day, calendar.monthrange(year, month)[1])
    whole = date(year, month, day)
    return whole - timedelta(days=1) if day == starts_on.day else whole
