"""A figure opened to the public: its rule, what it was over time, whose records it is made of, its promise.

Counts are those of the last take, small ones left out. An outside figure opens to what was published,
revisions beside what they revise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.http import Http404
from django.utils.translation import gettext as _

from luoshi.kernel.base.periods import Period, add_months
from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.models import Commitment, TargetPlan
from luoshi.kernel.measures.definitions import Definition, Public
from luoshi.kernel.measures.models import Reading, Run
from luoshi.kernel.measures.opening import (
    Contribution,
    Facets,
    facets_of,
    figures_of,
    published_rows_of,
)
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.series import PREFIX, OutsideSeries
from luoshi.kernel.measures.queries import last_run
from luoshi.kernel.measures.registry import measures
from luoshi.kernel.measures.suppression import K
from luoshi.kernel.orgs.models import Organisation

SHOWN_PERIODS = 8
RECORDS = 20  # on a page


@dataclass(frozen=True, slots=True)
class Part:
    """A body with the number of its records, None where that is left out; ``opens`` to bodies below."""

    organisation: Organisation
    own: bool
    count: int | None
    reading: Reading | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The figure of a period with every reading there was of it, the last one first."""

    period: Period
    readings: tuple[Reading, ...]
    withheld: bool

    @property
    def last(self) -> Reading:
        """Return the reading that stands."""
        return self.readings[0]

    @property
    def earlier(self) -> tuple[Reading, ...]:
        """Return those that were revised."""
        return self.readings[1:]


@dataclass(frozen=True, slots=True)
class Published:
    """A record that was published, with its title."""

    row: Contribution
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFigure:
    """A measure in one period, opened."""

    definition: Definition
    run: Run | None
    simulated: bool
    told: tuple[Told, ...]  # of the periods of its cycle that are over, the latest first
    shown: Told | None
    unit: Organisation | None
    above: tuple[Organisation, ...]
    total: int | None
    parts: tuple[Part, ...]
    published: tuple[Published, ...]  # a page of them
    of_published: int

    @property
    def valued(self) -> bool:
        """Tell whether parts show their figures: only of a measure whose very rows are public."""
        return self.definition.public is Public.ROWS

    @property
    def left_out(self) -> int:
        """Return how many parts are left out."""
        return sum(part.count is None for part in self.parts)


def open_figure(key: str, *, period: str = "", unit: str = "", page: int = 1) -> OpenFigure:
    """Return the measure opened for the period of its cycle named, by default the last that is over.

    ``unit`` names the body whose parts are shown, by default the highest that has several. Raises Http404
    where there is no such measure or unit. Ten queries at most, the parts remembered until the next take.
    """
    definition = measures().get(key)
    if definition is None:
        raise Http404(_("没有名为 %(key)s 的指标。可在“指标”中查找。") % {"key": key})
    body = _body(unit) if unit else None
    run = last_run(key)
    told, simulated = _told(definition, run)
    shown = next((one for one in told if str(one.period) == period), told[0] if told else None)
    facets, body = _parts_from(definition, shown, run, body, simulated)
    published, of_published = _published(definition, shown, run, body, simulated, page)
    return OpenFigure(
        definition=definition,
        run=run,
        simulated=simulated,
        told=told,
        shown=shown,
        unit=body,
        above=_above(body),
        total=facets.total,
        parts=_parts(key, facets, shown, body, simulated),
        published=published,
        of_published=of_published,
    )


def _body(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Http404(_("没有代码为 %(code)s 的单位。可在“责任单位”中查找。") % {"code": code})
    return found


def _told(definition: Definition, run: Run | None) -> tuple[tuple[Told, ...], bool]:
    """Return the figures of the whole, real ones where there is any, else the rehearsed ones."""
    if run is None:
        return (), False
    rows = Reading.objects.filter(measure=definition.key, org="", place="").select_related("run")
    by: dict[bool, dict[Period, list[Reading]]] = {False: {}, True: {}}
    for row in rows.order_by("-start", "-known_at"):
        period = Period(row.start, row.end)
        months = definition.cycle.months
        if period.months == months and (period.start.month - 1) % months == 0 and period.over(run.on):
            by[row.simulated].setdefault(period, []).append(row)
    simulated = not any(reading.rows for rows in by[False].values() for reading in rows) and bool(by[True])
    return (
        tuple(
            Told(period, tuple(readings), definition.public is Public.FACETS and 0 < readings[0].rows < K)
            for period, readings in list(by[simulated].items())[:SHOWN_PERIODS]
        ),
        simulated,
    )


def _parts_from(
    definition: Definition, shown: Told | None, run: Run | None, body: Organisation | None, simulated: bool
) -> tuple[Facets, Organisation | None]:
    """Return the parts of the body, or without one of the highest that has more than one part."""
    if shown is None or run is None:
        return Facets(0, {}), body
    org = body.path if body else ""
    found = parts_of(definition, shown.period, run.on, org, simulated, run.pk)
    while body is None and len(found.cells) == 1 and (only := next(iter(found.cells))) != org:
        org = only
        found = parts_of(definition, shown.period, run.on, org, simulated, run.pk)
    if body is None and org:
        body = Organisation.objects.get(path=org)
    return found, body


@lru_cache(maxsize=512)
def parts_of(definition: Definition, period: Period, on: date, org: str, simulated: bool, run: int) -> Facets:
    """Return of how many records the figure is made, by body; asked once for each take, named by its run."""
    return facets_of(definition, period, on=on, org=org, simulated=simulated)


def _above(body: Organisation | None) -> tuple[Organisation, ...]:
    """Return the bodies above, the highest first."""
    if body is None or body.parent_id is None:
        return ()
    signs = [at for at, sign in enumerate(body.path[:-1]) if sign == "/"]
    return tuple(Organisation.objects.filter(path__in=[body.path[: at + 1] for at in signs]))


def _parts(
    key: str, facets: Facets, shown: Told | None, body: Organisation | None, simulated: bool
) -> tuple[Part, ...]:
    if shown is None or not facets.cells:
        return ()
    bodies = {one.path: one for one in Organisation.objects.filter(path__in=facets.cells)}
    above = set(
        Organisation.objects.filter(parent__path__in=facets.cells).values_list("parent__path", flat=True)
    )
    rows = Reading.objects.filter(
        measure=key,
        org__in=facets.cells,
        place="",
        simulated=simulated,
        start=shown.period.start,
        end=shown.period.end,
    )
    last = {row.org: row for row in rows.order_by("known_at")}
    own = body.path if body else ""
    return tuple(
        Part(bodies[path], path == own, count, last.get(path), path in above and path != own and bool(count))
        for path, count in sorted(facets.cells.items(), key=lambda cell: (cell[0] == own, cell[0]))
        if path in bodies
    )


def _published(
    definition: Definition,
    shown: Told | None,
    run: Run | None,
    body: Organisation | None,
    simulated: bool,
    page: int,
) -> tuple[tuple[Published, ...], int]:
    if shown is None or run is None:
        return (), 0
    rows, total = published_rows_of(
        definition,
        shown.period,
        on=run.on,
        org=body.path if body else "",
        simulated=simulated,
        limit=RECORDS,
        offset=RECORDS * (page - 1),
    )
    titles = dict(Case.objects.filter(code__in=[row.subject for row in rows]).values_list("code", "title"))
    return tuple(Published(row, titles[row.subject]) for row in rows), total


@dataclass(frozen=True, slots=True)
class Issued:
    """What an outside series was in a period, and what it had been before it was revised."""

    period: Period
    observations: tuple[Observation, ...]  # the last one first

    @property
    def last(self) -> Observation:
        """Return the figure that stands."""
        return self.observations[0]

    @property
    def earlier(self) -> tuple[Observation, ...]:
        """Return those that were revised."""
        return self.observations[1:]


def issued_of(key: str) -> tuple[OutsideSeries, list[Issued], bool]:
    """Return an outside series with every figure of it by period, the latest first, and whether invented.

    Real figures win, as in every light. Raises Http404 where there is no such series. One query.
    """
    series = outside_series().get(key)
    if series is None:
        raise Http404(_("没有名为 %(key)s 的指标。可在“指标”中查找。") % {"key": key})
    rows = list(
        Observation.objects.filter(series=key, org="", place="").order_by("-start", "-end", "-known_at")
    )
    simulated = bool(rows) and all(row.simulated for row in rows)
    found: dict[Period, list[Observation]] = {}
    for row in rows:
        if row.simulated is simulated:
            found.setdefault(Period(row.start, row.end), []).append(row)
    return series, [Issued(period, tuple(each)) for period, each in found.items()], simulated


def promises_by_series(report: str) -> dict[str, list[Commitment]]:
    """Return which commitments each series measures, a changed target by the series it was changed to."""
    of = TargetPlan.objects.filter(commitment__report__slug=report, commitment__withdrawn=False)
    latest: dict[tuple[int, str, int], TargetPlan] = {}
    for plan in of.select_related("commitment").defer("commitment__search").order_by("version"):
        latest[plan.commitment_id, plan.quote, plan.nth] = plan
    found: dict[str, list[Commitment]] = {}
    for plan in latest.values():
        if not plan.withdrawn and plan.commitment not in found.setdefault(plan.series, []):
            found[plan.series].append(plan.commitment)
    return found


@dataclass(frozen=True, slots=True)
class CountedIn:
    """A figure that a record counts in: the measure, and the period of its cycle."""

    definition: Definition
    period: Period
    happened_on: date


def figures_with(code: str, platform: str, *, simulated: bool) -> list[CountedIn]:
    """Return the figures of a platform that a published record counts in: from the row back. One query."""
    known = {key: one for key, one in measures().items() if key.startswith(f"{platform}.")}
    found = figures_of(code, known.values(), simulated=simulated)
    return [
        CountedIn(known[one.measure], _cycle_of(known[one.measure], one.happened_on), one.happened_on)
        for one in found
    ]


def _cycle_of(definition: Definition, day: date) -> Period:
    months = definition.cycle.months
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(start, add_months(start, months))


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure or an outside series in the list of all figures: the last figure and what it is for."""

    key: str
    title: str
    unit: str
    source: str
    value: Decimal | None
    period: Period | None
    simulated: bool
    commitments: tuple[Commitment, ...]


def entries(report: str) -> tuple[list[Entry], list[Entry]]:
    """Return what is computed from records, and what others publish: those that measure promises first."""
    promised = promises_by_series(report)
    last = _last_readings(), _last_observations()
    computed = [_entry(one, one.source, last[0], promised) for one in measures().values()]
    outside = [_entry(one, one.source, last[1], promised) for one in outside_series().values()]
    return _used_first(computed), _used_first(outside)


_Last = dict[str, tuple[Decimal | None, Period, bool]]


def _entry(
    one: Definition | OutsideSeries, source: str, last: _Last, promised: dict[str, list[Commitment]]
) -> Entry:
    value, period, simulated = last.get(one.key, (None, None, False))
    uses = tuple(promised.get(one.key, ()))
    return Entry(one.key, one.title, one.unit, source, value, period, simulated, uses)


def _used_first(found: Iterable[Entry]) -> list[Entry]:
    return sorted(found, key=lambda entry: not entry.commitments)


def _last_readings() -> _Last:
    """Return the last figure of each measure for a period of its cycle that was over when it was taken."""
    readings = Reading.objects.filter(org="", place="")
    order = ("measure", "simulated", "-start", "end")
    latest = readings.order_by(*order, "-known_at").distinct("measure", "simulated", "start", "end")
    columns = ("measure", "simulated", "start", "end", "run__on", "rows", "value")
    found: _Last = {}
    for key, simulated, start, end, taken_on, rows, value in latest.values_list(*columns):
        definition, period = measures().get(key), Period(start, end)
        if definition is None or period.months != definition.cycle.months or not period.over(taken_on):
            continue
        if rows:
            hidden = definition.public is Public.FACETS and rows < K
            found.setdefault(key, (None if hidden else value, period, simulated))
    return found


def _last_observations() -> _Last:
    rows = Observation.objects.filter(org="", place="").order_by("series", "simulated", "-end", "-known_at")
    return {
        row.series: (row.value, Period(row.start, row.end), row.simulated) for row in rows.distinct("series")
    }


def is_outside(key: str) -> bool:
    """Tell whether others publish it."""
    return key.startswith(PREFIX)
