"""Projects of a list as somebody narrows them: by words, place, unit and size, in another order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.projects.lists.asking import Projects, Standing
from luoshi.platforms.projects.lists.compiling import ordering
from luoshi.platforms.projects.lists.definition import Order
from luoshi.platforms.projects.lists.fields import COLUMNS
from luoshi.platforms.projects.queries.sight import projects_seen

_FEN = 100 * 10_000  # of 万元


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is wanted of a list. ``place`` and ``unit`` are codes of organisations, ``size`` is in 万元."""

    q: str = ""
    place: str = ""
    unit: str = ""
    size: int = 0
    sort: str = ""


def projects_on(one: Standing, actor: Actor, wanted: Narrowed, *, on: date) -> Projects:
    """Return the projects of the list that the actor reads and wants, in the order wanted."""
    rows = one.projects(projects_seen(actor), on=on).filter(_wanted(wanted))
    if column := COLUMNS.get(wanted.sort.removeprefix("-")):
        rows = rows.order_by(*ordering([Order(column, wanted.sort.startswith("-"))]))
    return rows


def districts(on: date) -> list[tuple[str, str]]:
    """Return the districts by code, in the order of the tree."""
    found = Organisation.objects.in_force(on).filter(kind=Kind.DISTRICT)
    return list(found.values_list("code", "short"))


def names_of_units() -> dict[str, str]:
    """Return every organisation's short name by its code."""
    return dict(Organisation.objects.values_list("code", "short"))


def _wanted(wanted: Narrowed) -> Q:
    asked = Q()
    if words := wanted.q.strip():
        asked &= Q(name__icontains=words) | Q(code=words) | Q(national_code=words)
    if wanted.size:
        asked &= Q(planned__gte=wanted.size * _FEN)
    if wanted.place:
        places: Any = _below(wanted.place)
        asked &= Q(locality__in=places.values("code")) if places else Q(pk__in=())
    if wanted.unit:
        path = Organisation.objects.filter(code=wanted.unit).values_list("path", flat=True).first()
        asked &= Q(path__startswith=path) if path else Q(pk__in=())
    return asked


def _below(code: str) -> Any:
    path = Organisation.objects.filter(code=code).values_list("path", flat=True).first()
    return Organisation.objects.under(path) if path else None
