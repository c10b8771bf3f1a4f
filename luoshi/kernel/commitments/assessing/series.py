"""Which figures count at a day, as known at a moment, and how those of parts add up. Pure.

Only finished periods count, the latest vintage of each. Figures since the start of the year are never added
to each other. A missing figure is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from itertools import pairwise

from luoshi.kernel.base.periods import Period, add_months
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.measures.points import MeasureKind, Point, Status

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as known, with the span it speaks for and the value it had before it was revised."""

    span: Period
    point: Point
    before: Point | None = None  # the last earlier vintage with another value

    @property
    def usable(self) -> bool:
        """Tell whether it says something: a value, or the parts of a rate."""
        return self.value is not None or self.parts is not None

    @property
    def value(self) -> Decimal | None:
        """Return its value, None where there is none."""
        value = self.point.value
        missing = self.point.status is Status.MISSING or value is None or not value.is_finite()
        return None if missing else value

    @property
    def parts(self) -> tuple[Decimal, Decimal] | None:
        """Return numerator and denominator, where it has both."""
        n, d = self.point.numerator, self.point.denominator
        if self.point.status is Status.MISSING or n is None or d is None:
            return None
        return (n, d) if n.is_finite() and d.is_finite() else None

    @property
    def arrived(self) -> bool:
        """Tell whether all feeds that were expected for it have arrived."""
        return self.point.expected is None or (self.point.arrived or 0) >= self.point.expected


@dataclass(frozen=True, slots=True)
class Tiling:
    """Figures that fill a window from its start without overlap, the gaps between them, and how far."""

    used: tuple[Seen, ...]
    gaps: tuple[Period, ...]
    end: date


def span_of(point: Point) -> Period:
    """Return what a figure speaks for: one since the start of the year, for the year up to its end."""
    period = point.period
    if point.cumulative and period.start.year == period.last.year:
        return Period(date(period.start.year, 1, 1), period.end)
    return period


def known(points: Iterable[Point], *, on: date, at: datetime) -> tuple[Seen, ...]:
    """Return the latest vintage of every finished span, as known at the moment, in order of time."""
    vintages: dict[Period, list[Point]] = {}
    for point in points:
        if point.known_at <= at and point.status is not Status.FORECAST and point.period.over(on):
            vintages.setdefault(span_of(point), []).append(point)
    return tuple(_seen(span, vintages[span]) for span in sorted(vintages))


def _seen(span: Period, vintages: list[Point]) -> Seen:
    if len(vintages) == 1:
        return Seen(span, vintages[0])
    vintages.sort(key=_order)
    last = vintages[-1]
    others = [p for p in vintages[:-1] if p.known_at < last.known_at and p.value != last.value]
    return Seen(span, last, others[-1] if others else None)


def _order(point: Point) -> tuple[object, ...]:
    """Order vintages of one span so that any order of the same points gives the same last one."""
    parts = (point.value, point.numerator, point.denominator, point.expected, point.arrived, point.period)
    return (point.known_at, point.status.value, *(str(part) for part in parts), point.source)


def within(seen: Sequence[Seen], window: Period) -> tuple[Seen, ...]:
    """Return the usable figures that lie in the window."""
    return tuple(each for each in seen if each.usable and each.span.within(window))


def tile(seen: Sequence[Seen], window: Period) -> Tiling:
    """Fill the window from its start: at each place the figure that reaches farthest, else a gap."""
    by_start: dict[date, Seen] = {}
    for each in within(seen, window):
        best = by_start.get(each.span.start)
        if best is None or each.span.end > best.span.end:
            by_start[each.span.start] = each
    used, gaps, cursor = [], [], window.start
    for start in sorted(by_start):
        if start < cursor:
            continue
        if start > cursor:
            gaps.append(Period(cursor, start))
        used.append(by_start[start])
        cursor = by_start[start].span.end
    return Tiling(tuple(used), tuple(gaps), cursor)


def pieces(seen: Sequence[Seen]) -> dict[Period, Decimal]:
    """Return the value of every stretch the figures tell, those since the start of a year taken apart."""
    found: dict[Period, Decimal] = {}
    running: dict[date, list[Seen]] = {}
    for each in seen:
        if each.value is None:
            continue
        if each.point.cumulative:
            running.setdefault(each.span.start, []).append(each)
        else:
            found[each.span] = each.value
    for group in running.values():
        end, total = group[0].span.start, ZERO
        for each in sorted(group, key=lambda one: one.span.end):
            assert each.value is not None
            found.setdefault(Period(end, each.span.end), each.value - total)
            end, total = each.span.end, each.value
    return found


def sum_over(found: dict[Period, Decimal], window: Period) -> Decimal | None:
    """Return the sum over exactly the window, None where the stretches do not fill it."""
    if (whole := found.get(window)) is not None:
        return whole
    ends: dict[date, Period] = {}
    for span in found:
        if span.within(window) and (span.start not in ends or span.end < ends[span.start].end):
            ends[span.start] = span  # the shortest, so that stretches of several lengths mix
    total, cursor = ZERO, window.start
    while cursor < window.end:
        if (part := ends.get(cursor)) is None:
            return None
        total += found[part]
        cursor = part.end
    return total


def pieces_by_month(seen: Sequence[Seen], window: Period) -> list[Decimal]:
    """Return the value of each month of the window; empty where one is not known."""
    found = pieces(seen)
    months = [found.get(month) for month in window.split(1)]
    return [month for month in months if month is not None] if None not in months else []


def rolling_twelve(seen: Sequence[Seen], window: Period) -> list[tuple[Period, Decimal]]:
    """Return every stretch of twelve consecutive months in the window whose sum is known, in order."""
    found = {span: value for span, value in pieces(seen).items() if span.within(window)}
    spans = (Period(add_months(end, -12), end) for end in sorted({span.end for span in found}))
    sums = ((span, sum_over(found, span)) for span in spans if span.start >= window.start)
    return [(span, total) for span, total in sums if total is not None]


def cycle_of(seen: Sequence[Seen]) -> int:
    """Return how many months apart figures come: the least distance of two ends, else their length."""
    ends = sorted({each.span.end for each in seen})
    gaps = [_apart(one, other) for one, other in pairwise(ends)]
    lengths = [each.point.period.months for each in seen if not each.point.cumulative]
    return min(gaps + lengths, default=1) if gaps or lengths else 1


def _apart(one: date, other: date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def together(points: Sequence[Point], kind: MeasureKind) -> Point:
    """Return the figure of a whole from those of its parts for one period: Σ, or Σn/Σd for a rate.

    A part without a value is left out and counted: ``arrived`` of ``expected``. Kinds that do not add up
    (growth, index, rank, survey) raise ValueError: their whole is published, not made.
    """
    periods = {point.period for point in points}
    if len(periods) != 1:
        raise ValueError("parts of one period are put together")
    seen = [Seen(span_of(point), point) for point in points]
    whole = [each for each in seen if (each.parts if kind is MeasureKind.RATE else each.value) is not None]
    if kind not in (MeasureKind.RATE, MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.EVENTS):
        raise ValueError(f"figures of kind {kind} do not add up")
    n = d = value = None
    with localcontext(EXACT):
        if kind is MeasureKind.RATE:
            parts = [each.parts for each in whole if each.parts is not None]
            n, d = sum((a for a, _ in parts), ZERO), sum((b for _, b in parts), ZERO)
            value = 100 * n / d if d else None
        elif whole:
            value = sum((each.value for each in whole if each.value is not None), ZERO)
    return Point(
        period=points[0].period,
        value=value,
        known_at=max(point.known_at for point in points),
        numerator=n,
        denominator=d,
        cumulative=points[0].cumulative,
        expected=len(points),
        arrived=len(whole),
    )
