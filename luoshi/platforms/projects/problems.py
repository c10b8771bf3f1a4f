"""What comes of a problem that is raised: it hangs on its project, and the post that must decide is told."""

from __future__ import annotations

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Link
from luoshi.kernel.orgs.models import Holding
from luoshi.platforms.projects.guards.delivery import level_of
from luoshi.platforms.projects.models import Project


@effect
def tie_to_project(doing: Doing) -> None:
    """Tie the problem to its project. Raises ``problem-project`` where the unit has no such project."""
    code = doing.context.given["project"]
    project = Project.objects.select_related("case").filter(code=code).first()
    if project is None or project.path != doing.case.path:
        raise LuoshiError(
            "problem-project",
            f"责任单位没有编号为“{code}”的项目。请核对项目编号和责任单位。",
            f"The unit has no project {code}. Check the number and the unit.",
        )
    Link.objects.get_or_create(case=project.case, kind="child", other=doing.case, commitment="")


@effect
def tell_decider(doing: Doing) -> None:
    """Tell whoever holds the post that must decide; of the executive meeting, the office."""
    level = level_of(doing.standing.state, doing.standing.data["level"])
    doing.tell(f"problem.{level}", f"项目问题待决定：{doing.standing.title}", to=_deciders(doing, level))


def _deciders(doing: Doing, level: str) -> set[int]:
    day = doing.event.at.astimezone(LOCAL).date()
    holdings = Holding.objects.in_force(day)
    if level == "executive":
        return set(holdings.filter(post__roles__contains=["office"]).values_list("account_id", flat=True))
    post = doing.standing.data.get(f"{level}_post") or ""
    return set(holdings.filter(post__code=post).values_list("account_id", flat=True))
