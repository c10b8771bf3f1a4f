"""A project with posts in charge, and what is done for its delivery, through its acts."""

from __future__ import annotations

from typing import Any, BinaryIO

from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.factories import Town, person
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.tests.factories import do, started
from luoshi.platforms.projects.tests.pictures import SITE, picture

PLAN = "2026-06-30 40 基础完工\n2026-10-31 40 主体封顶\n2027-08-31 20 设备安装"
LEADER, DEPARTMENT = "siping-leader", "transport-transport_head"
PROOF = StoredFile("cd" * 32, "验收单.pdf", "application/pdf", 10, "节点佐证")
PROBLEM = {
    **{"problem": "厂区东侧两户未搬迁", "problem_kind": "clearing", "problem_level": "department"},
    **{"problem_facts": "影响二号厂房基础施工", "decision_needed": "确定搬迁时间"},
}


def with_leader(town: Town) -> None:
    """Give the town a leader in charge, whose post stands at the city's government."""
    town.accounts["leader"] = person("leader", town.units["siping"], "head")


def building(by: Actor, *, team: bool = True, **more: Any) -> Case:
    """A project that is being built at a known site, with its posts in charge."""
    case = started(by, point=f"{SITE[0]:.6f},{SITE[1]:.6f}", **more)
    return with_team(case, by) if team else case


def with_team(case: Case, by: Actor, at: str = "2026-04-20", **more: Any) -> Case:
    """Name the posts in charge."""
    given = {"leader_post": LEADER, "department_post": DEPARTMENT, "team_from": "2026-04-20"} | more
    return do(case, "team", by, at, **given)


def visited(case: Case, by: Actor, day: str, photo: BinaryIO | None = None, **more: Any) -> Case:
    """Go to the site and bring a picture; one of the day where none is given."""
    taken = photo or picture(at=f"{day.replace('-', ':')} 10:00:00", colour=int(day[-2:]))
    given = {"visited_on": day, "finding": "基础施工"} | more
    return do(case, "visit", by, f"{day} 17:00", kept(taken), **given)


def kept(photo: BinaryIO) -> StoredFile:
    """Put a picture into the store, as a form does."""
    return evidence_store().put(photo, name="现场.jpg", limit=1_000_000, kind="走访照片")


def frozen(case: Case, by: Actor, at: str = "2026-04-21", **more: Any) -> Case:
    """Freeze the plan of nodes."""
    return do(case, "freeze", by, at, **{"nodes": PLAN} | more)


def node_done(case: Case, by: Actor, day: str, node: str = "基础完工") -> Case:
    """Tell that a node is done."""
    return do(case, "node", by, day, PROOF, node=node, node_done_on=day)


def problem_of(case: Case, by: Actor, at: str = "2026-05-11", **more: Any) -> Case:
    """Raise a problem and return it."""
    do(case, "raise_problem", by, at, **PROBLEM | more)
    return Case.objects.filter(type="project_problem").latest("pk")
