"""What was known of outside series and measures at a moment: one way to ask for both. Two queries at most."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures import queries as readings
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.registry import series_keyed
from luoshi.kernel.measures.outside.series import PREFIX
from luoshi.kernel.measures.points import MeasureKind, Point, Status
from luoshi.kernel.measures.queries import Every
from luoshi.kernel.measures.registry import measure

_ADDED = (MeasureKind.FLOW, MeasureKind.EVENTS)


def points_of(
    key: str,
    *,
    known_at: datetime,
    until: date | None = None,
    org: str = "",
    place: str = "",
    simulated: bool = False,
    recorded_until: datetime | None = None,
) -> list[Point]:
    """Return the points of a measure or an outside series as known at the moment; see ``points_of_many``."""
    found = points_of_many(
        [key],
        known_at=known_at,
        until=until,
        org=org,
        place=place,
        simulated=simulated,
        recorded_until=recorded_until,
    )
    return found[key]


def points_of_many(
    keys: Collection[str],
    *,
    known_at: datetime,
    until: date | None = None,
    org: str = "",
    place: str = "",
    simulated: bool = False,
    recorded_until: datetime | None = None,
) -> dict[str, list[Point]]:
    """Return the points of each key, ``hotline.on_time_rate`` and ``outside.gdp_growth`` alike, by period.

    Of every period the latest figure known at the moment; of periods that ended by the day ``until`` only.
    A measure's flow, event count or rate comes to date (年初至今), its stock by month; an outside series
    comes as it is published. ``recorded_until`` leaves out what was brought in later with an earlier day
    of publication: a light of the past is computed again with the moment it was first computed. Two
    queries, however many keys. Raises ``series-unknown`` or ``measure-unknown``.
    """
    outside = [series_keyed(key).key for key in keys if key.startswith(PREFIX)]
    computed = {key: measure(key).kind for key in keys if not key.startswith(PREFIX)}
    found: dict[str, list[Point]] = {key: [] for key in keys}
    if outside:
        rows = Observation.objects.filter(
            series__in=outside, org=org, place=place, simulated=simulated, known_at__lte=known_at
        )
        if recorded_until is not None:
            rows = rows.filter(recorded_at__lte=recorded_until)
        if until is not None:
            rows = rows.filter(end__lte=until + timedelta(days=1))
        for row in rows.order_by("series", "start", "end", "-known_at").distinct("series", "start", "end"):
            found[row.series].append(observed(row))
    if computed:
        taken = Reading.objects.filter(
            measure__in=computed, org=org, place=place, simulated=simulated, known_at__lte=known_at
        )
        if until is not None:
            taken = taken.filter(end__lte=until + timedelta(days=1))
        order = ("measure", "start", "end")
        for reading in taken.order_by(*order, "-known_at").distinct(*order):
            kind = computed[reading.measure]
            every = Every.MONTH if kind is MeasureKind.STOCK else Every.TO_DATE
            if every.holds(Period(reading.start, reading.end)):
                point = readings.point_of(reading, cumulative=kind in _ADDED and every is Every.TO_DATE)
                found[reading.measure].append(point)
    return found


def observed(row: Observation) -> Point:
    """Return the observation as a point. Its source tells a filing, which is a claim, from a publication."""
    return Point(
        period=Period(row.start, row.end),
        value=row.value,
        known_at=row.known_at,
        numerator=row.numerator,
        denominator=row.denominator,
        status=Status(row.status),
        cumulative=row.cumulative,
        source=f"{'filing' if row.evidence else 'observation'}:{row.pk}",
    )


def history_of(key: str, *, simulated: bool = False) -> list[Observation]:
    """Return every observation of the whole of a series, by period and from when it was known. One query."""
    rows = Observation.objects.filter(series=key, org="", place="", simulated=simulated)
    return list(rows.order_by("start", "end", "known_at"))
