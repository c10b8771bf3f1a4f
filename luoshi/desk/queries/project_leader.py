"""The leader's ten minutes: only projects that are not as they should be, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luoshi.desk.staff import Visit
from luoshi.kernel.orgs.models import Post
from luoshi.platforms.projects.models import Node, Project, Team
from luoshi.platforms.projects.numbers import Numbers, numbers_on
from luoshi.platforms.projects.queries.delivery import (
    GOING,
    Outlook,
    late_nodes,
    outlooks,
    teams_on,
    visits_behind,
)
from luoshi.platforms.projects.queries.funds import idle_of
from luoshi.platforms.projects.queries.problems import Waiting, problems_open
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.visiting import Due

GRAVE_DAYS = 30  # a node as late as that stands with the gravest
REST = 0.25  # building months: a stop over the frost is none
TEN_THOUSAND_YUAN = 1_000_000  # fen


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
    """One reason in figures: days, hundredths of a per cent, 万元, or how many; ``what`` names a node."""

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
    numbers = numbers_on(on)
    seen = outlooks(going, on=on, season=numbers.season)
    reasons = _reasons(going, seen, teams, on, numbers)
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


def _reasons(
    going: list[Project], seen: Mapping[int, Outlook], teams: Mapping[int, Team], on: date, numbers: Numbers
) -> dict[int, list[Reason]]:
    nodes: dict[int, list[Node]] = {}
    for node in late_nodes(going, on=on):
        nodes.setdefault(node.plan.project_id, []).append(node)
    led = {project.pk: teams[project.pk] for project in going if project.pk in teams}
    owed = {due.project: due for due in visits_behind(led, on=on, numbers=numbers)}
    idle = idle_of(going, on=on)
    found: dict[int, list[Reason]] = {}
    for project in going:
        stop = _of_stop(project, on, numbers)
        reasons = [
            *([] if stop else _of_outlook(seen.get(project.pk), numbers)),
            *_of_nodes(nodes.get(project.pk, []), on),
            *stop,
            *([Reason(Kind.IDLE, idle[project.pk] // TEN_THOUSAND_YUAN)] if project.pk in idle else []),
            *_of_team(project, led.get(project.pk), owed.get(project.pk), numbers),
        ]
        found[project.pk] = sorted(reasons, key=lambda reason: not reason.grave)
    return found


def _of_outlook(outlook: Outlook | None, numbers: Numbers) -> list[Reason]:
    if outlook is None:
        return []
    found, planned = outlook.forecast, outlook.works.finishes_on
    reasons = []
    if found.low > planned:
        reasons.append(Reason(Kind.BEYOND, found.late, on=found.finish, grave=True))
    if found.behind >= numbers.behind:
        reasons.append(Reason(Kind.BEHIND, found.behind))
    return reasons


def _of_nodes(nodes: list[Node], on: date) -> list[Reason]:
    """Return the node that is latest, for one line; the project's page shows them all."""
    if not nodes:
        return []
    days = (on - nodes[0].planned_on).days
    return [Reason(Kind.NODE, days, nodes[0].title, nodes[0].planned_on, grave=days >= GRAVE_DAYS)]


def _of_stop(project: Project, on: date, numbers: Numbers) -> list[Reason]:
    since = project.suspended_on
    if since is None or numbers.season.between(since, on) <= REST:
        return []
    return [Reason(Kind.STOPPED, (on - since).days, on=since, grave=(on - since).days >= GRAVE_DAYS)]


def _of_team(project: Project, team: Team | None, owed: Due | None, numbers: Numbers) -> list[Reason]:
    if team is None and project.planned >= numbers.team_least:
        return [Reason(Kind.TEAM, 0)]
    return [Reason(Kind.VISITS, owed.missing, str(owed.made))] if owed else []


def _urgency(line: Line) -> tuple[bool, int, int, int]:
    """Return grave ones first, then more reasons, then more days, then larger ones."""
    days = max(
        (r.amount for r in line.reasons if r.kind in (Kind.BEYOND, Kind.NODE, Kind.STOPPED)), default=0
    )
    return not line.grave, -len(line.reasons), -days, -line.project.planned
