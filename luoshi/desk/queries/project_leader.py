"""The leader's ten minutes: only projects that are not as they should be, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luoshi.desk.staff import Visit
from luoshi.kernel.orgs.models import Post
from luoshi.platforms.projects.limits import season, setting
from luoshi.platforms.projects.models import Node, Project, Team
from luoshi.platforms.projects.queries.delivery import (
    GOING,
    Outlook,
    late_nodes,
    needs_team,
    outlooks,
    teams_on,
    visits_behind,
)
from luoshi.platforms.projects.queries.problems import Waiting, problems_open
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.forecast import WHOLE
from luoshi.platforms.projects.rules.visiting import Due

GRAVE_DAYS = 30  # a node as late as that stands with the gravest
REST = 0.25  # building months: a stop over the frost is none


class Kind(StrEnum):
    """Why a project is an exception, the gravest first."""

    BEYOND = "beyond"  # the forecast's whole interval lies after the planned finish
    NODE = "node"
    STOPPED = "stopped"  # while it could be built
    BEHIND = "behind"
    IDLE = "idle"
    TEAM = "team"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in figures: days, or hundredths of a per cent, or how many; ``what`` names a node."""

    kind: Kind
    amount: int
    what: str = ""
    on: date | None = None
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A project that is no longer as it should be, with every reason, the gravest first."""

    project: Project
    team: Team | None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def grave(self) -> bool:
        """Tell whether any of the reasons is grave."""
        return any(reason.grave for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class View:
    """What a leader reads: problems to decide, exceptions, and how many projects are being built."""

    waiting: list[Waiting]
    lines: list[Line]
    going: int
    assumed: bool  # intervals stand on no finished projects yet
    leads: bool  # the reader is in charge of some
    simulated: bool

    @property
    def grave(self) -> int:
        """Return how many of the exceptions are grave."""
        return sum(line.grave for line in self.lines)


def leaders_view(visit: Visit, *, mine: bool = False) -> View:
    """Return the exceptions among the projects the reader sees, the most urgent first.

    ``mine`` keeps those whose team holds a post of the reader. A fixed number of queries.
    """
    on = visit.today
    going = list(projects_seen(visit.actor).filter(state__in=GOING).order_by("-planned", "pk"))
    teams = teams_on(going, on=on)
    held = {post.id for post in visit.actor.posts}
    own = {pk for pk, team in teams.items() if held & {team.leader_id, team.department_id}}
    if mine:
        going = [project for project in going if project.pk in own]
    seen = outlooks(going, on=on)
    reasons = _reasons(going, seen, {project.pk: teams.get(project.pk) for project in going}, on)
    lines = [Line(p, teams.get(p.pk), reasons[p.pk]) for p in going if reasons.get(p.pk)]
    waiting = problems_open(visit.sight.condition)
    if mine:
        codes = {project.code for project in going}
        waiting = [one for one in waiting if one.case.data["project"] in codes]
    return View(
        waiting=waiting,
        lines=sorted(lines, key=_urgency),
        going=len(going),
        assumed=any(one.assumed for one in seen.values()),
        leads=bool(own),
        simulated=any(p.simulated for p in going) or any(one.case.simulated for one in waiting),
    )


def post_title(post: Post) -> str:
    """Return a post with its organisation."""
    return f"{post.organisation.short}{post.title}"


def idle_funds(projects: Iterable[Project], *, on: date) -> Mapping[int, int]:
    """Return for how many days money of each project has lain idle: nothing records that yet."""
    return {}


def _reasons(
    going: list[Project], seen: Mapping[int, Outlook], teams: Mapping[int, Team | None], on: date
) -> dict[int, list[Reason]]:
    nodes: dict[int, list[Node]] = {}
    for node in late_nodes(going, on=on):
        nodes.setdefault(node.plan.project_id, []).append(node)
    led = {pk: team for pk, team in teams.items() if team}
    owed = {due.project: due for due in visits_behind(led, on=on)}
    idle, allowed = idle_funds(going, on=on), int(setting("behind_share", on).value * WHOLE)
    return {
        project.pk: [
            *_of_outlook(project, seen.get(project.pk), allowed, on),
            *_of_nodes(nodes.get(project.pk, []), on),
            *_of_stop(project, on),
            *([Reason(Kind.IDLE, idle[project.pk])] if project.pk in idle else []),
            *_of_team(project, teams.get(project.pk), owed.get(project.pk), on),
        ]
        for project in going
    }


def _of_outlook(project: Project, outlook: Outlook | None, allowed: int, on: date) -> list[Reason]:
    if outlook is None or _is_stopped(project, on):
        return []
    found, planned = outlook.forecast, outlook.works.finishes_on
    reasons = []
    if found.low > planned:
        reasons.append(Reason(Kind.BEYOND, found.late, on=found.finish, grave=True))
    if found.behind >= allowed:
        reasons.append(Reason(Kind.BEHIND, found.behind))
    return reasons


def _of_nodes(nodes: list[Node], on: date) -> list[Reason]:
    """Return the node that is latest, for one line; the project's page shows them all."""
    if not nodes:
        return []
    days = (on - nodes[0].planned_on).days
    return [Reason(Kind.NODE, days, nodes[0].title, nodes[0].planned_on, grave=days >= GRAVE_DAYS)]


def _of_stop(project: Project, on: date) -> list[Reason]:
    if not _is_stopped(project, on):
        return []
    since = project.suspended_on or on
    return [Reason(Kind.STOPPED, (on - since).days, on=since, grave=(on - since).days >= GRAVE_DAYS)]


def _is_stopped(project: Project, on: date) -> bool:
    since = project.suspended_on
    return since is not None and season(on).between(since, on) > REST


def _of_team(project: Project, team: Team | None, owed: Due | None, on: date) -> list[Reason]:
    if team is None and needs_team(project, on=on):
        return [Reason(Kind.TEAM, 0)]
    return [Reason(Kind.VISITS, owed.missing, str(owed.made))] if owed else []


def _urgency(line: Line) -> tuple[bool, int, int, int]:
    """Return grave ones first, then more reasons, then more days, then larger ones."""
    days = max(
        (r.amount for r in line.reasons if r.kind in (Kind.BEYOND, Kind.NODE, Kind.STOPPED)), default=0
    )
    return not line.grave, -len(line.reasons), -days, -line.project.planned
