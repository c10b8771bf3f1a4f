"""The clusters a process holds between two sweeps, and how they are read anew from the tables.

Nothing is lost with the process: what it held is a function of the rows.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.clustering.clusters import Clusters
from luoshi.platforms.hotline.clustering.messages import Message, State
from luoshi.platforms.hotline.clustering.weighing import terms_of
from luoshi.platforms.hotline.models import HotIssue, HotState, Request

_NOBODY = "?"  # all who gave no number count as one: nobody makes an issue hot by calling unnamed
_held: dict[str, Clusters] = {}  # by the mark of the state they belong to; one at most
_lock = Lock()


def taken(state: HotState) -> Clusters:
    """Return the clusters of the state, from this process or the tables. Held by nobody until ``hold``."""
    with _lock:
        found = _held.pop(state.mark, None)
        _held.clear()
    return found or restored(state)


def hold(mark: str, clusters: Clusters) -> None:
    """Keep the clusters for the next sweep."""
    with _lock:
        _held.clear()
        _held[mark] = clusters


def restored(state: HotState) -> Clusters:
    """Return the clusters as the tables tell them."""
    spread = Counter(unpacked(bytes(state.spread)))
    messages, homes = [], {}
    for number, cluster, message in _filed():
        messages.append(message)
        homes[message.id] = str(cluster)
        if number > state.spread_filed:
            spread.update(terms_of(message).keys())
    return Clusters.restore(messages, State(clusters=homes, spread=spread, seen=state.filed))


def new_messages(*, since: datetime, most: int) -> list[Message]:
    """Return the requests since then that are in no cluster yet, the oldest first, and so many at most.

    Asked for by what is missing, not by a moment: one that was recorded late is not passed over.
    """
    rows = Request.objects.filter(opened_at__gte=since, clustered=None).order_by("opened_at", "pk")
    return [message for (message,) in _read(rows[:most])]


def packed(spread: dict[str, int]) -> bytes:
    """Return the spread of terms as it is kept."""
    return zlib.compress(json.dumps(spread, ensure_ascii=False).encode(), 1)


def unpacked(kept: bytes) -> dict[str, int]:
    """Return the spread of terms that was kept."""
    found: dict[str, int] = json.loads(zlib.decompress(kept)) if kept else {}
    return found


def _filed() -> Iterator[tuple[int, int, Message]]:
    ended = HotIssue.objects.filter(ended=True).values("cluster")
    rows = Request.objects.exclude(clustered=None).exclude(clustered__cluster__in=ended)
    yield from _read(rows.order_by("clustered__number"), "clustered__number", "clustered__cluster")


def _read(rows: QuerySet[Request], *more: str) -> Iterator[tuple[Any, ...]]:
    """Yield the columns asked for and, last, the message."""
    paths = dict(Organisation.objects.values_list("code", "path"))
    said = rows.annotate(said=KeyTextTransform("content", "case__data"))
    columns = ("case_id", "opened_at", "person", "locality", "case__title", "said")
    for pk, at, person, locality, title, body, *others in said.values_list(*columns, *more).iterator():
        place = paths.get(locality, "")
        message = Message(
            id=str(pk), at=at, person=person or _NOBODY, title=title, body=body or "", place=place
        )
        yield (*others, message)
