"""What a list of projects is narrowed by, its order, and what the projects come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OrderBy, Q, QuerySet, Sum

from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.searching import worded
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counted import ELSEWHERE
from luoshi.platforms.projects.stages import OVER, STARTED_OR_ENDED, states_of

_WAN = 10_000 * 100  # fen
BANDS: dict[str, tuple[int, int | None]] = {  # planned investment: from, up to and not including
    "s": (0, 500 * _WAN),
    "m": (500 * _WAN, 5_000 * _WAN),
    "l": (5_000 * _WAN, 10_000 * _WAN),
    "xl": (10_000 * _WAN, 100_000 * _WAN),
    "xxl": (100_000 * _WAN, None),
}
ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "size": ("-planned", "case"),
    "waiting": ("stage_since", "case"),
    "moved": ("-moved_at", "-case"),
    "start": (OrderBy(F("plans_start_on"), nulls_last=True), "case"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. ``district`` is a path, ``unit`` too; ``stalled`` whole days in one state."""

    q: str = ""
    district: str = ""
    unit: str = ""
    state: str = ""
    stage: str = ""
    sort: str = ""
    size: str = ""
    stalled: int | None = None
    livelihood: bool = False
    order: str = "size"


@dataclass(frozen=True, slots=True)
class Sums:
    """What some projects come to: how many they are, and their money in fen."""

    state: str
    projects: int
    planned: int
    secured: int
    invested: int


def narrowed(rows: QuerySet[Project], wanted: Wanted, *, on: date) -> QuerySet[Project]:
    """Return those of the projects that fit all that is wanted, in no order."""
    if (words := worded(wanted.q)) is not None:
        rows = rows.filter(words)
    if wanted.district:
        rows = rows.filter(_within(wanted.district))
    if wanted.unit:
        rows = rows.filter(path__startswith=wanted.unit)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.stage == "before":
        rows = rows.exclude(state__in=STARTED_OR_ENDED)
    elif wanted.stage:
        rows = rows.filter(state__in=states_of(wanted.stage))
    if wanted.sort:
        rows = rows.filter(sort=wanted.sort)
    if wanted.size:
        rows = rows.filter(_sized(*BANDS[wanted.size]))
    if wanted.stalled is not None:
        since = on - timedelta(days=wanted.stalled)
        rows = rows.filter(stage_since__lte=since).exclude(state__in=OVER)
    return rows.filter(livelihood=True) if wanted.livelihood else rows


def sums_of(rows: QuerySet[Project]) -> list[Sums]:
    """Return what the projects come to in each state, in the order of the states. One query."""
    states = [state.key for state in case_type("project").states]
    found = rows.order_by().values_list("state").annotate(
        Count("pk"), Sum("planned"), Sum("secured"), Sum("invested")
    )  # fmt: skip
    return sorted((Sums(*row) for row in found), key=lambda one: states.index(one.state))


def total_of(sums: Iterable[Sums]) -> Sums:
    """Return what all of them come to; what stands in another project counts there alone."""
    sums = [one for one in sums if one.state not in ELSEWHERE]
    keys = ("projects", "planned", "secured", "invested")
    return Sums("", *(sum(getattr(one, key) for one in sums) for key in keys))


def _within(path: str) -> Q:
    """Return the condition of projects that stand in a district, or that a body of it answers for."""
    places = Organisation.objects.filter(path__startswith=path).values("code")
    return Q(locality__in=places) | Q(path__startswith=path)


def _sized(least: int, below: int | None) -> Q:
    return Q(planned__gte=least) & (Q() if below is None else Q(planned__lt=below))
