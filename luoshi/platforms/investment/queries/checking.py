"""What the checks say of the instalments of a while: copies, ways back, months' ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from luoshi.platforms.investment.models import Firm, Instalment
from luoshi.platforms.investment.queries.counting import standing
from luoshi.platforms.investment.queries.limits import limits_on
from luoshi.platforms.investment.queries.paid import groups_of_firms, paid_of, transfers_between
from luoshi.platforms.investment.rules.duplicates import Match, duplicates
from luoshi.platforms.investment.rules.returning import RoundTrip, round_trips
from luoshi.platforms.investment.rules.spikes import Spike, spikes

LOOKED_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, the surest first."""

    matches: tuple[Match, ...]
    trips: tuple[RoundTrip, ...]
    spikes: tuple[Spike, ...]

    def about(self, code: str) -> Checked:
        """Return what concerns one instalment."""
        return Checked(
            tuple(one for one in self.matches if code in one.keys),
            tuple(one for one in self.trips if one.instalment.key == code),
            tuple(one for one in self.spikes if any(late.key == code for late in one.late)),
        )


def recent(on: date) -> QuerySet[Instalment]:
    """Return the instalments that are looked at together."""
    return Instalment.objects.filter(paid_on__gt=on - LOOKED_BACK, paid_on__lte=on)


def checked_on(on: date) -> Checked:
    """Return what the checks say on the day. Three queries, and those of the parameters."""
    limits, groups, rows = limits_on(on), groups_of_firms(), paid_of(recent(on))
    flows = transfers_between(on - LOOKED_BACK, on)
    return Checked(
        tuple(duplicates(rows, groups, days=limits.near_days, least=limits.near_score)),
        tuple(
            round_trips(
                rows, flows, groups, days=limits.return_days, hops=limits.return_hops,
                share=limits.return_share,
            )
        ),
        tuple(
            spikes(rows, days=limits.spike_days, share=limits.spike_share, least=limits.spike_least)
        ),
    )  # fmt: skip


def named(codes: set[str]) -> dict[str, Any]:
    """Return the instalments of the codes with where they stand and whose they are. One query."""
    rows = standing(Instalment.objects.filter(code__in=codes))
    return {one.code: one for one in rows.select_related("payer", "payee", "agreement__lead")}


def firm_names(codes: set[str]) -> dict[str, str]:
    """Return the names of the firms. One query."""
    return dict(Firm.objects.filter(uscc__in=codes).values_list("uscc", "name"))
