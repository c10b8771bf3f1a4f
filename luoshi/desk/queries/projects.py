"""Projects as the desk shows them: the list with its sums and map, and one project with its whole trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from luoshi.desk.queries.dossier import Dossier, case_seen, dossier_of
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.models import Permit, Project
from luoshi.platforms.projects.photos import is_photo
from luoshi.platforms.projects.queries.gates import Decider, Gate, deciders_of, gates_of
from luoshi.platforms.projects.queries.looking import ORDERS, Sums, Wanted, narrowed, sums_of, total_of
from luoshi.platforms.projects.queries.months import Month, months_of
from luoshi.platforms.projects.queries.places import Places, places_of
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.stages import OVER

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A project in a list: whose it is, where it stands, how many days it has been in its state."""

    project: Project
    unit: str
    place: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the projects that were looked for, and what all of them come to."""

    rows: QuerySet[Project]
    page: Page[Project]
    lines: list[Line]
    sums: list[Sums]
    total: Sums


@dataclass(frozen=True, slots=True)
class Opened:
    """One project with its whole trail."""

    line: Line
    dossier: Dossier
    gates: list[Gate]
    deciders: list[Decider]
    permits: list[Permit]
    months: list[Month]
    photos: list[Evidence]

    @property
    def next(self) -> Gate | None:
        """Return the gate it stands before."""
        return next((gate for gate in self.gates if gate.next), None)

    @property
    def commitments(self) -> list[str]:
        """Return the commitments it serves, by their codes."""
        return [link.commitment for link in self.dossier.links if link.commitment]


def units_answering(actor: Actor) -> list[str]:
    """Return the paths of the bodies that answer for projects the actor reads."""
    return sorted(projects_seen(actor).order_by().values_list("path", flat=True).distinct())


def projects_listed(actor: Actor, wanted: Wanted, *, number: Any, on: date) -> Listed:
    """Return a page of the projects the actor reads that fit. Three queries, and one for their names."""
    rows = narrowed(projects_seen(actor), wanted, on=on)
    sums = sums_of(rows)
    page = Paginator(rows.order_by(*ORDERS[wanted.order]), PER_PAGE).get_page(number)
    places = places_of(page, on=on)
    return Listed(rows, page, [_line(row, places, on) for row in page], sums, total_of(sums))


def project_opened(actor: Actor, code: str, *, at: datetime, on: date) -> Opened | None:
    """Return the project with all its page shows, None where the actor may not read it."""
    project = projects_seen(actor).filter(code=code).first()
    case = case_seen(actor, code) if project else None
    if project is None or case is None:
        return None
    dossier = dossier_of(case, actor, at)
    kinds = {file.kind for file in dossier.evidence}
    events = [step.event for step in reversed(dossier.steps)]
    gates = gates_of(case, events, kinds=kinds, at=at)
    coming = next((gate.action for gate in gates if gate.next), None)
    return Opened(
        line=_line(project, places_of([project], on=on), on),
        dossier=dossier,
        gates=gates,
        deciders=deciders_of(coming, case, on=on) if coming else [],
        permits=list(project.permits.order_by("decided_on", "pk")),
        months=months_of(project.progress.order_by("month", "seq")),
        photos=[file for file in dossier.evidence if is_photo(file)],
    )


def resolved(names: Iterable[tuple[str, Any]], *args: str) -> list[tuple[Any, str]]:
    """Return title and address of those pages of the desk that there are."""
    found = []
    for name, title in names:
        try:
            found.append((title, reverse(f"desk:{name}", args=args)))
        except NoReverseMatch:
            continue
    return found


def _line(project: Project, places: Places, on: date) -> Line:
    days = None if project.state in OVER else (on - project.stage_since).days
    return Line(project, places.unit(project), places.place(project), days)
