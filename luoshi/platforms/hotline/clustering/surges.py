"""A day that stands out against the same weekdays before it. Nothing is assumed of weeks that were not
counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log
from statistics import mean, variance

_LEAST_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """A day with more than chance explains, and what it was compared with."""

    on: date
    seen: int
    expected: float
    chance: float  # of as many or more on such a day
    compared: tuple[int, ...]  # the same weekdays before, the latest first

    @property
    def reason(self) -> str:
        """The finding in words."""
        return f"当日 {self.seen} 件，此前 {len(self.compared)} 个同星期日平均 {self.expected:.1f} 件"


def surge(
    counts: Mapping[date, int],
    *,
    on: date,
    since: date,
    weeks: int = 8,
    chance: float = 0.001,
    least: int = 5,
) -> Surge | None:
    """Return the surge of a day, or None where there is none or too little history to say.

    ``counts`` holds the days with requests; a day from ``since`` on that is not in it had none. Calls vary
    more than Poisson allows, so the spread of the weeks compared widens the distribution (negative
    binomial). The largest of the weeks is left out of the spread: an earlier surge must not hide the next.
    """
    days = [on - timedelta(weeks=back) for back in range(1, weeks + 1)]
    compared = tuple(counts.get(day, 0) for day in days if day >= since)
    seen = counts.get(on, 0)
    if len(compared) < _LEAST_WEEKS or seen < least:
        return None
    usual = sorted(compared)[:-1]
    expected = (sum(usual) + 0.5) / len(
        usual
    )  # half a call, so that a quiet history is not an impossible one
    found = at_least(seen, expected=expected, spread=max(expected, variance(usual)))
    if found > chance or seen <= expected:
        return None
    return Surge(on=on, seen=seen, expected=mean(compared), chance=found, compared=compared)


def at_least(seen: int, *, expected: float, spread: float) -> float:
    """Return the chance of ``seen`` or more: Poisson, or negative binomial where the spread exceeds the
    mean.
    """
    return max(0.0, 1.0 - sum(_chance(count, expected, spread) for count in range(seen)))


def _chance(count: int, expected: float, spread: float) -> float:
    if spread <= expected * 1.0001:
        return exp(count * log(expected) - expected - lgamma(count + 1))
    size = expected * expected / (spread - expected)
    share = size / (size + expected)
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return exp(ways + size * log(share) + count * log(1 - share))
