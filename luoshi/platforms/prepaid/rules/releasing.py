"""How much of a payment for a term has passed, in whole months, or weeks where it counts in days. Pure."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.calendar.rules import add_months

_WEEK = 7


def face_passed(paid: int, starts_on: date, *, term: int, unit: str, on: date) -> int:
    """Return the part of the payment, in fen, whose time was over when the day began; rounded down.

    Steps are whole, so that a year's card makes twelve moves and not three hundred and sixty-five.
    """
    if unit == "month":
        steps = sum(add_months(starts_on, n) <= on for n in range(1, term + 1))
        return paid * steps // term
    days = (on - starts_on).days
    whole = term if days >= term else max(0, days) // _WEEK * _WEEK
    return paid * whole // term
