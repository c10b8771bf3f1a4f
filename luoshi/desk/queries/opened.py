"""What the desk asks of a figure: its records as they stand, the reading that was published, its promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.periods import Period, year, year_to_month
from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.assessing.words import amount, plain
from luoshi.kernel.commitments.models import Commitment, TargetPlan
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.opening import PAGE, Contribution, Opened, rows_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records: of a period, of a body and all below it, which page."""

    period: Period
    unit: str
    page: int


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its part in the figure, whose it is, and its case where it is one."""

    row: Contribution
    unit: str
    title: str  # "" where it is no case

    @property
    def part(self) -> str:
        """Return what it adds: its value, of a rate its numerator and denominator."""
        return _parts(self.row.value, self.row.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRows:
    """A figure with a page of its records."""

    definition: Definition
    wanted: Wanted
    opened: Opened
    lines: tuple[Line, ...]
    reading: Reading | None  # the last one published, of the same body and period
    simulated: bool
    periods: tuple[Period, ...]
    units: tuple[Organisation, ...]
    promises: tuple[Commitment, ...]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.opened.total // PAGE))

    @property
    def previous(self) -> int:
        """Return the page before."""
        return self.wanted.page - 1

    @property
    def following(self) -> int:
        """Return the page after."""
        return self.wanted.page + 1

    @property
    def words(self) -> tuple[str, str, str]:
        """Return the figure as the records stand, its parts where it is a rate, and the one published."""
        unit, value = self.definition.unit, self.opened.value
        rate = self.opened.denominator is not None
        published = self.reading.value if self.reading else None
        return (
            _glance(value, unit),
            _parts(self.opened.numerator, self.opened.denominator) if rate else "",
            _glance(published, unit),
        )

    @property
    def moved(self) -> bool:
        """Tell whether the records no longer come to what was published."""
        return self.reading is not None and self.reading.value != self.opened.value


def open_rows(definition: Definition, wanted: Wanted, *, by: Actor, on: date, report: str) -> OpenRows:
    """Return the records behind the figure as they stand, those first that happened first. Ten queries.

    Real records, or invented ones where there is no real reading yet. A unit that does not exist has none.
    """
    path = _path(wanted.unit)
    simulated = not Reading.objects.filter(measure=definition.key, simulated=False, rows__gt=0).exists()
    opened = rows_of(
        definition,
        wanted.period,
        by=by,
        on=on,
        org=path,
        simulated=simulated,
        offset=PAGE * (wanted.page - 1),
    )
    readings = Reading.objects.filter(
        measure=definition.key,
        org=path,
        place="",
        simulated=simulated,
        start=wanted.period.start,
        end=wanted.period.end,
    )
    return OpenRows(
        definition=definition,
        wanted=wanted,
        opened=opened,
        lines=_lines(opened.rows),
        reading=readings.order_by("-known_at").first(),
        simulated=simulated and opened.total > 0,
        periods=_periods(definition, on),
        units=tuple(Organisation.objects.in_force(on).exclude(parent=None).filter(parent__parent=None)),
        promises=_promises(definition.key, report),
    )


def _glance(value: Decimal | None, unit: str) -> str:
    return "—" if value is None else amount(value.quantize(Decimal("0.01")), unit)


def _parts(first: Decimal | None, second: Decimal | None) -> str:
    return " / ".join(plain(value) for value in (first, second) if value is not None) or "—"


def _path(code: str) -> str:
    """Return the path of a body, of one that does not exist a path that nothing lies below."""
    if not code:
        return ""
    return Organisation.objects.filter(code=code).values_list("path", flat=True).first() or "\x01"


def _lines(rows: tuple[Contribution, ...]) -> tuple[Line, ...]:
    titles = dict(Case.objects.filter(code__in=[row.subject for row in rows]).values_list("code", "title"))
    units = dict(Organisation.objects.filter(path__in={row.org for row in rows}).values_list("path", "short"))
    return tuple(Line(row, units.get(row.org, row.org), titles.get(row.subject, "")) for row in rows)


def _periods(definition: Definition, on: date) -> tuple[Period, ...]:
    """Return the periods one may choose from: this year to date, and those of its cycle, the latest first."""
    cycles = [
        part for number in (on.year - 1, on.year) for part in year(number).split(definition.cycle.months)
    ]
    begun = [part for part in cycles if part.start <= on]
    return (year_to_month(on), *(part for part in reversed(begun) if part != year_to_month(on)))


def _promises(key: str, report: str) -> tuple[Commitment, ...]:
    plans = TargetPlan.objects.filter(series=key, withdrawn=False).order_by().values("commitment")
    found = Commitment.objects.filter(report__slug=report, withdrawn=False, pk__in=plans)
    return tuple(found.only("code", "title", "quote").order_by("code"))
