"""What is known of a shop on a day, as the signals read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """How much of one thing there was in the last thirty days, and in the months of thirty days before them.

    ``before`` holds only months in which the shop was open, the latest first.
    """

    now: int
    before: tuple[int, ...] = ()

    @property
    def usual(self) -> float | None:
        """Return the mean of the months before; None where fewer than two were counted."""
        return sum(self.before) / len(self.before) if len(self.before) > 1 else None

    @property
    def change(self) -> float | None:
        """Return the last month against the usual one; None where there is nothing to compare with."""
        return self.now / self.usual if self.usual else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFigures:
    """One shop on one day. Amounts are fen; ``owed`` is what holders could ask back at the discounted price.

    ``bank`` is what the bank's latest file says of the custody account, None where there is none.
    ``last_day`` is the last day of the longest term still running. ``given`` is the bonus of the last month's
    sales in basis points of what was paid.
    """

    shop: str
    on: date
    owed: int
    supervised: int
    bank: int | None
    standing: str
    state: str
    sales: Recent  # fen paid
    uses: Recent  # times
    refunds: Recent  # asked for
    complaints: Recent
    given: int = 0
    given_before: int = 0
    lease_ends_on: date | None = None
    last_day: date | None = None
