"""Money that arrives in the last days of a month, unit by unit: a sign that figures are made, not a proof."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.platforms.investment.rules.paid import Paid


@dataclass(frozen=True, slots=True)
class Spike:
    """A unit's month whose money came at its end. Amounts in fen."""

    unit: str
    month: date  # its first day
    late: tuple[Paid, ...]
    amount: int
    total: int

    @property
    def percent(self) -> int:
        """Return the share of the last days in the month's money."""
        return self.amount * 100 // self.total

    @property
    def words(self) -> str:
        """Return what was seen."""
        return f"{self.month:%Y-%m} 最后几日到账 {len(self.late)} 笔，占当月 {self.percent}%"


def spikes(paid: Iterable[Paid], *, days: int, share: Decimal, least: int) -> list[Spike]:
    """Return the months of units in whose last days at least so many instalments and such a share arrived."""
    months: dict[tuple[str, date], list[Paid]] = defaultdict(list)
    for one in paid:
        months[(one.unit, one.paid_on.replace(day=1))].append(one)
    found = []
    for (unit, month), rows in sorted(months.items()):
        last = monthrange(month.year, month.month)[1]
        late = tuple(one for one in rows if one.paid_on.day > last - days)
        amount, total = sum(one.amount for one in late), sum(one.amount for one in rows)
        if len(late) >= least and amount >= share * total:
            found.append(Spike(unit, month, late, amount, total))
    return found
