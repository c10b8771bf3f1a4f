"""How good the checks are: of what was put into invented years, how much they see, and what else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.platforms.investment.queries.limits import Limits
from luoshi.platforms.investment.rules.duplicates import EXACT, duplicates
from luoshi.platforms.investment.rules.returning import round_trips
from luoshi.platforms.investment.rules.spikes import spikes
from luoshi.platforms.investment.year.paying import Year


@dataclass(frozen=True, slots=True)
class Share:
    """Of one kind: how many were put in, how many of these are seen, and how many are named in all."""

    put_in: int
    seen: int
    named: int

    @property
    def recall(self) -> float:
        """Return of what was put in the share that is seen."""
        return self.seen / self.put_in if self.put_in else 1.0

    @property
    def precision(self) -> float:
        """Return of what is named the share that was put in."""
        return self.seen / self.named if self.named else 1.0

    def __add__(self, other: Share) -> Share:
        return Share(self.put_in + other.put_in, self.seen + other.seen, self.named + other.named)


def precision_of(years: Sequence[Year], limits: Limits) -> dict[str, Share]:
    """Return the shares by kind over the years together."""
    found: dict[str, Share] = {}
    for year in years:
        for kind, share in _of_year(year, limits).items():
            found[kind] = found.get(kind, Share(0, 0, 0)) + share
    return found


def _of_year(year: Year, limits: Limits) -> dict[str, Share]:
    matches = duplicates(year.paid, year.groups, days=limits.near_days, least=limits.near_score)
    exact = {one.key: match.first.key for match in matches if match.kind == EXACT for one in match.again}
    near = {one.key for match in matches if match.kind != EXACT for one in match.again}
    trips = round_trips(
        year.paid, year.flows, year.groups,
        days=limits.return_days, hops=limits.return_hops, share=limits.return_share,
    )  # fmt: skip
    back = {trip.instalment.key for trip in trips}
    late = {
        (spike.unit, spike.month)
        for spike in spikes(
            year.paid, days=limits.spike_days, share=limits.spike_share, least=limits.spike_least
        )
    }
    return {
        "exact": Share(len(year.exact), len(year.exact.items() & exact.items()), len(exact)),
        "near": Share(len(year.near), len(year.near.keys() & near), len(near)),
        "back": Share(len(year.back), len(year.back & back), len(back)),
        "late": Share(len(year.late), len(year.late & late), len(late)),
    }
