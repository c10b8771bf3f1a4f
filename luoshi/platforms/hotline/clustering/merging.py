"""Merging of clusters, the most alike first, by the average of all pairs: no chains."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .messages import Merge

if TYPE_CHECKING:
    from .clusters import Clusters

    Pair = tuple[float, str, str, int, int]


def best_first(clusters: Clusters, touched: Iterable[str]) -> list[Merge]:
    """Merge the touched clusters with whatever is one issue with them, and return the merges in order."""
    queue: list[Pair] = []
    for cluster in sorted(touched):
        _propose(clusters, cluster, queue)
    merges = []
    while queue:
        _, one, other, *sizes = heapq.heappop(queue)
        if sizes != [len(clusters.members.get(each, ())) for each in (one, other)]:
            continue  # has grown or gone since it was proposed
        kept, gone = (one, other) if sizes[0] >= sizes[1] else (other, one)
        clusters.join(kept, gone)
        merges.append(Merge(kept=kept, gone=gone))
        _propose(clusters, kept, queue)
    return merges


def _propose(clusters: Clusters, cluster: str, queue: list[Pair]) -> None:
    size = len(clusters.members[cluster])
    for alike, other in clusters.neighbours(cluster):
        together = size + len(clusters.members[other])
        needed = clusters.strictness
        if alike < (needed.merge if together <= needed.largest else needed.near_copy):
            continue
        if clusters.may_be_one(cluster, other):
            one, two = sorted((cluster, other))
            sizes = len(clusters.members[one]), len(clusters.members[two])
            heapq.heappush(queue, (-alike, one, two, *sizes))
