"""How one payment is divided between custody and shop, and how using it draws on both and on the bonus.

Everything is cumulative: what the first uses lost to rounding the next one makes good, so that at each moment
what is left of the principal is the refund at the discounted price (法释〔2025〕4号 第十八条).
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = 10_000  # a share is in basis points


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a use takes, in fen: of the money in custody, of what the shop holds, and of the bonus."""

    card: int
    open: int
    bonus: int


def supervised_of(paid: int, *, share: int) -> int:
    """Return how much of a payment goes into custody: the share in basis points, rounded up to the fen."""
    return -(-paid * share // WHOLE)


def drawn(before: int, after: int, *, paid: int, bonus: int, supervised: int) -> Drawn:
    """Return what is taken when the face value used goes from ``before`` to ``after``, all in fen."""
    was, now = (_taken(used, paid, bonus, supervised) for used in (before, after))
    return Drawn(now.card - was.card, now.open - was.open, now.bonus - was.bonus)


def face_of_times(times: int, *, of: int, paid: int) -> int:
    """Return the face value of so many visits or lessons out of all that were paid for, rounded down."""
    return paid * times // of


def _taken(used: int, paid: int, bonus: int, supervised: int) -> Drawn:
    principal = used * paid // (paid + bonus)
    card = principal * supervised // paid
    return Drawn(card, principal - card, used - principal)
