"""How projects are delivered: works with their months, forecasts, nodes, teams and visits, many at a time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from luoshi.platforms.projects.models import ForecastRatio, Node, Progress, Project, SiteVisit, Team
from luoshi.platforms.projects.numbers import Numbers
from luoshi.platforms.projects.rules.forecast import (
    ASSUMED,
    BANDS,
    Forecast,
    History,
    Month,
    Ratios,
    Spread,
    Works,
    forecast,
)
from luoshi.platforms.projects.rules.season import Season
from luoshi.platforms.projects.rules.visiting import Due, made_by_day, visits_due

GOING = ("building", "suspended")
BUILT = ("accepted", "settled", "evaluated", "closed")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Works with their forecast, and how much the interval stands on."""

    works: Works
    forecast: Forecast
    assumed: bool


def works_of(projects: Iterable[Project]) -> dict[int, Works]:
    """Return the works of each project that has a plan and has started. One query."""
    projects = [project for project in projects if project.started_on and _plan(project)]
    months: dict[int, dict[date, int]] = {}
    rows = Progress.objects.filter(project__in=projects).order_by("project", "month", "seq")
    for project, month, physical in rows.values_list("project", "month", "physical"):
        months.setdefault(project, {})[month] = physical
    return {project.pk: _works(project, months.get(project.pk, {})) for project in projects}


def outlooks(projects: Iterable[Project], *, on: date, season: Season) -> dict[int, Outlook]:
    """Return where each project that is being built should be and when it will be finished. Two queries."""
    spread = spread_on(on)
    return {
        pk: Outlook(works, forecast(works, on=on, season=season, spread=spread), spread.assumed)
        for pk, works in works_of(projects).items()
    }


def spread_on(on: date) -> Spread:
    """Return the spread calibrated last before the day, else the assumed one."""
    rows = ForecastRatio.objects.filter(made_on__lte=on).order_by("-made_on", "band")[: len(BANDS)]
    found = tuple(Ratios(row.low, row.middle, row.high, row.n) for row in rows)
    return Spread(found) if len(found) == len(BANDS) else ASSUMED


def histories(*, simulated: bool) -> list[History]:
    """Return the finished projects that have a plan and told of their months, by code."""
    built = Project.objects.filter(state__in=BUILT, finished_on__isnull=False, simulated=simulated)
    projects = {project.pk: project for project in built.order_by("code")}
    return [
        History(works=works, finished_on=finished)
        for pk, works in works_of(projects.values()).items()
        if works.months and (finished := projects[pk].finished_on)
    ]


def late_nodes(projects: Iterable[Project], *, on: date) -> QuerySet[Node]:
    """Return the nodes of the plans in force that should be done by the day and are not."""
    late = Node.objects.filter(plan__current=True, plan__project__in=list(projects), done_on__isnull=True)
    return late.filter(planned_on__lt=on).select_related("plan").order_by("planned_on", "pk")


def teams_on(projects: Iterable[Project], *, on: date) -> dict[int, Team]:
    """Return the team in charge of each project on the day, with its posts."""
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    teams = Team.objects.filter(running, project__in=list(projects), valid_from__lte=on)
    posts = ("leader__organisation", "department__organisation")
    return {team.project_id: team for team in teams.select_related(*posts)}


def visits_behind(teams: Mapping[int, Team], *, on: date, numbers: Numbers) -> list[Due]:
    """Return the teams that went to the site less often this month than asked up to the day. One query.

    What is asked of a month is asked in equal parts: of two visits, one by its half. A team that came later
    owes what falls into its time. Only visits by the team's own posts count.
    """
    whole, first = numbers.visits_a_month, on.replace(day=1)
    days = monthrange(on.year, on.month)[1]
    visits = SiteVisit.objects.filter(project__in=list(teams), visited_on__range=(first, on))
    rows = visits.values_list("project", "post", "visited_on")
    made = made_by_day((pk, day) for pk, post, day in rows if post in _posts(teams[pk]))
    asked = {pk: whole * (on - max(first, team.valid_from)).days // days for pk, team in teams.items()}
    due = [one for pk, n in asked.items() for one in visits_due([pk], made, asked=n)]
    return sorted((one for one in due if one.missing), key=lambda one: (-one.missing, one.project))


def site_of(project: Project) -> tuple[float, float] | None:
    """Return the project's longitude and latitude, or None."""
    if project.longitude is None or project.latitude is None:
        return None
    return project.longitude, project.latitude


def _posts(team: Team) -> tuple[int, int]:
    return team.leader_id, team.department_id


def _plan(project: Project) -> tuple[date, date] | None:
    """Return the days the plan runs between; None where it has none or they are out of order."""
    starts, finishes = project.plans_start_on or project.started_on, project.plans_finish_on
    return (starts, finishes) if starts and finishes and starts < finishes else None


def _works(project: Project, months: Mapping[date, int]) -> Works:
    starts, finishes = _plan(project) or (date.min, date.max)
    told = tuple(Month(month, months[month]) for month in sorted(months))
    return Works(starts_on=starts, finishes_on=finishes, started_on=project.started_on, months=told)
