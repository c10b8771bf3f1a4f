"""How ready projects of the reserve are to begin, by the weights in force on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.models import Permit, Project
from luoshi.platforms.projects.rules.maturity import PARTS, Maturity, Prepared, maturity_of


def maturity_weights(on: date) -> dict[str, int]:
    """Return what each part can bring. Raises ``parameter-missing``."""
    book, scope = parameter_book(), settings.CITY.scope
    return {key: int(book.value(f"projects.maturity_{key}", on=on, scope=scope).value) for key in PARTS}


def maturities_of(projects: Iterable[Project], weights: Mapping[str, int]) -> dict[int, Maturity]:
    """Return the score of each project with its parts, by the key of its case. One query."""
    projects = list(projects)
    permits: dict[int, set[str]] = defaultdict(set)
    kinds = Permit.objects.filter(project__in=projects).values_list("project_id", "kind")
    for pk, kind in kinds:
        permits[pk].add(kind)
    return {one.pk: maturity_of(prepared_of(one, frozenset(permits[one.pk])), weights) for one in projects}


def prepared_of(one: Project, permits: frozenset[str]) -> Prepared:
    """Return what has been prepared of the project."""
    return Prepared(
        state=one.state,
        government=one.nature == "government",
        planned=one.planned,
        secured=one.secured,
        permits=permits,
        has_plan=bool(one.plans_start_on and one.plans_finish_on),
        has_developer=bool(one.developer),
        has_site=bool(one.address or one.longitude is not None),
    )
