"""Clusters that grow as messages come in: a new message joins its issue in milliseconds.

Joining asks for the nearest messages and for the average, so a cluster cannot creep from one matter to the
next over single links. ``settle`` merges what turned out to be one issue. The order of messages matters a
little, equal order gives equal clusters.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from .merging import best_first
from .messages import Merge, Message, State, Strictness
from .places import Name, apart, named_places, standing_for
from .weighing import Signature, likeness, signature, terms_of, total

_NEAREST = 3
_TELLING = 150  # a term in more messages than this finds no candidates: it tells nothing
_LEADING = 30  # terms of a cluster by which others like it are found
_WORTH_A_LOOK = 0.5  # part of the likeness asked for that the leading terms alone must give
_LEAST = 0.05


class Clusters:
    """Messages, their clusters and the index that finds them. Not for several threads at once."""

    def __init__(self, strictness: Strictness | None = None) -> None:
        self.strictness = strictness or Strictness()
        self.messages: dict[str, Message] = {}
        self.cluster_of: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}
        self.signatures: dict[str, Signature] = {}
        self.sums: dict[str, Signature] = {}
        self._spread: Counter[str] = Counter()
        self._seen = 0
        self._weighed_at = 0
        self._index: dict[str, list[str]] = {}  # term → messages; most terms are in one
        self._touched: set[str] = set()

    def add(self, message: Message) -> str:
        """File a message and return its cluster; one that was filed before stays where it is."""
        if message.id in self.messages:
            return self.cluster_of[message.id]
        counts = terms_of(message)
        self._spread.update(counts.keys())
        self._seen += 1
        own = signature(counts, spread=self._spread, seen=self._seen)
        cluster = self._home(message, own) or message.id
        self._file(message, own, cluster)
        return cluster

    def settle(self) -> list[Merge]:
        """Merge clusters that are one issue and return what was merged. Cheap: looks at what changed since.

        Where many messages came since words were weighed, weighs them anew and looks at every cluster.
        """
        if self._seen >= self.strictness.reweigh_after * self._weighed_at:
            self._weigh_anew()
        merges = best_first(self, self._touched)
        self._touched.clear()
        return merges

    def forget(self, *, before: datetime) -> None:
        """Drop the clusters whose last message is older; the spread of terms stays."""
        for cluster, members in list(self.members.items()):
            if max(self.messages[each].at for each in members) < before:
                for each in members:
                    self._drop(each)
                del self.members[cluster], self.sums[cluster]
                self._touched.discard(cluster)

    @property
    def spread(self) -> dict[str, int]:
        """Return in how many messages each term was seen: the clusters' own, not a copy."""
        return self._spread

    def state(self) -> State:
        """Return what must be kept."""
        return State(clusters=dict(self.cluster_of), spread=dict(self._spread), seen=self._seen)

    @classmethod
    def restore(
        cls, messages: Iterable[Message], state: State, *, strictness: Strictness | None = None
    ) -> Clusters:
        """Return clusters as they were kept, from the messages that are not forgotten."""
        clusters = cls(strictness)
        clusters._spread, clusters._seen = Counter(state.spread), state.seen
        clusters._weighed_at = state.seen
        for message in messages:
            own = signature(terms_of(message), spread=clusters._spread, seen=state.seen)
            clusters._file(message, own, state.clusters[message.id])
        clusters._touched.clear()
        return clusters

    def neighbours(self, cluster: str) -> Iterator[tuple[float, str]]:
        """Yield other clusters that share leading terms, with the mean likeness of all pairs of messages."""
        own, size = self.sums[cluster], len(self.members[cluster])
        shared: defaultdict[str, float] = defaultdict(float)
        for term in heapq.nlargest(_LEADING, own, key=own.__getitem__):
            if len(holders := self._index[term]) <= _TELLING:
                for holder in holders:
                    shared[self.cluster_of[holder]] += self.signatures[holder][term] * own[term]
        shared.pop(cluster, None)
        for other, part in sorted(shared.items()):
            pairs = size * len(self.members[other])
            if part >= _WORTH_A_LOOK * self.strictness.merge * pairs:
                yield likeness(own, self.sums[other]) / pairs, other

    def join(self, kept: str, gone: str) -> None:
        """Make two clusters one."""
        moved = self.members.pop(gone)
        self.members[kept] += moved
        self.sums[kept] = total(self.sums[kept], self.sums.pop(gone))
        self.cluster_of.update(dict.fromkeys(moved, kept))

    def may_be_one(self, one: str, other: str) -> bool:
        """Tell whether nothing known of their places speaks against one issue."""
        if not same_place(self.place_of(one), self.place_of(other)):
            return False
        return not apart(self._named_by(one), self._named_by(other))

    def _home(self, message: Message, own: Signature) -> str | None:
        wanted = self.strictness
        best: tuple[float, str] | None = None
        for cluster, near in self._near(own).items():
            size = len(self.members[cluster])
            nearest = sum(sorted(near, reverse=True)[:_NEAREST]) / min(_NEAREST, size)
            needed = wanted.nearest if size < wanted.largest else wanted.near_copy
            if nearest < needed or not same_place(message.place, self.place_of(cluster)):
                continue
            if likeness(own, self.sums[cluster]) / size < wanted.average:
                continue
            if apart(named_places(message.title), self._named_by(cluster)):
                continue
            if best is None or (nearest, cluster) > best:
                best = (nearest, cluster)
        return best[1] if best else None

    def _near(self, own: Signature) -> dict[str, list[float]]:
        sums: defaultdict[str, float] = defaultdict(float)
        for term, weight in own.items():
            if len(holders := self._index.get(term, ())) <= _TELLING:
                for holder in holders:
                    sums[holder] += weight * self.signatures[holder][term]
        near: defaultdict[str, list[float]] = defaultdict(list)
        for holder, found in sums.items():
            if found >= _LEAST:
                near[self.cluster_of[holder]].append(found)
        return near

    def place_of(self, cluster: str) -> str:
        """Return the place that most messages of a cluster name."""
        places = Counter(self.messages[each].place for each in self.members[cluster])
        places.pop("", None)
        return max(places, key=lambda place: (places[place], place)) if places else ""

    def _named_by(self, cluster: str) -> set[Name]:
        return standing_for(named_places(self.messages[each].title) for each in self.members[cluster])

    def _file(self, message: Message, own: Signature, cluster: str) -> None:
        self.messages[message.id], self.cluster_of[message.id] = message, cluster
        self.members.setdefault(cluster, []).append(message.id)
        self._touched.add(cluster)
        self._weigh(message.id, own)

    def _weigh(self, message: str, own: Signature) -> None:
        self.signatures[message], cluster = own, self.cluster_of[message]
        for term in own:
            if (holders := self._index.get(term)) is None:
                self._index[term] = [message]
            else:
                holders.append(message)
        # Most clusters are one message: its signature is their sum, not a copy of it.
        self.sums[cluster] = total(self.sums[cluster], own) if cluster in self.sums else own

    def _weigh_anew(self) -> None:
        self._index.clear()
        self.sums.clear()
        for message in self.messages.values():
            self._weigh(message.id, signature(terms_of(message), spread=self._spread, seen=self._seen))
        self._weighed_at = self._seen
        self._touched = set(self.members)

    def _drop(self, message: str) -> None:
        for term in self.signatures.pop(message):
            holders = self._index[term]
            holders.remove(message)
            if not holders:
                del self._index[term]
        del self.messages[message], self.cluster_of[message]


def same_place(one: str, other: str) -> bool:
    """Tell whether two codes can be one place: one is unknown, or one lies in the other."""
    return one.startswith(other) or other.startswith(one)
