"""Rows of a project's delivery, each written by the act that told of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.orgs.models import Post
from luoshi.platforms.projects.exif import taken_of
from luoshi.platforms.projects.models import Node, NodePlan, Project, SiteVisit, Team
from luoshi.platforms.projects.numbers import numbers_on
from luoshi.platforms.projects.queries.delivery import site_of, teams_on
from luoshi.platforms.projects.rules.nodes import Planned, nodes_in
from luoshi.platforms.projects.rules.visiting import Taken, judged


@effect
def keep_team(doing: Doing) -> None:
    """Keep the posts in charge; the team before ends where this one begins.

    Raises ``post-unknown``, and ``team-order`` where a team that began later or the same day is known.
    """
    given, project, starts = doing.context.given, _project(doing), _day(doing.context.given["team_from"])
    leader, department = (_post(given[key], starts) for key in ("leader_post", "department_post"))
    if Team.objects.filter(project=project, valid_from__gte=starts).exists():
        raise LuoshiError(
            "team-order",
            f"已有{starts}或以后起始的包保专班。请填更晚的起始日。",
            f"A team from {starts} or later is known already. Give a later day.",
        )
    before = Team.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=starts), project=project)
    before.update(valid_to=starts)
    until = given.get("team_until")
    Team.objects.create(
        project=project,
        leader=leader,
        department=department,
        valid_from=starts,
        valid_to=_day(until) if until else None,
        seq=doing.event.seq,
    )


@effect
def keep_visit(doing: Doing) -> None:
    """Keep the visit with the verdict upon its picture. Raises ``post-unknown`` and ``visit-photo``."""
    given, project, day = doing.context.given, _project(doing), _day(doing.context.given["visited_on"])
    sha256 = _picture(doing)
    taken = _taken(sha256)
    reused = SiteVisit.objects.filter(sha256=sha256).exists()
    limits = numbers_on(doing.context.today).photo
    found = judged(taken, site=site_of(project), visited_on=day, limits=limits, reused=reused)
    longitude, latitude = taken.place or (None, None)
    SiteVisit.objects.create(
        project=project,
        post=_post(given.get("visitor_post") or doing.event.post, day),
        visited_on=day,
        place=given.get("visit_place") or "",
        finding=given["finding"],
        sha256=sha256,
        taken_at=taken.at,
        longitude=longitude,
        latitude=latitude,
        metres=found.metres,
        days=found.days,
        verdict=found.verdict,
        seq=doing.event.seq,
    )


@effect
def keep_nodes(doing: Doing) -> None:
    """Keep the plan as a new version; what was done stays done, and its first planned day is kept."""
    given, project = doing.context.given, _project(doing)
    before = {node.title: node for node in Node.objects.filter(plan__project=project, plan__current=True)}
    version = NodePlan.objects.filter(project=project).count() + 1
    NodePlan.objects.filter(project=project, current=True).update(current=False)
    plan = NodePlan.objects.create(
        project=project,
        version=version,
        frozen_on=doing.context.today,
        reason=given.get("nodes_reason") or "",
        seq=doing.event.seq,
    )
    nodes = nodes_in(given["nodes"]) or []
    Node.objects.bulk_create(
        _node(plan, number, one, before.get(one.title)) for number, one in enumerate(nodes, 1)
    )


@effect
def keep_node(doing: Doing) -> None:
    """Keep the day on which the node was done. Raises ``node-proof`` where nothing shows it."""
    if not doing.event.evidence:
        raise LuoshiError("node-proof", "请附上节点完成的佐证。", "Attach what shows that the node is done.")
    given = doing.context.given
    open_nodes = Node.objects.filter(plan__project=_project(doing), plan__current=True, title=given["node"])
    open_nodes.update(done_on=_day(given["node_done_on"]), done_seq=doing.event.seq)


@effect
def raise_problem(doing: Doing) -> None:
    """Open the problem as a matter of its own, with the posts that are in charge on the day."""
    given, today = doing.context.given, doing.context.today
    project = _project(doing)
    team = teams_on([project], on=today).get(project.pk)
    department = team.department.organisation.code if team else ""
    asked = [department] if department and department != doing.standing.unit else []
    doing.open_child(
        "project_problem",
        {
            "title": given["problem"],
            "unit": doing.standing.unit,
            "asked": asked,
            "project": doing.case.code,
            "kind": given["problem_kind"],
            "level": given["problem_level"],
            "facts": given["problem_facts"],
            "needed": given["decision_needed"],
            "department_post": team.department.code if team else "",
            "leader_post": team.leader.code if team else "",
        },
    )


def _project(doing: Doing) -> Project:
    return Project.objects.get(case=doing.case)


def _picture(doing: Doing) -> str:
    """Return the hash of the picture that came with the visit."""
    found = Evidence.objects.filter(case=doing.case, seq=doing.event.seq).order_by("pk")
    pictures = [one.sha256 for one in found if one.media_type.startswith("image/")]
    if not pictures:
        raise LuoshiError("visit-photo", "请附上这次走访的照片。", "Attach a picture of this visit.")
    return pictures[0]


def _taken(sha256: str) -> Taken:
    try:
        with evidence_store().path(sha256).open("rb") as file:
            return taken_of(file)
    except OSError:
        return Taken()


def _post(code: str, on: date) -> Post:
    post = Post.objects.in_force(on).filter(code=code).first()
    if post is None:
        raise LuoshiError(
            "post-unknown",
            f"{on} 没有代码为“{code}”的岗位。请核对岗位代码。",
            f"There is no post {code} on {on}. Check its code.",
        )
    return post


def _node(plan: NodePlan, number: int, one: Planned, before: Node | None) -> Node:
    return Node(
        plan=plan,
        number=number,
        title=one.title,
        planned_on=one.planned_on,
        first_planned_on=before.first_planned_on if before else one.planned_on,
        weight=one.weight,
        done_on=before.done_on if before else None,
        done_seq=before.done_seq if before else None,
    )


def _day(text: str) -> date:
    return date.fromisoformat(str(text))
