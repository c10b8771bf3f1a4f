"""How sums of months become figures of periods, by the kind of measure. Pure; no Django, no database.

A figure of a longer period is made of the records of its months, never of figures that overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from luoshi.kernel.base.periods import Period, add_months, month_of, year
from luoshi.kernel.measures.aggregate import Cell, Sums
from luoshi.kernel.measures.definitions import Definition, Missing
from luoshi.kernel.measures.points import MeasureKind, Point, Status

_STEP = Decimal("0.000001")
_NOTHING = Sums(None, None, 0, 0, 0)
_ZERO = Decimal(0)
Months = Mapping[Period, Sums]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure's value for one organisation or place and one period, with what it rests on.

    ``value`` is None where there was nothing to count (无业务量) or what was counted is no longer there.
    """

    org: str
    place: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rows: int
    expected: int | None = None  # months that have begun
    arrived: int | None = None  # months with rows
    provisional: bool
    simulated: bool


def periods_of(number: int, *, on: date) -> tuple[Period, ...]:
    """Return every month, quarter, half, year and year-to-date of the year that has begun by the day."""
    whole = year(number)
    months = whole.split(1)
    every = {*months, *whole.split(3), *whole.split(6), whole, *(Period(whole.start, m.end) for m in months)}
    return tuple(sorted(period for period in every if period.start <= on))


def windows_of(definition: Definition, periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return the windows whose sums the periods are made of: months, or themselves for distinct subjects."""
    if definition.kind is MeasureKind.EVENTS:
        return tuple(periods)
    return tuple(sorted({month for period in periods for month in period.split(1)}))


def figures(
    definition: Definition,
    cells: Iterable[Cell],
    *,
    periods: Sequence[Period],
    on: date,
    simulated: bool,
    known: Iterable[tuple[str, str]] = (),
) -> Iterator[Figure]:
    """Yield the figures of every series in the cells. ``known`` are series that had figures before.

    Where no records exist there is no figure, unless the measure says that none means nothing happened.
    """
    by_series: dict[tuple[str, str], dict[Period, Sums]] = defaultdict(dict)
    for cell in cells:
        by_series[cell.org, cell.place][cell.window] = cell.sums
    if definition.missing is Missing.ZERO:
        for series in (("", ""), *known):
            by_series.setdefault(series, {})
    for (org, place), windows in sorted(by_series.items()):
        for period in periods:
            sums = _sums(definition, windows, period, on)
            if sums is None:
                continue
            value, numerator, denominator = _value(definition.kind, sums)
            expected, arrived = _feeds(definition, windows, period, on)
            yield Figure(
                org=org,
                place=place,
                period=period,
                value=value,
                numerator=numerator,
                denominator=denominator,
                rows=sums.rows,
                expected=expected,
                arrived=arrived,
                provisional=not period.over(on),
                simulated=simulated,
            )


def percent(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Return the share in percent to six decimals, None where there is nothing to have a share of."""
    return exact(100 * numerator / denominator) if denominator else None


def exact(value: Decimal) -> Decimal:
    """Return the value to six decimals, the half to the even digit."""
    return value.quantize(_STEP, ROUND_HALF_EVEN)


def growth(points: Iterable[Point]) -> list[Point]:
    """Return 同比: by how many percent each point is above that of the same months a year before.

    Computed from levels. There is none for an unfinished period, nor without a positive level a year
    before, nor across a change of definition.
    """
    by_period = {point.period: point for point in points}
    found: list[Point] = []
    for period, point in sorted(by_period.items()):
        before = by_period.get(period.year_before())
        if before is None or Status.PROVISIONAL in (point.status, before.status):
            continue
        if Status.BREAK in (point.status, before.status) or not before.value or before.value < 0:
            continue
        if point.value is not None:
            known_at = max(point.known_at, before.known_at)
            rate = exact(100 * (point.value - before.value) / before.value)
            found.append(Point(period, rate, known_at, point.value, before.value, point.status))
    return found


def _sums(definition: Definition, windows: Months, period: Period, on: date) -> Sums | None:
    """Return what the period adds up to, None where nothing is known of it."""
    if definition.kind is MeasureKind.EVENTS:
        return windows.get(period) or _if_complete(definition)
    if definition.cumulative:
        return _difference(windows, period, on)
    if definition.kind is MeasureKind.STOCK:
        return windows.get(month_of(min(period.last, on))) or _if_complete(definition)
    parts = [windows[month] for month in period.split(1) if month in windows]
    return _added(parts) if parts else _if_complete(definition)


def _difference(windows: Months, period: Period, on: date) -> Sums | None:
    """Return what was added in the period to what is reported 年初至今.

    A month for which nobody reported has no level: an older one in its place would be a guess.
    """
    if period.start.year != period.last.year:
        return None
    last = windows.get(month_of(min(period.last, on)), _NOTHING)
    before = windows.get(month_of(add_months(period.start, -1)), _NOTHING)
    if period.start.month == 1:
        before = Sums(_ZERO, None, 0, 1, 0)
    if not last.fresh or not before.fresh or last.a is None or before.a is None:
        return None
    return Sums(last.a - before.a, None, last.rows, last.fresh, last.blanks)


def _if_complete(definition: Definition) -> Sums | None:
    return Sums(_ZERO, _ZERO, 0, 0, 0) if definition.missing is Missing.ZERO else None


def _added(parts: Sequence[Sums]) -> Sums:
    return Sums(
        sum((part.a for part in parts if part.a is not None), _ZERO),
        sum((part.b for part in parts if part.b is not None), _ZERO),
        sum(part.rows for part in parts),
        sum(part.fresh for part in parts),
        sum(part.blanks for part in parts),
    )


def _value(kind: MeasureKind, sums: Sums) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if kind is not MeasureKind.RATE:
        return sums.a, None, None
    numerator, denominator = sums.a or _ZERO, sums.b or _ZERO
    return percent(numerator, denominator), numerator, denominator


def _feeds(
    definition: Definition, windows: Months, period: Period, on: date
) -> tuple[int | None, int | None]:
    if definition.kind is MeasureKind.STOCK:
        return None, None  # what stands is known from whenever it was last said
    begun = [month for month in period.split(1) if month.start <= on]
    if definition.missing is Missing.ZERO:
        return len(begun), len(begun)
    return len(begun), sum(month in windows and windows[month].fresh > 0 for month in begun)
