"""Money that flows back: from whom it was paid to, over at most so many hops, to the group that paid it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from luoshi.platforms.investment.rules.paid import Flow, Groups, Paid

Edges = Mapping[str, Sequence[Flow]]


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """An instalment and the way back of its money. ``returned`` is what the narrowest hop carried, in fen."""

    instalment: Paid
    hops: tuple[tuple[Flow, ...], ...]  # each hop may be several payments
    returned: int
    reasons: tuple[str, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Return the payments by which the money went back."""
        return frozenset(flow.key for hop in self.hops for flow in hop)


def round_trips(
    paid: Iterable[Paid], transfers: Iterable[Flow], groups: Groups, *, days: int, hops: int, share: Decimal
) -> list[RoundTrip]:
    """Return of each instalment the shortest way by which at least that share of it came back in time.

    Instalments are payments too: one may be the way back of another.
    """
    rows = list(paid)
    edges: dict[str, list[Flow]] = defaultdict(list)
    for flow in sorted([*rows, *transfers], key=lambda one: (one.paid_on, one.key)):
        edges[flow.payer].append(flow)
    found = (_way_back(one, edges, groups, days=days, hops=hops, share=share) for one in rows)
    return [trip for trip in found if trip]


def _way_back(
    paid: Paid, edges: Edges, groups: Groups, *, days: int, hops: int, share: Decimal
) -> RoundTrip | None:
    until, least = paid.paid_on + timedelta(days=days), share * paid.amount
    ways: list[tuple[tuple[Flow, ...], ...]] = [()]
    for _ in range(hops):
        longer = [(*way, hop) for way in ways for hop in _hops(paid, way, edges, until=until, least=least)]
        back = [way for way in longer if groups.together(way[-1][0].payee, paid.payer)]
        if back:
            return _told(paid, max(back, key=_carried))
        ways = longer
    return None


def _hops(
    paid: Paid, way: tuple[tuple[Flow, ...], ...], edges: Edges, *, until: date, least: Decimal
) -> Iterator[tuple[Flow, ...]]:
    """Return where enough money went on from the end of the way, not before it had come there."""
    at = way[-1][0].payee if way else paid.payee
    since = way[-1][0].paid_on if way else paid.paid_on
    been = {paid.payee, *(hop[0].payee for hop in way)}
    onward: dict[str, list[Flow]] = defaultdict(list)
    for flow in edges.get(at, ()):
        if since <= flow.paid_on <= until and flow.payee not in been and flow.key != paid.key:
            onward[flow.payee].append(flow)
    for flows in onward.values():
        if sum(flow.amount for flow in flows) >= least:
            yield tuple(flows)


def _carried(way: tuple[tuple[Flow, ...], ...]) -> int:
    return min(sum(flow.amount for flow in hop) for hop in way)


def _told(paid: Paid, way: tuple[tuple[Flow, ...], ...]) -> RoundTrip:
    last, returned = way[-1][-1], min(_carried(way), paid.amount)
    percent = returned * 100 // paid.amount
    reasons = (
        f"到账后 {(last.paid_on - paid.paid_on).days} 日内，经 {len(way)} 次转付回到付款集团",
        f"回流 {returned // 100:,} 元，占该笔 {percent}%",
    )
    return RoundTrip(paid, way, returned, reasons)
