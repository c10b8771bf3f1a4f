"""The library of projects at the desk: what it holds, how ready each is, what looks entered twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counting import Counted, Opened, opened
from luoshi.platforms.projects.queries.resembling import resemblance_bounds, resembling_among
from luoshi.platforms.projects.queries.reserve import Band, Hop, bands_of, hops_of, in_reserve
from luoshi.platforms.projects.queries.weighing import maturities_of, maturity_weights
from luoshi.platforms.projects.rules.counting import REASONS, Figure
from luoshi.platforms.projects.rules.maturity import Maturity
from luoshi.platforms.projects.rules.resembling import Finding
from luoshi.platforms.projects.types.project import PROJECT

SHOWN, FOUND = 50, 30
STATES = {state.key: state.title for state in PROJECT.states}
YEARS = 3  # of projects taken in whose way is followed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which projects of the reserve: by name, horizon and size."""

    q: str = ""
    horizon: str = ""
    least: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A project of the reserve with how ready it is, and who answers for it."""

    project: Project
    maturity: Maturity
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class Resembling:
    """A finding with the names of its projects."""

    finding: Finding
    projects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What the page shows."""

    bands: list[Band]
    hops: list[Hop]
    lines: list[Line]
    total: int
    pages: int
    findings: list[Resembling]
    found: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A project under a figure, in words."""

    row: Counted
    unit: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A figure opened, of which a page of projects is shown with their units."""

    opened: Opened
    lines: list[FigureLine]
    total: int
    pages: int


def one_kind(projects: QuerySet[Project]) -> tuple[QuerySet[Project], bool]:
    """Return the real projects; where there are none, the invented ones. The two are never mixed."""
    simulated = not projects.filter(simulated=False).exists()
    return projects.filter(simulated=simulated), simulated


def library(seen: QuerySet[Project], wanted: Wanted, *, on: date) -> Library:
    """Return the library as somebody reads it, the readiest projects first. A fixed number of queries."""
    projects, simulated = one_kind(seen)
    rows = list(_wanted(in_reserve(projects), wanted))
    scores = maturities_of(rows, maturity_weights(on))
    rows.sort(key=lambda one: (-scores[one.pk].score, -one.planned, one.code))
    shown = rows[(wanted.page - 1) * SHOWN : wanted.page * SHOWN]
    units = _units(one.path for one in shown)
    findings = resembling_among(projects, resemblance_bounds(on))
    return Library(
        bands=bands_of(projects),
        hops=hops_of(projects, since=date(on.year - YEARS + 1, 1, 1), on=on),
        lines=[Line(one, scores[one.pk], units.get(one.path, ""), STATES[one.state]) for one in shown],
        total=len(rows),
        pages=-(-len(rows) // SHOWN),
        findings=_named(findings[:FOUND]),
        found=len(findings),
        simulated=simulated,
    )


def figure_page(
    seen: QuerySet[Project], figure: Figure, *, year: int, on: date, reason: str, page: int
) -> Page:
    """Return a page of the figure's projects, all or those of one reason. A fixed number of queries."""
    _, simulated = one_kind(seen)
    found = opened(figure, seen, year=year, on=on, simulated=simulated)
    rows = [row for row in found.rows if reason in ("", row.reason)]
    shown = rows[(page - 1) * SHOWN : page * SHOWN]
    units = _units(row.path for row in shown)
    lines = [
        FigureLine(row, units.get(row.path, ""), STATES[row.state], REASONS[row.reason]) for row in shown
    ]
    return Page(found, lines, len(rows), -(-len(rows) // SHOWN))


def _wanted(rows: QuerySet[Project], wanted: Wanted) -> QuerySet[Project]:
    if wanted.q:
        rows = rows.filter(name__icontains=wanted.q)
    if wanted.horizon:
        rows = rows.filter(horizon=wanted.horizon)
    return rows.filter(planned__gte=wanted.least)


def _units(paths: Iterable[str]) -> Mapping[str, str]:
    return dict(Organisation.objects.filter(path__in=set(paths)).values_list("path", "short"))


def _named(findings: Iterable[Finding]) -> list[Resembling]:
    findings = list(findings)
    codes = {code for finding in findings for code in finding.codes}
    names = dict(Project.objects.filter(code__in=codes).values_list("code", "name"))
    return [Resembling(one, tuple((code, names[code]) for code in one.codes)) for one in findings]
