"""Who stands on each list, kept once a month: later nothing changes what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.calendar.rules import LOCAL
from luoshi.platforms.projects.lists.asking import Standing, standings
from luoshi.platforms.projects.models import ListEntry, ListMonth, Project, ProjectList

KEPT = ("state", "stage_since", "planned", "secured", "invested", "physical")
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """How many lists were kept, and how many projects stood on them."""

    lists: int = 0
    entries: int = 0

    def __bool__(self) -> bool:
        return self.lists > 0


def keep_lists(*, at: datetime) -> Kept:
    """Keep every list that this month has not seen kept. Again in the same month it changes nothing."""
    on = at.astimezone(LOCAL).date()
    month = on.replace(day=1)
    missing = set(ProjectList.objects.exclude(months__month=month).values_list("pk", flat=True))
    if not missing:
        return Kept()
    counts = [n for one in standings() if one.of.pk in missing and (n := _keep(one, on)) is not None]
    return Kept(len(counts), sum(counts))


@transaction.atomic
def _keep(one: Standing, on: date) -> int | None:
    """Keep the list and return how many stood on it; None where another process was first."""
    ProjectList.objects.select_for_update().get(pk=one.of.pk)
    month = on.replace(day=1)
    if ListMonth.objects.filter(list=one.of, month=month).exists():
        return None
    before = _months_before(one.of, month)
    rows = list(one.projects(Project.objects.all(), on=on).values("pk", *KEPT))
    kept = ListMonth.objects.create(list=one.of, month=month, on=on, version=one.version, count=len(rows))
    ListEntry.objects.bulk_create((_entry(kept, row, before) for row in rows), batch_size=_BATCH)
    return len(rows)


def _months_before(of: ProjectList, month: date) -> dict[int, int]:
    """Return for each project of the month last kept in how many in a row it had stood."""
    last = ListMonth.objects.filter(list=of, month__lt=month).order_by("-month").first()
    return dict(last.entries.values_list("project", "months")) if last else {}


def _entry(kept: ListMonth, row: dict[str, Any], before: dict[int, int]) -> ListEntry:
    values = {key: row[key] for key in KEPT}
    return ListEntry(kept=kept, project_id=row["pk"], months=before.get(row["pk"], 0) + 1, **values)
