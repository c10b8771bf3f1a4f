"""What was redeemed, priced as 法释〔2025〕4号 prices it, and what is left of the payment. Whole fen.

No statute sets a rounding. The price of what was redeemed is rounded down to the fen, once and on the total,
so that it never depends on into how many uses it was divided; what is left of a term is rounded up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from luoshi.kernel.calendar.rules import add_months
from luoshi.platforms.prepaid.rules.splitting import drawn
from luoshi.platforms.prepaid.rules.terms import last_day


@dataclass(frozen=True, slots=True)
class Parts:
    """An amount in fen by where the money is: in custody, and with the shop."""

    supervised: int
    held: int

    @property
    def whole(self) -> int:
        """Return both together."""
        return self.supervised + self.held


def at_discount(face: int, *, paid: int, bonus: int) -> int:
    """Return what a face value cost, the bonus counted as a discount (第十八条): price A."""
    return face * paid // (paid + bonus)


def visits_at_discount(used: int, *, of: int, paid: int) -> int:
    """Return what so many visits cost of all that were bought together (第十八条): price A."""
    return paid * used // of


def left_of(paid: int, redeemed: int) -> int:
    """Return the principal to give back. Never below nothing: nobody owes more (第二十条)."""
    return max(0, paid - redeemed)


def left_of_term(paid: int, remaining: Fraction) -> int:
    """Return the part of a payment for what remains of its term (第二十二条), rounded up: price C."""
    return -(-paid * remaining.numerator // remaining.denominator)


def remaining_days(starts_on: date, ends_on: date, *, without: date) -> Fraction:
    """Return the part of a term that remains from the first day ``without`` service, counted in days."""
    first = min(max(without, starts_on), ends_on + timedelta(days=1))
    return Fraction((ends_on - first).days + 1, (ends_on - starts_on).days + 1)


def remaining_months(starts_on: date, months: int, *, without: date) -> Fraction:
    """Return the same counted in months; the month that has begun counts by its days."""
    if without <= starts_on:
        return Fraction(1)
    whole = next((n for n in range(months) if add_months(starts_on, n + 1) > without), None)
    if whole is None:
        return Fraction(0)
    begun, next_begins = add_months(starts_on, whole), add_months(starts_on, whole + 1)
    used = whole + Fraction((without - begun).days, (next_begins - begun).days)
    return 1 - used / months


def remaining_term(starts_on: date, term: int, *, unit: str, without: date) -> Fraction:
    """Return the part of a term that remains, in the unit of its contract: no statute decides which."""
    if unit == "month":
        return remaining_months(starts_on, term, without=without)
    ends_on = last_day(starts_on, term, unit=unit)
    assert ends_on is not None
    return remaining_days(starts_on, ends_on, without=without)


def parts_left(face: int, *, paid: int, bonus: int, supervised: int) -> Parts:
    """Return what is left at price A, by where it is: exactly what the ledger's two accounts hold then."""
    taken = drawn(0, face, paid=paid, bonus=bonus, supervised=supervised)
    return Parts(supervised - taken.card, paid - supervised - taken.open)


def parts_of(refund: int, left: Parts) -> Parts:
    """Return a refund by where it comes from: what it is lower than price A is first kept by the shop."""
    supervised = min(refund, left.supervised)
    return Parts(supervised, refund - supervised)
