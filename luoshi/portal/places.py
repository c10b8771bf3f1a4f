"""Districts and counties: which promises name them, what they answer for, which records are theirs.

Nothing is ranked. Records are counted by the body in charge, in the very table that a figure opens to, so
that the two never tell together what each leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from luoshi.kernel.base.periods import Period, add_months
from luoshi.kernel.commitments.judging.queries import Standing, counted
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.models import Reading, Run
from luoshi.kernel.measures.queries import last_runs
from luoshi.kernel.measures.registry import measures
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.portal.duties import Unit, units_of
from luoshi.portal.figures import parts_of
from luoshi.portal.standing import Board

_SUFFIXES = "区县市"


@dataclass(frozen=True, slots=True)
class Place:
    """A district or county with the promises that name it and those it answers for or supports."""

    organisation: Organisation
    named: tuple[Standing, ...]
    unit: Unit | None
    least: int

    @property
    def counts(self) -> dict[str, int]:
        """Return how many of those that name it are in each class."""
        return counted(self.named)

    @property
    def small(self) -> bool:
        """Tell whether too few name it to be compared."""
        return 0 < len(self.named) < self.least

    @property
    def parts(self) -> list[tuple[str, tuple[Standing, ...]]]:
        """Return what its government does, the leading part first."""
        return self.unit.parts if self.unit else []

    def number(self, part: str) -> int:
        """Return of how many promises it takes the part."""
        return next((len(items) for name, items in self.parts if name == part), 0)

    @property
    def responsible(self) -> int:
        """Return how many it leads or answers for."""
        return self.number("lead") + self.number("responsible")

    @property
    def support(self) -> int:
        """Return how many it supports."""
        return self.number("support")


@dataclass(frozen=True, slots=True)
class Share:
    """How many records of a figure are a place's; None is left out as too small."""

    definition: Definition
    period: Period
    count: int | None
    total: int | None
    simulated: bool


def places_of(board: Board, report: str, *, on: date) -> list[Place]:
    """Return every district and county of the day, in the order of the directory. Three queries."""
    units = {unit.organisation.pk: unit for unit in units_of(board, report, on=on)}
    bodies = Organisation.objects.in_force(on).filter(kind=Kind.DISTRICT).order_by("region", "path")
    least = board.rule.small_n if board.rule else 5
    return [
        Place(body, tuple(_named(plain_name(body.short), board.items)), units.get(body.pk), least)
        for body in bodies
    ]


def place_of(board: Board, report: str, code: str, *, on: date) -> Place:
    """Return one of them. Raises Http404 where there is none of that code."""
    found = next((one for one in places_of(board, report, on=on) if one.organisation.code == code), None)
    if found is None:
        raise Http404(_("没有代码为 %(code)s 的区县。可在“区县”中查找。") % {"code": code})
    return found


def plain_name(short: str) -> str:
    """Return the name as reports use it: 梨树 of 梨树县; a name of two characters stays whole."""
    return short[:-1] if len(short) > 2 and short[-1] in _SUFFIXES else short


def _named(name: str, items: Iterable[Standing]) -> Iterable[Standing]:
    return (item for item in items if name in item.commitment.quote or name in item.commitment.title)


def towns_of(place: Organisation, *, on: date) -> list[str]:
    """Return the names of its streets and towns. One query."""
    below = Organisation.objects.in_force(on).under(place.path).exclude(pk=place.pk)
    return list(below.filter(kind__in=(Kind.STREET, Kind.TOWN)).values_list("short", flat=True))


def shares_of(place: Organisation) -> list[Share]:
    """Return how many records of each figure are its own, for the last period that was over at the take."""
    runs = last_runs(measures())
    real = set(
        Reading.objects.filter(org="", place="", simulated=False, rows__gt=0)
        .values_list("measure", flat=True)
        .distinct()
    )
    return [
        _share(one, runs[one.key], place, one.key not in real)
        for one in measures().values()
        if one.key in runs
    ]


def _share(definition: Definition, run: Run, place: Organisation, simulated: bool) -> Share:
    period = _last_period(definition.cycle.months, run.on)
    upper = place.path.rpartition(place.code)[0]
    facets = parts_of(definition, period, run.on, upper, simulated, run.pk)
    count = facets.cells.get(place.path, 0) if facets.cells or facets.total == 0 else None
    return Share(definition, period, count, facets.total, simulated)


def _last_period(months: int, on: date) -> Period:
    start = date(on.year, (on.month - 1) // months * months + 1, 1)
    this = Period(start, add_months(start, months))
    return this if this.over(on) else Period(add_months(start, -months), start)
