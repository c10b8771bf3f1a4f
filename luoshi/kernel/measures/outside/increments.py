"""From figures to date to what each month added, from any feed to years; nothing is summed twice. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from luoshi.kernel.base.periods import Period, year
from luoshi.kernel.measures.points import MeasureKind, Point, Status

_SUMMED = (MeasureKind.FLOW, MeasureKind.EVENTS)
_HUNDRED = Decimal(100)
_EXACT = Decimal("0.000001")


def increments(points: Sequence[Point], *, first: int = 1, step: int = 1) -> list[Point]:
    """Return what was added between one figure to date of a flow and the next, year by year.

    A missing month is no zero: what came by its end and the next month's is one increment of both, of
    which it says that fewer figures arrived than were expected; so increments always add up to the last
    figure to date. A last one that was published as missing stands as missing. Across a break nothing is
    subtracted. In a year with figures to date only those count, other points of it would tell the same
    twice; points of other years come back as they are. ``first`` is the first month that is published,
    ``step`` how many months lie between figures.
    """
    with_dates = {point.period.start for point in points if _to_date(point)}
    to_date: dict[date, list[Point]] = {start: [] for start in with_dates}
    found: list[Point] = []
    for point in sorted(points, key=lambda point: point.period):
        january = point.period.start.replace(month=1)
        if january not in with_dates:
            found.append(point)
        elif point.period.start == january and (point.cumulative or point.period.months == 1):
            to_date[january].append(point)
    for group in to_date.values():
        found += _of_year(group, first, step)
    return sorted(found, key=lambda point: point.period)


def _of_year(points: Sequence[Point], first: int, step: int) -> list[Point]:
    found: list[Point] = []
    end, total, told = points[0].period.start, Decimal(0), first - 1
    for point in points:
        months = point.period.months
        if point.value is None and point is not points[-1]:
            continue  # the next one tells what came by the end of both
        lacking = point.value is None
        broken = point.status is Status.BREAK and told >= first
        found.append(
            replace(
                point,
                period=Period(end, point.period.end),
                value=None if point.value is None or broken else point.value - total,
                numerator=None,
                denominator=None,
                cumulative=False,
                expected=max((months - told) // step, 1),
                arrived=0 if lacking else 1,
            )
        )
        end, total, told = point.period.end, point.value or Decimal(0), months
    return found


def annual(points: Sequence[Point], *, kind: MeasureKind) -> list[Point]:
    """Return the figure of each year that has one: the year's own, or what its months come to.

    A figure of December to date is the year's; months are summed only where all are there, a stock is its
    last, a rate Σn/Σd. A year with parts but not all has no value and says how many arrived; a year whose
    figures to date do not reach December has none at all: an unfinished period never counts.
    """
    years: dict[int, list[Point]] = {}
    for point in points:
        if point.period.start.year == point.period.last.year:
            years.setdefault(point.period.start.year, []).append(point)
    found = [_year(number, group, kind) for number, group in sorted(years.items())]
    return [point for point in found if point is not None]


def _year(number: int, points: Sequence[Point], kind: MeasureKind) -> Point | None:
    whole = year(number)
    for point in points:
        if point.period == whole:
            return replace(point, cumulative=False)
    parts = sorted((p for p in points if not _to_date(p)), key=lambda point: point.period)
    if not parts or len(parts) < len(points):  # what is left is to date, and short of December
        return None
    known = max(point.known_at for point in parts)
    if kind is MeasureKind.STOCK:
        last = parts[-1]
        return replace(last, period=whole) if last.period.end == whole.end else None
    length = parts[0].period.months
    expected = 12 // length
    arrived = [part for part in parts if part.value is not None]
    lacking = len(arrived) < expected or any(part.period.months != length for part in parts)
    broken = any(part.status is Status.BREAK for part in parts[1:])
    if lacking or broken or not (kind in _SUMMED or kind is MeasureKind.RATE):
        return _without(whole, known, expected, len(arrived), broken=broken)
    status = Status.PROVISIONAL if any(p.status is Status.PROVISIONAL for p in parts) else Status.NORMAL
    if kind in _SUMMED:
        value = sum((part.value for part in arrived if part.value is not None), Decimal(0))
        return Point(whole, value, known, status=status, expected=expected, arrived=len(arrived))
    numerators = [part.numerator for part in parts if part.numerator is not None]
    denominators = [part.denominator for part in parts if part.denominator is not None]
    if len(numerators) < expected or len(denominators) < expected:
        return _without(whole, known, expected, min(len(numerators), len(denominators)))
    n, d = sum(numerators, Decimal(0)), sum(denominators, Decimal(0))
    ratio = (n * _HUNDRED / d).quantize(_EXACT) if d else None
    return Point(whole, ratio, known, n, d, status, expected=expected, arrived=len(arrived))


def _without(whole: Period, known: datetime, expected: int, arrived: int, *, broken: bool = False) -> Point:
    status = Status.BREAK if broken else Status.MISSING
    return Point(whole, None, known, status=status, expected=expected, arrived=arrived)


def _to_date(point: Point) -> bool:
    return point.cumulative and point.period.start.month == 1 and point.period.months <= 12
