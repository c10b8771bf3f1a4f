"""Which month's progress is due, and from when a new project is told. Pure: no clock, no Django."""

from __future__ import annotations

from datetime import date, timedelta


def month_due(on: date, *, by: int) -> date:
    """Return the first day of the latest month whose report is due: told by that day of the month after."""
    last = _month_before(on.replace(day=1))
    return last if on.day > by else _month_before(last)


def owed_months(started_on: date, reported: set[date], *, on: date, by: int) -> list[date]:
    """Return the first days of the months since the start whose report is due and was not made."""
    month, due, owed = started_on.replace(day=1), month_due(on, by=by), []
    while month <= due:
        if month not in reported:
            owed.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return owed


def window(on: date, *, new_by: int, review_from: int, review_by: int) -> str:
    """Return what a month's day is for: ``new`` projects are told, ``review``, or nothing."""
    if on.day <= new_by:
        return "new"
    return "review" if review_from <= on.day <= review_by else ""


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
