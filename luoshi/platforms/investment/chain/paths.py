"""How one node leads to another: the links, what they take, and how much of the first is in the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from luoshi.platforms.investment.chain.gaps import Link


@dataclass(frozen=True, slots=True)
class Way:
    """Links from the first node to the last; ``taken`` of the first goes into a unit of the last."""

    links: tuple[Link, ...]
    taken: Decimal | None  # None where a share is not known

    @property
    def nodes(self) -> tuple[int, ...]:
        """Return the nodes on the way, in order."""
        return (self.links[0].input, *(link.output for link in self.links)) if self.links else ()


def way(links: Iterable[Link], *, start: int, end: int) -> Way | None:
    """Return the way of fewest links, of those the one that carries most. None where none leads there.

    A link whose share is unknown carries less than any known one; of equals the first given wins.
    """
    out: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        if link.share != 0:
            out[link.input].append(link)
    reached: dict[int, tuple[Decimal | None, tuple[Link, ...]]] = {start: (Decimal(1), ())}
    edge = [start]
    while edge and end not in reached:
        found: dict[int, tuple[Decimal | None, tuple[Link, ...]]] = {}
        for node in edge:
            taken, gone = reached[node]
            for link in out[node]:
                if link.output in reached:
                    continue
                through = None if taken is None or link.share is None else taken * link.share
                if link.output not in found or _more(through, found[link.output][0]):
                    found[link.output] = (through, (*gone, link))
        reached |= found
        edge = sorted(found)
    if end not in reached or end == start:
        return None
    taken, gone = reached[end]
    return Way(gone, taken)


def _more(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and (other is None or one > other)
