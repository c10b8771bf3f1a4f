"""Two months of a list side by side: who came, who left and to where, who stayed, who did not move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from luoshi.platforms.projects.lists.asking import Projects
from luoshi.platforms.projects.models import ListEntry, ListMonth, ProjectList

Entries = QuerySet[ListEntry, Any]
_MOVES = ("state", "stage_since", "secured", "invested", "physical")


class Part(StrEnum):
    """What became of a project between the two months."""

    ENTERED = "entered"
    LEFT = "left"
    STAYED = "stayed"
    STUCK = "stuck"  # stayed, and neither its state nor its money nor its works moved


@dataclass(frozen=True, slots=True)
class Change:
    """A project of one of the parts. Values are those of the later month, of the earlier for who left."""

    entry: ListEntry
    days: int  # in its state, on the day that was kept
    invested: int | None = None  # fen between the two months
    lists: tuple[str, ...] = ()  # on which it stood in the later month, for who left

    @property
    def moved(self) -> bool:
        """Tell whether it is in another state today than when it was kept."""
        return self.entry.state != self.entry.project.state


def months_of(of: ProjectList) -> list[ListMonth]:
    """Return the months kept of a list, the latest first."""
    return list(of.months.order_by("-month"))


def parted(before: ListMonth, after: ListMonth, seen: Projects) -> dict[Part, Entries]:
    """Return the projects of the two months in their parts, each in the order in which it is read."""
    earlier, later = _entries(before, seen), _entries(after, seen)
    stayed = later.filter(Exists(before.entries.filter(project=OuterRef("project"))))
    same = {name: OuterRef(name) for name in _MOVES}
    stuck = later.filter(Exists(before.entries.filter(project=OuterRef("project"), **same)))
    return {
        Part.ENTERED: _largest(later.exclude(Exists(before.entries.filter(project=OuterRef("project"))))),
        Part.LEFT: _largest(earlier.exclude(Exists(after.entries.filter(project=OuterRef("project"))))),
        Part.STAYED: stayed.order_by("-months", "stage_since", "pk"),
        Part.STUCK: stuck.order_by("-months", "stage_since", "pk"),
    }


def changes(part: Part, entries: Iterable[ListEntry], *, after: ListMonth) -> list[Change]:
    """Return the entries as they are read; of those who left, on which lists they stood then. One query."""
    entries = list(entries)
    where = _elsewhere(entries, after) if part is Part.LEFT else {}
    return [
        Change(
            entry,
            days=(entry.kept.on - entry.stage_since).days,
            invested=getattr(entry, "grew", None),
            lists=tuple(where.get(entry.project_id, ())),
        )
        for entry in entries
    ]


def with_growth(entries: Entries, before: ListMonth) -> Entries:
    """Add what was invested since the earlier month."""
    then = before.entries.filter(project=OuterRef("project")).values("invested")[:1]
    return entries.annotate(grew=F("invested") - Subquery(then))


def _entries(month: ListMonth, seen: Projects) -> Entries:
    return month.entries.filter(project__in=seen.values("pk")).select_related("project", "kept")


def _largest(entries: Entries) -> Entries:
    return entries.order_by("-planned", "pk")


def _elsewhere(entries: list[ListEntry], after: ListMonth) -> dict[int, list[str]]:
    """Return for each project the titles of the lists on which it stood in the later month."""
    rows = ListEntry.objects.filter(kept__month=after.month, project__in=[one.project_id for one in entries])
    found = defaultdict[int, list[str]](list)
    for project, title in rows.order_by("kept__list__place").values_list("project", "kept__list__title"):
        found[project].append(title)
    return found
