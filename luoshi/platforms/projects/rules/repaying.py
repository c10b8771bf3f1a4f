"""How a loan is paid back: instalments with interest by day count, and what is due, overdue and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.law import Law
from luoshi.kernel.calendar.rules import add_months
from luoshi.kernel.ledger.rules import largest_remainder, simple_interest

ORDER = Law("民法典(2020)", "561", verified=False)  # interest before principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed: fen, a yearly rate in percent, by how many days of a year, how often and how."""

    principal: int
    percent: Decimal
    year: int  # 365 | 360
    began_on: date
    every: int  # months
    times: int
    way: str  # equal: 等额本金 | bullet: 到期一次还本


@dataclass(frozen=True, slots=True)
class Due:
    """One instalment, in fen."""

    number: int
    due_on: date
    principal: int
    interest: int


def schedule_of(terms: Terms) -> tuple[Due, ...]:
    """Return the instalments: principals add up to the loan to the fen, interest is on what is still owed.

    Days count from the last instalment's day, which is not counted, to this one's, which is.
    """
    parts = _principals(terms)
    found, owed, since = [], terms.principal, terms.began_on
    for number, part in enumerate(parts, 1):
        due_on = add_months(terms.began_on, terms.every * number)
        days = (due_on - since).days
        interest = simple_interest(owed, percent=terms.percent, days=days, year=terms.year)
        found.append(Due(number, due_on, part, interest))
        owed, since = owed - part, due_on
    return tuple(found)


def split_of(amount: int, *, interest_left: int) -> tuple[int, int]:
    """Return how much of a payment is interest and how much principal: interest first (``ORDER``)."""
    interest = min(amount, interest_left)
    return interest, amount - interest


def state_of(due: Due, *, paid: int, on: date) -> str:
    """Return paid, overdue, due (today) or coming."""
    if paid >= due.principal + due.interest:
        return "paid"
    if due.due_on < on:
        return "overdue"
    return "due" if due.due_on == on else "coming"


def _principals(terms: Terms) -> Sequence[int]:
    if terms.way == "bullet":
        return [0] * (terms.times - 1) + [terms.principal]
    return largest_remainder(terms.principal, [terms.principal] * terms.times)
