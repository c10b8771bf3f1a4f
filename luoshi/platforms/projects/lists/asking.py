"""Which lists there are, and how many projects stand on each today and stood a month ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from luoshi.platforms.projects.lists.changing import written_of
from luoshi.platforms.projects.lists.compiling import condition, ordering
from luoshi.platforms.projects.lists.definition import CYCLES, STAGES, Definition, definition_of
from luoshi.platforms.projects.models import ListEntry, ListMonth, ListVersion, Project, ProjectList

Projects = QuerySet[Project, Any]
_ALL = Q(pk__isnull=False)  # what a list without any term asks


@dataclass(frozen=True, slots=True)
class Standing:
    """A list with the version that holds, and what that declares."""

    version: ListVersion
    definition: Definition

    @property
    def of(self) -> ProjectList:
        """Return the list itself."""
        return self.version.list

    @property
    def stage(self) -> str:
        """Return its stage in words."""
        return dict(STAGES)[self.of.stage]

    @property
    def cycle(self) -> str:
        """Return in words how often it is gone through."""
        return dict(CYCLES)[self.definition.cycle]

    def projects(self, seen: Projects, *, on: date) -> Projects:
        """Return those of the projects that stand on the list on the day, in its order."""
        asked = seen.filter(condition(self.definition.terms, on=on))
        return asked.order_by(*ordering(self.definition.order))


@dataclass(frozen=True, slots=True)
class Counted:
    """A list on the index: how many stand on it, and how many did when a month was last kept."""

    standing: Standing
    now: int
    before: int | None
    kept_on: date | None

    @property
    def change(self) -> int | None:
        """Return by how many it grew since; None where no earlier month was kept."""
        return None if self.before is None else self.now - self.before


def standing(key: str) -> Standing | None:
    """Return the list of the key as it holds, None where there is none. One query."""
    version = ListVersion.objects.filter(list__key=key).select_related("list").order_by("-number").first()
    return _standing(version) if version else None


def standings() -> list[Standing]:
    """Return every list as it holds, in the order of stages. One query."""
    newest = ListVersion.objects.filter(list=OuterRef("list")).order_by("-number").values("pk")[:1]
    found = ListVersion.objects.filter(pk=Subquery(newest)).select_related("list")
    stages = [key for key, _ in STAGES]
    rows = sorted(found, key=lambda one: (stages.index(one.list.stage), one.list.place, one.list.key))
    return [_standing(version) for version in rows]


def counted(seen: Projects, *, on: date) -> list[Counted]:
    """Return every list with its count today and when a month before this one was last kept. Four queries."""
    lists = standings()
    asked = {
        f"n{one.of.pk}": Count("pk", filter=condition(one.definition.terms, on=on) or _ALL) for one in lists
    }
    now = seen.aggregate(**asked) if asked else {}
    months = (
        ListMonth.objects.filter(month__lt=on.replace(day=1))
        .order_by("list_id", "-month")
        .distinct("list_id")
    )
    kept = {month.list_id: month for month in months}
    before = _counts(kept.values(), seen)
    return [
        Counted(
            one,
            now[f"n{one.of.pk}"],
            before.get(kept[one.of.pk].pk, 0) if one.of.pk in kept else None,
            kept[one.of.pk].on if one.of.pk in kept else None,
        )
        for one in lists
    ]


def _counts(months: Iterable[ListMonth], seen: Projects) -> dict[int, int]:
    """Return by month kept how many of the projects stood on the list."""
    entries = ListEntry.objects.filter(kept__in=[one.pk for one in months], project__in=seen.values("pk"))
    return dict(entries.values_list("kept").annotate(n=Count("pk")).order_by())


def _standing(version: ListVersion) -> Standing:
    return Standing(version, definition_of(written_of(version), name=version.list.title))
