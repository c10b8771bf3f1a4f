"""The delivery of one project: its curve month by month, posts in charge, nodes, visits and problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.desk.staff import Visit
from luoshi.platforms.projects.models import Node, NodePlan, Project, SiteVisit, Team
from luoshi.platforms.projects.numbers import numbers_on
from luoshi.platforms.projects.queries.delivery import Outlook, outlooks, teams_on
from luoshi.platforms.projects.queries.problems import Waiting, problems_open
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.forecast import WHOLE, Works, planned_share
from luoshi.platforms.projects.rules.nodes import days_late
from luoshi.platforms.projects.rules.season import Season

_MOST_MONTHS, _VISITS = 120, 24


@dataclass(frozen=True, slots=True)
class Point:
    """The morning of a day on the curve: planned, built and forecast, in per cent."""

    on: date
    planned: float
    built: float | None
    ahead: float | None


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node with how late it is, against the plan in force and against the first one."""

    node: Node
    late: int
    late_at_first: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the page of one project shows."""

    project: Project
    team: Team | None
    outlook: Outlook | None
    points: list[Point]
    plan: NodePlan | None
    nodes: list[NodeLine]
    visits: list[SiteVisit]
    problems: list[Waiting]


def delivery_of(visit: Visit, code: str) -> Delivery | None:
    """Return the delivery of a project the reader sees, or None. A fixed number of queries."""
    on = visit.today
    project = projects_seen(visit.actor).filter(code=code).first()
    if project is None:
        return None
    season = numbers_on(on).season
    outlook = outlooks([project], on=on, season=season).get(project.pk)
    plan = NodePlan.objects.filter(project=project, current=True).first()
    visits = SiteVisit.objects.filter(project=project).select_related("post__organisation")
    return Delivery(
        project=project,
        team=teams_on([project], on=on).get(project.pk),
        outlook=outlook,
        points=list(_points(outlook, season, on)) if outlook else [],
        plan=plan,
        nodes=[_line(node, on) for node in plan.nodes.order_by("number")] if plan else [],
        visits=list(visits.order_by("-visited_on", "-pk")[:_VISITS]),
        problems=problems_open(visit.sight.condition, projects=[code], decided=True),
    )


def visit_seen(visit: Visit, code: str, seq: int) -> SiteVisit | None:
    """Return a site visit of a project the reader sees, or None."""
    return SiteVisit.objects.filter(
        project__in=projects_seen(visit.actor), project__code=code, seq=seq
    ).first()


def _points(outlook: Outlook, held: Season, on: date) -> Iterator[Point]:
    """Yield the start of each month from the plan's start to the end of plan and forecast."""
    works, finish = outlook.works, outlook.forecast.finish
    built = {month.ended: month.physical / 100 for month in works.months if month.ended <= on}
    known = max(built, default=on)
    day, last = min([works.starts_on, *built]).replace(day=1), max(works.finishes_on, finish)
    for _ in range(_MOST_MONTHS):
        ahead = _ahead(outlook, known, day, held) if day >= known else None
        yield Point(day, planned_share(works, day, held) / 100, built.get(day), ahead)
        if day >= last:
            return
        day = (day + timedelta(days=32)).replace(day=1)


def _ahead(outlook: Outlook, known: date, day: date, held: Season) -> float:
    """Return how far the works will be on the day, in per cent: what is left, along a curve to the finish."""
    works, found = outlook.works, outlook.forecast
    starts = min(works.started_on or works.starts_on, known)
    real = Works(starts_on=starts, finishes_on=max(found.finish, starts + timedelta(days=1)))
    base = planned_share(real, known, held)
    share = (planned_share(real, day, held) - base) / (WHOLE - base) if base < WHOLE else 1.0
    return (found.physical + share * (WHOLE - found.physical)) / 100


def _line(node: Node, on: date) -> NodeLine:
    late = [days_late(day, node.done_on, on=on) for day in (node.planned_on, node.first_planned_on)]
    return NodeLine(node, late[0], late[1])
