"""Money that flows back: from whom it was paid to, over at most so many hops, to the group that paid it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from luoshi.platforms.investment.rules.paid import Flow, Groups, Paid

Edges = Mapping[str, Sequence[Flow]]
Way = tuple[tuple[Flow, ...], ...]


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """An instalment and the way back of its money. ``carried`` is what the narrowest hop carried, in fen."""

    instalment: Paid
    hops: tuple[tuple[Flow, ...], ...]  # each hop may be several payments
    carried: int
    reasons: tuple[str, ...]

    @property
    def returned(self) -> int:
        """Return how much of the instalment came back, in fen."""
        return min(self.carried, self.instalment.amount)

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
    how = _How(edges, groups, days, hops, share)
    waiting = [trip for one in rows if (trip := _way_back(one, how, frozenset()))]
    told: list[RoundTrip] = []
    used: frozenset[str] = frozenset()
    while waiting:  # what came back is the way back of one instalment only: of the one it fits best
        waiting.sort(key=_fit)
        best, *rest = waiting
        told, used = [*told, best], used | best.keys
        again = (trip if not trip.keys & used else _way_back(trip.instalment, how, used) for trip in rest)
        waiting = [trip for trip in again if trip]
    return sorted(told, key=lambda trip: (trip.instalment.paid_on, trip.instalment.key))


def _fit(trip: RoundTrip) -> tuple[bool, int, str]:
    """Return what says how well a way back fits: not more than was paid, then the nearest to it."""
    gap = trip.instalment.amount - trip.carried
    return gap < 0, abs(gap), trip.instalment.key


@dataclass(frozen=True, slots=True)
class _How:
    edges: Edges
    groups: Groups
    days: int
    hops: int
    share: Decimal


def _way_back(paid: Paid, how: _How, used: frozenset[str]) -> RoundTrip | None:
    ways: list[Way] = [()]
    for _ in range(how.hops):
        longer = [(*way, hop) for way in ways for hop in _hops(paid, way, how, used)]
        back = [way for way in longer if how.groups.together(way[-1][0].payee, paid.payer)]
        if back:
            return _told(paid, max(back, key=_carried))
        ways = longer
    return None


def _hops(paid: Paid, way: Way, how: _How, used: frozenset[str]) -> Iterator[tuple[Flow, ...]]:
    """Return where enough money went on from the end of the way, not before it had come there."""
    at = way[-1][0].payee if way else paid.payee
    since = way[-1][0].paid_on if way else paid.paid_on
    until, least = paid.paid_on + timedelta(days=how.days), how.share * paid.amount
    been = {paid.payee, paid.key, *(hop[0].payee for hop in way)} | used
    onward: dict[str, list[Flow]] = defaultdict(list)
    for flow in how.edges.get(at, ()):
        if since <= flow.paid_on <= until and flow.payee not in been and flow.key not in been:
            onward[flow.payee].append(flow)
    for flows in onward.values():
        whole = [flow for flow in flows if least <= flow.amount <= paid.amount]
        if whole:
            yield (max(whole, key=lambda flow: flow.amount),)
        elif least <= sum(flow.amount for flow in flows):
            yield tuple(flows)


def _carried(way: Way) -> int:
    return min(sum(flow.amount for flow in hop) for hop in way)


def _told(paid: Paid, way: Way) -> RoundTrip:
    last, carried = way[-1][-1], _carried(way)
    returned = min(carried, paid.amount)
    percent = returned * 100 // paid.amount
    reasons = (
        f"到账后 {(last.paid_on - paid.paid_on).days} 日内，经 {len(way)} 次转付回到付款集团",
        f"回流 {returned // 100:,} 元，占该笔 {percent}%",
    )
    return RoundTrip(paid, way, carried, reasons)
