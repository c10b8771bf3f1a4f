"""The rows of hot issues, written from the clusters: new, changed and gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import Any

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.hotline.clustering.clusters import Clusters
from luoshi.platforms.hotline.clustering.heat import Issue, issue
from luoshi.platforms.hotline.models import HotIssue, HotMember, HotState
from luoshi.platforms.hotline.wording import common_words

LEAST_PERSONS = 3  # fewer make no issue, and no word and no place of fewer is shown
_COLUMNS = (
    *("words", "category", "place", "representative_id", "messages", "persons", "first_at", "last_at"),
    *("heat", "growth", "longitude", "latitude", "simulated"),
)
_NEAR = 3  # decimals of a degree: some hundred metres


def write_issues(clusters: Clusters, touched: Iterable[str], *, state: HotState, at: datetime) -> int:
    """Write the issues among the clusters and return how many. A new one gets the next code."""
    touched = list(touched)
    rows = {row.cluster: row for row in HotIssue.objects.filter(cluster__in=map(int, touched))}
    found = [issue(clusters, each, at=at) for each in touched]
    issues = [one for one in found if one.persons >= LEAST_PERSONS or int(one.cluster) in rows]
    details = _details([int(one.cluster) for one in issues])
    new = []
    for one in sorted(issues, key=lambda one: (one.first, one.cluster)):
        row = rows.get(int(one.cluster))
        if row is None:
            state.issued += 1
            row = HotIssue(
                code=f"hot-{at.astimezone(LOCAL).year}-{state.issued:04}", cluster=int(one.cluster)
            )
            new.append(row)
        _set(row, one, details[row.cluster], words=_words(clusters, one.cluster))
    HotIssue.objects.bulk_create(new)
    HotIssue.objects.bulk_update(
        list(rows.values()), [name.removesuffix("_id") for name in _COLUMNS], batch_size=500
    )
    return len(issues)


def redirect(clusters: Clusters, gone: Collection[str]) -> None:
    """Let the issues of clusters that are gone point to the one they went into, with all that pointed to
    them. The question that was raised over one goes along, where the other has none.
    """
    rows = list(HotIssue.objects.filter(cluster__in=map(int, gone), into=None))
    finals = {row.pk: int(clusters.cluster_of[str(row.cluster)]) for row in rows}
    kept = {row.cluster: row for row in HotIssue.objects.filter(cluster__in=set(finals.values()))}
    for row in rows:
        into = kept.get(finals[row.pk])
        if into is None:
            continue
        HotIssue.objects.filter(into=row).update(into=into)
        HotIssue.objects.filter(pk=row.pk).update(into=into)
        if row.topic_id and not into.topic_id:
            into.topic_id = row.topic_id
            into.save(update_fields=["topic"])


def end_issues(clusters: Collection[int]) -> int:
    """Mark the issues of forgotten clusters as past, drop the members of all others. Returns how many."""
    issues = HotIssue.objects.filter(cluster__in=clusters)
    ended = issues.filter(into=None).update(ended=True)
    HotMember.objects.filter(cluster__in=clusters).exclude(cluster__in=issues.values("cluster")).delete()
    return ended


def cool_issues(clusters: Clusters, *, at: datetime) -> None:
    """Write heat and growth of all issues anew: both fall with time alone."""
    rows = [row for row in HotIssue.objects.listed() if str(row.cluster) in clusters.members]
    for row in rows:
        now = issue(clusters, str(row.cluster), at=at)
        row.heat, row.growth = now.heat, now.growth
    HotIssue.objects.bulk_update(rows, ["heat", "growth"], batch_size=500)


def _set(row: HotIssue, one: Issue, details: Mapping[str, Any], *, words: list[str]) -> None:
    values: dict[str, Any] = {
        "words": words,
        "place": one.place,
        "representative_id": int(one.representative),
        "messages": one.messages,
        "persons": one.persons,
        "first_at": one.first,
        "last_at": one.last,
        "heat": one.heat,
        "growth": one.growth,
    }
    for name, value in {**values, **details}.items():
        setattr(row, name, value)


def _words(clusters: Clusters, cluster: str) -> list[str]:
    messages = [clusters.messages[each] for each in clusters.members[cluster]]
    return common_words(clusters.sums[cluster], messages, least=LEAST_PERSONS)


def _details(clusters: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what the clusters' requests tell that clustering does not ask for. One query."""
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    columns = ("category", "person", "longitude", "latitude", "simulated")
    members = HotMember.objects.filter(cluster__in=clusters).order_by("number")
    for cluster, *row in members.values_list("cluster", *(f"request__{name}" for name in columns)):
        rows[cluster].append(row)
    return {cluster: _detail(rows[cluster]) for cluster in clusters}


def _detail(rows: list[Any]) -> dict[str, Any]:
    categories = Counter(category for category, *_ in rows)
    placed = [(longitude, latitude, who) for _, who, longitude, latitude, _ in rows if longitude is not None]
    shown = len({who for *_, who in placed}) >= LEAST_PERSONS  # or the map would show where one person lives
    return {
        "category": max(categories, key=lambda code: (categories[code], code)),
        "longitude": round(median(one[0] for one in placed), _NEAR) if shown else None,
        "latitude": round(median(one[1] for one in placed), _NEAR) if shown else None,
        "simulated": any(row[-1] for row in rows),
    }
