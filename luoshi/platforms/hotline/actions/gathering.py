"""Bring the hot issues to where the requests stand: what is new joins its cluster, what is old is let go.

One transaction: a sweep that is killed leaves the tables as they were, and the next does the same work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline import holding
from luoshi.platforms.hotline.actions.issuing import cool_issues, end_issues, redirect, write_issues
from luoshi.platforms.hotline.actions.surging import note_surges
from luoshi.platforms.hotline.clustering.clusters import Clusters
from luoshi.platforms.hotline.clustering.messages import Merge, Message
from luoshi.platforms.hotline.models import HotMember, HotState, Request

MOST = 2_000  # requests in one sweep; the rest waits for the next
_COOLING = timedelta(hours=1)  # how often heat is written anew where nobody spoke
_COUNTED = 5_000  # messages after which the spread of terms is kept anew: seconds of work at a city's size,
_QUIET = 100  # so that it waits for a sweep that cools and has no more than these to file


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a sweep did."""

    filed: int = 0
    issues: int = 0
    merged: int = 0
    ended: int = 0
    surges: int = 0

    def __str__(self) -> str:
        if not self:
            return ""
        return (
            f"归入 {self.filed} · 热点 {self.issues} · 合并 {self.merged} · 过去 {self.ended} · "
            f"突增 {self.surges}"
        )

    def __bool__(self) -> bool:
        return bool(self.filed or self.ended)


@transaction.atomic
def gather(*, at: datetime, most: int = MOST) -> Gathered:
    """File the requests that came in, merge what is one issue, and write what changed.

    Looks back as far as ``hotline.hot.window``. Idempotent; of two at once the second waits, and finds
    nothing left to do.
    """
    if not Request.objects.exists():
        return Gathered()  # also before any parameter is loaded
    HotState.objects.bulk_create([HotState(pk=1)], ignore_conflicts=True)
    state = HotState.objects.select_for_update().defer("spread").get(pk=1)
    since = at - timedelta(days=_window(at.astimezone(LOCAL).date()))
    new = holding.new_messages(since=since, most=most)
    cooling = state.cooled_at is None or at - state.cooled_at >= _COOLING
    if not new and not cooling:
        return Gathered()
    clusters = holding.taken(state)
    merges = _file(clusters, new, first=state.filed + 1)
    touched = {clusters.cluster_of[message.id] for message in new}
    touched |= {clusters.cluster_of[merge.kept] for merge in merges}
    issues = write_issues(clusters, touched, state=state, at=at)
    redirect(clusters, [merge.gone for merge in merges])
    ended = _forget(clusters, before=since) if cooling else 0
    if cooling:
        cool_issues(clusters, at=at)
        state.cooled_at = at
    _keep(state, clusters, len(new), quiet=cooling and len(new) <= _QUIET)
    surges = note_surges({message.at.astimezone(LOCAL).date() for message in new}, at=at)
    transaction.on_commit(lambda: holding.hold(state.mark, clusters))
    return Gathered(len(new), issues, len(merges), ended, surges)


def _window(on: date) -> int:
    return int(parameter_book().value("hotline.hot.window", on=on, scope=settings.CITY.scope).value)


def _file(clusters: Clusters, new: Sequence[Message], *, first: int) -> list[Merge]:
    """Put each message in its cluster, merge, and write who is where."""
    for message in new:
        clusters.add(message)
    merges = clusters.settle()
    HotMember.objects.bulk_create(
        HotMember(request_id=int(message.id), cluster=int(clusters.cluster_of[message.id]), number=number)
        for number, message in enumerate(new, start=first)
    )
    for kept, gone in _moved(clusters, merges).items():
        HotMember.objects.filter(cluster__in=gone).update(cluster=kept)
    return merges


def _moved(clusters: Clusters, merges: Iterable[Merge]) -> dict[int, list[int]]:
    """Return which clusters went into which. A cluster bears the name of a message that is still in it."""
    moved: defaultdict[int, list[int]] = defaultdict(list)
    for merge in merges:
        moved[int(clusters.cluster_of[merge.gone])].append(int(merge.gone))
    return moved


def _forget(clusters: Clusters, *, before: datetime) -> int:
    held = set(clusters.members)
    clusters.forget(before=before)
    return end_issues([int(each) for each in held - clusters.members.keys()])


def _keep(state: HotState, clusters: Clusters, filed: int, *, quiet: bool) -> None:
    state.filed += filed
    if quiet and state.filed - state.spread_filed >= _COUNTED:
        state.spread = holding.packed(clusters.spread)
        state.spread_filed = state.filed
    state.mark = uuid4().hex
    state.save()
