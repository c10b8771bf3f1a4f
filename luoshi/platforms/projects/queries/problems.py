"""Problems that wait for somebody's decision, with the post that must take it and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.orgs.models import Post
from luoshi.platforms.projects.guards.delivery import level_of
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.types.problem import KINDS, LEVELS, PROBLEM

WAITING, OPEN = ("raised", "at_leader", "at_executive"), ("raised", "at_leader", "at_executive", "decided")
_KINDS, _LEVELS = dict(KINDS), dict(LEVELS)
_OWED = (Deadline.Status.RUNNING, Deadline.Status.PAUSED, Deadline.Status.MISSED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A problem of a project, with who must decide it: the level, the post by name if named, the due day."""

    case: Case
    project: str
    level: str
    post: str
    due_at: datetime | None
    missed: bool

    @property
    def kind(self) -> str:
        """Return what sort of problem it is."""
        return _KINDS[self.case.data["kind"]]

    @property
    def level_title(self) -> str:
        """Return the level in words."""
        return _LEVELS[self.level]

    def days(self, on: date) -> int:
        """Return for how many days it has been waiting."""
        return (on - self.case.opened_at.astimezone(LOCAL).date()).days


def problems_open(
    condition: Q, *, projects: Iterable[str] | None = None, decided: bool = False
) -> list[Waiting]:
    """Return the problems under the condition that wait for a decision, overdue and highest level first.

    ``decided`` adds those decided and not yet done; ``projects`` are codes. Four queries.
    """
    cases = Case.objects.filter(condition, type=PROBLEM.key, state__in=OPEN if decided else WAITING)
    if projects is not None:
        cases = cases.filter(data__project__in=list(projects))
    rows = list(cases.select_related("unit"))
    owed = Deadline.objects.filter(case__in=rows, status__in=_OWED).order_by("-due_at")
    deadlines = {deadline.case_id: deadline for deadline in owed}
    named = {str(row.data.get(f"{level}_post") or "") for row in rows for level in _LEVELS}
    posts = Post.objects.filter(code__in=named - {""}).select_related("organisation")
    titles = {post.code: f"{post.organisation.short}{post.title}" for post in posts}
    codes = {row.data["project"] for row in rows}
    names = dict(Project.objects.filter(code__in=codes).values_list("code", "name"))
    found = [_waiting(row, names, deadlines.get(row.pk), titles) for row in rows]
    return sorted(found, key=_urgency)


def _waiting(case: Case, names: dict[str, str], deadline: Deadline | None, titles: dict[str, str]) -> Waiting:
    level = level_of(case.state, case.data["level"])
    code = str(case.data.get(f"{level}_post") or "")
    missed = deadline is not None and deadline.status == Deadline.Status.MISSED
    project = names.get(case.data["project"], case.data["project"])
    return Waiting(case, project, level, titles.get(code, ""), deadline.due_at if deadline else None, missed)


def _urgency(one: Waiting) -> tuple[bool, int, str]:
    high = ("executive", "leader", "department").index(one.level)
    return not one.missed, high, one.due_at.isoformat() if one.due_at else "9"
