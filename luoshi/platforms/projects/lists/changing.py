"""Every write of what lists are: loading the city's file, and changes by staff, each as a new version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.projects.lists.definition import Definition
from luoshi.platforms.projects.lists.file import Entry, read_lists
from luoshi.platforms.projects.models import ListVersion, ProjectList

RUNS = "projects"  # the role that keeps the lists


@dataclass(frozen=True, slots=True)
class ListsLoaded:
    """What loading changed: lists that are new, those that follow the file, those that staff had changed."""

    new: int
    changed: int
    kept: int
    total: int

    def __str__(self) -> str:
        told = f"新 {self.new}，随文件更新 {self.changed}，已由工作人员修改而保留 {self.kept}"
        return f"清单 {self.total} 张：{told}"


@transaction.atomic
def load_lists(path: Path, *, at: datetime) -> ListsLoaded:
    """Bring in the lists of the file. Again it changes nothing, and never what staff have changed.

    A list that is no longer in the file stays. Raises what ``read_lists`` raises, and writes nothing then.
    """
    new = changed = kept = 0
    entries = read_lists(path)
    for place, entry in enumerate(entries, start=1):
        told = {"title": entry.title, "stage": entry.stage, "verified": entry.verified, "place": place}
        listed, made = ProjectList.objects.select_for_update().update_or_create(key=entry.key, defaults=told)
        latest = None if made else _latest(listed)
        if latest is None:
            new += 1
        elif _differs(latest, entry):
            if listed.versions.filter(by__isnull=False).exists():
                kept += 1
                continue
            changed += 1
        else:
            continue
        _add(listed, entry.definition, number=latest.number + 1 if latest else 1, at=at)
    return ListsLoaded(new, changed, kept, len(entries))


@transaction.atomic
def change_list(
    listed: ProjectList, to: Definition, *, upon: int, by: Actor, at: datetime, why: str = ""
) -> ListVersion:
    """Make the definition the list's next version and return it; the same as before makes none.

    ``upon`` is the version that was looked at. Raises ``lists-not-yours`` for whoever does not keep the
    lists, ``list-stale`` where somebody has changed it since, ``list-owner`` for an unknown organisation.
    """
    if RUNS not in by.roles or by.account is None:
        raise LuoshiError(
            "lists-not-yours",
            "清单由项目管理岗修改。",
            "Lists are changed by those who keep the library of projects.",
        )
    ProjectList.objects.select_for_update().get(pk=listed.pk)
    latest = listed.versions.latest("number")
    if written_of(latest) == to.written:
        return latest
    if latest.number != upon:
        raise LuoshiError(
            "list-stale",
            "这张清单刚被别人改过。请重新打开，看过新版本再改。",
            "Somebody has just changed this list. Open it anew, look at the new version, then change it.",
        )
    if not Organisation.objects.in_force(at.astimezone(LOCAL).date()).filter(code=to.owner).exists():
        raise LuoshiError("list-owner", f"没有机构“{to.owner}”。", f"There is no organisation “{to.owner}”.")
    return _add(listed, to, number=latest.number + 1, at=at, by=by.account, why=why)


def written_of(version: ListVersion) -> dict[str, Any]:
    """Return what the version holds, as a definition is written."""
    return {key: getattr(version, key) for key in ("filter", "columns", "order", "owner", "cycle")}


def _latest(listed: ProjectList) -> ListVersion | None:
    return listed.versions.order_by("-number").first()


def _differs(latest: ListVersion, entry: Entry) -> bool:
    return written_of(latest) != entry.definition.written


def _add(
    listed: ProjectList, to: Definition, *, number: int, at: datetime, by: int | None = None, why: str = ""
) -> ListVersion:
    return ListVersion.objects.create(list=listed, number=number, at=at, by_id=by, why=why, **to.written)
