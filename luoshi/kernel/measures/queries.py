"""Questions about readings: what was known of a series at a moment. One query each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures.models import Reading, Run
from luoshi.kernel.measures.points import MeasureKind, Point, Status
from luoshi.kernel.measures.registry import measures

_ADDED = (MeasureKind.FLOW, MeasureKind.EVENTS)


@dataclass(frozen=True, slots=True)
class Series:
    """A measure for one organisation or one place; both empty: the whole."""

    measure: str
    org: str = ""
    place: str = ""
    simulated: bool = False


class Every(StrEnum):
    """Which periods: months, quarters, halves and years do not overlap, those to date do."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    TO_DATE = "to_date"  # 年初至今

    def holds(self, period: Period) -> bool:
        """Tell whether the period is one of them."""
        if self is Every.TO_DATE:
            return period.start.month == 1 and period.months <= 12
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]
        return period.months == months and (period.start.month - 1) % months == 0


def readings_as_known(
    series: Series, at: datetime, *, every: Every | None = None, kind: MeasureKind | None = None
) -> list[Point]:
    """Return the latest reading of each period as it was known at the moment, by period.

    Without ``every`` all periods come, and they overlap. What runs from January is marked cumulative
    unless it came as one of many that do not overlap: it is never to be summed again. ``kind`` is asked
    of the registry where it is not given.
    """
    rows = Reading.objects.filter(
        measure=series.measure,
        org=series.org,
        place=series.place,
        simulated=series.simulated,
        known_at__lte=at,
    )
    latest = rows.order_by("start", "end", "-known_at").distinct("start", "end")
    if kind is None:
        declared = measures().get(series.measure)
        kind = declared.kind if declared else None
    return [
        point_of(row, cumulative=kind in _ADDED and every in (None, Every.TO_DATE))
        for row in latest
        if every is None or every.holds(Period(row.start, row.end))
    ]


def point_of(row: Reading, *, cumulative: bool = False) -> Point:
    """Return the reading as a point. ``cumulative`` applies to what runs from January over some months."""
    period = Period(row.start, row.end)
    return Point(
        period=period,
        value=row.value,
        known_at=row.known_at,
        numerator=row.numerator,
        denominator=row.denominator,
        status=Status(row.status),
        cumulative=cumulative and row.start.month == 1 and period.months > 1,
        expected=row.expected,
        arrived=row.arrived,
        source=f"run:{row.run_id}",
    )


def latest_readings(measure: str, periods: Collection[Period]) -> list[Reading]:
    """Return the latest reading of every series of the measure for each of the periods."""
    if not periods:
        return []
    rows = Reading.objects.filter(
        measure=measure, start__gte=min(p.start for p in periods), end__lte=max(p.end for p in periods)
    )
    order = ("org", "place", "simulated", "start", "end")
    wanted = {(period.start, period.end) for period in periods}
    latest = rows.order_by(*order, "-known_at").distinct(*order)
    return [row for row in latest if (row.start, row.end) in wanted]


def last_run(measure: str) -> Run | None:
    """Return the last run of the measure."""
    return Run.objects.filter(measure=measure).order_by("-at", "-pk").first()


def last_runs(keys: Iterable[str]) -> dict[str, Run]:
    """Return the last run of each measure that has one."""
    rows = Run.objects.filter(measure__in=list(keys)).order_by("measure", "-at", "-pk").distinct("measure")
    return {run.measure: run for run in rows}
