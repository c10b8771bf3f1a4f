"""How fen are divided and earn interest: exact, with one rounding that is said. No clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def largest_remainder(available: int, claims: Sequence[int]) -> list[int]:
    """Divide what is available among the claims in proportion, to the fen, in their order.

    All is given out, though never more than a claim; fen left over go to the largest remainders, of equal
    ones to the first.
    """
    whole = sum(claims)
    if available >= whole:
        return list(claims)
    shares = [available * claim // whole for claim in claims]
    remainders = [available * claim % whole for claim in claims]
    order = sorted(range(len(claims)), key=lambda place: (-remainders[place], place))
    for place in order[: available - sum(shares)]:
        shares[place] += 1
    return shares


def simple_interest(principal: int, *, percent: Decimal, days: int, year: int = 365) -> int:
    """Return the interest in fen at a yearly rate in percent, rounded half up once."""
    exact = principal * percent * days / (100 * year)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
