"""What a cluster is about, how hot it is and whether it grows: persons count, not messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp2, log1p

from .clusters import Clusters
from .messages import Message
from .weighing import likeness

_WORDS = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A cluster as a page shows it."""

    cluster: str
    representative: str  # id of the message that is most like all others
    words: tuple[str, ...]
    place: str
    messages: int
    persons: int
    first: datetime
    last: datetime
    heat: float
    growth: int  # persons of the last seven days less those of the seven days before


def issues(clusters: Clusters, *, at: datetime, persons: int = 3, half_life: float = 14.0) -> list[Issue]:
    """Return the clusters that at least so many persons speak in, the hottest first."""
    found = [issue(clusters, cluster, at=at, half_life=half_life) for cluster in clusters.members]
    return sorted((one for one in found if one.persons >= persons), key=lambda one: (-one.heat, one.cluster))


def issue(clusters: Clusters, cluster: str, *, at: datetime, half_life: float = 14.0) -> Issue:
    """Describe one cluster as of a moment. ``half_life`` in days."""
    members = [clusters.messages[each] for each in clusters.members[cluster]]
    total = clusters.sums[cluster]
    return Issue(
        cluster=cluster,
        representative=min(
            members, key=lambda one: (-likeness(clusters.signatures[one.id], total), one.id)
        ).id,
        words=_words(total),
        place=clusters.place_of(cluster),
        messages=len(members),
        persons=len({one.person for one in members}),
        first=min(one.at for one in members),
        last=max(one.at for one in members),
        heat=heat(members, at=at, half_life=half_life),
        growth=len(_persons(members, at - 7 * _DAY, at))
        - len(_persons(members, at - 14 * _DAY, at - 7 * _DAY)),
    )


def heat(members: Sequence[Message], *, at: datetime, half_life: float) -> float:
    """Return the persons, each halved per half-life since they last spoke, with the log of their likes.

    Who speaks ten times is one person; two thousand likes weigh like eight persons.
    """
    latest: dict[str, Message] = {}
    likes: dict[str, int] = {}
    for one in members:
        if one.person not in latest or one.at > latest[one.person].at:
            latest[one.person] = one
        likes[one.person] = max(likes.get(one.person, 0), one.likes)
    return sum(
        (1 + log1p(likes[person])) * exp2(-max(0.0, (at - one.at) / _DAY) / half_life)
        for person, one in latest.items()
    )


def _persons(members: Sequence[Message], start: datetime, end: datetime) -> set[str]:
    return {one.person for one in members if start < one.at <= end}


def _words(total: dict[str, float]) -> tuple[str, ...]:
    ranked = [term for term, _ in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[: _WORDS * 4]]
    whole = [term for term in ranked if not any(term != other and term in other for other in ranked)]
    return tuple(whole[:_WORDS])
