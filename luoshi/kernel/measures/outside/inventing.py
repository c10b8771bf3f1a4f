"""Invented figures of a year: seasonal, published late, sometimes provisional, sometimes missing. Pure.

The same seed gives the same figures, each drawn by its own series and year, so that a later rehearsal
adds to an earlier one and changes nothing of it. No real figure is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures.definitions import Cycle, Direction
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.outside.shapes import shares
from luoshi.kernel.measures.points import MeasureKind, Status

YEARS_BEFORE = 3
_PARTS = 10_000  # chance is drawn in whole parts, so that nothing is a float
_PACES = ("on",) * 13 + ("behind",) * 4 + ("far_behind",) * 3
_REACHED = {"on": (10_000, 10_800), "behind": (8_300, 9_000), "far_behind": (4_500, 6_300)}
_HARVESTED = {"on": (10_000, 10_300), "behind": (9_600, 9_800), "far_behind": (9_000, 9_300)}  # once a year
_GAPS = {"on": (0, 4), "behind": (-11, -6), "far_behind": (-32, -22)}  # tenths of a point of growth
_SHORT = {"on": (0, 4), "behind": (-25, -10), "far_behind": (-80, -40)}  # of a rate
_PROVISIONAL, _ABSENT, _LACKING = 25, 4, 2  # percent of figures
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Invented:
    """A figure as it would have been published."""

    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status
    known_at: datetime


def pace_of(series: OutsideSeries, *, seed: int) -> str:
    """Return how the year goes for the series: on, behind or far_behind."""
    chance = _chance(seed, series.key.removesuffix("_growth"), "pace")  # a level and its growth agree
    pace = chance.choice(_PACES)
    return "on" if series.reference or series.kind is MeasureKind.EVENTS else pace


def invent(
    series: OutsideSeries, *, number: int, this: int, seed: int, festival: int, zone: ZoneInfo
) -> list[Invented]:
    """Return what is published of the series about a year; ``this`` is the year whose pace is set."""
    chance = _chance(seed, series.key, str(number))
    levels = _levels(series, number=number, this=this, seed=seed, festival=festival)
    found: list[Invented] = []
    before = Decimal(0)
    for period in series.periods(number):
        last = period.last.month
        value, parts = _figure(series, levels, period, chance)
        draws = [chance.randrange(100) for _ in range(3)]
        late, minute = chance.randint(0, 3), chance.randint(0, 90)
        shift = Decimal(chance.randint(-180, 180)) / 1000
        day = period.end + timedelta(days=series.lag + late)
        known_at = datetime.combine(day, time(9, 30), zone) + timedelta(minutes=minute)
        gaps = number == this and last != 12  # what lacked in earlier years was brought in since
        if gaps and draws[0] < _ABSENT:
            continue  # no feed came for it
        if gaps and draws[1] < _LACKING:
            found.append(Invented(period, None, None, None, Status.MISSING, known_at))
            continue
        if draws[2] < _PROVISIONAL and parts is None:
            first = _rounded(series, value + _error(series, value - before) * shift)
            found.append(Invented(period, first, None, None, Status.PROVISIONAL, known_at))
            status = Status.NORMAL if first == value else Status.REVISED
            known_at += timedelta(days=chance.randint(26, 40))
            found.append(Invented(period, value, None, None, status, known_at))
        else:
            numerator, denominator = parts or (None, None)
            found.append(Invented(period, value, numerator, denominator, Status.NORMAL, known_at))
        before = value if series.cumulative else Decimal(0)
    return found


def _levels(
    series: OutsideSeries, *, number: int, this: int, seed: int, festival: int
) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Return the year before, the year, and how much of the way lies behind at the end of each month."""
    parts = shares(series.rehearsed.shape, festival=festival)
    chance = _chance(seed, series.key, f"shares:{number}")
    uneven = [part * chance.randint(85, 115) for part in parts]
    total = sum(uneven)
    way = [Decimal(done) / total for done in accumulate(uneven)]
    return _year(series, number - 1, this, seed), _year(series, number, this, seed), way


def _year(series: OutsideSeries, number: int, this: int, seed: int) -> Decimal:
    rehearsed, chance = series.rehearsed, _chance(seed, series.key, f"year:{number}")
    if series.kind is MeasureKind.EVENTS:
        return rehearsed.this_year
    pace = pace_of(series, seed=seed) if number >= this else ""
    if _relative(series):
        base = rehearsed.this_year if pace else rehearsed.last_year
        least, most = _GAPS[pace] if pace else (-5, 5)
        gap = Decimal(chance.randint(least, most)) / 10
        if series.kind is MeasureKind.RANK:
            gap = Decimal(-round(gap)) if pace else Decimal(0)
        return base - gap if series.direction is Direction.LESS else base + gap
    if not pace:
        drift = _PARTS - 150 * max(this - 1 - number, 0)
        noise = 0 if number == this - 1 else chance.randint(-300, 300)
        level = rehearsed.last_year * (drift + noise) / _PARTS
    else:
        least, most = (_HARVESTED if series.cycle is Cycle.YEAR else _REACHED)[pace]
        reached = Decimal(chance.randint(least, most)) / _PARTS
        less = series.direction is Direction.LESS
        level = rehearsed.this_year / reached if less else rehearsed.this_year * reached
        if series.kind is MeasureKind.STOCK and not less:
            level = rehearsed.last_year + (rehearsed.this_year - rehearsed.last_year) * reached
        elif series.kind is MeasureKind.RATE:
            short = Decimal(chance.randint(*_SHORT[pace])) / 10
            level = rehearsed.this_year - short if less else rehearsed.this_year + short
    return min(level, _HUNDRED) if series.kind is MeasureKind.RATE else level


def _figure(
    series: OutsideSeries, levels: tuple[Decimal, Decimal, list[Decimal]], period: Period, chance: Random
) -> tuple[Decimal, tuple[Decimal, Decimal] | None]:
    last_year, this_year, way = levels
    month = period.last.month
    share = way[month - 1]
    if series.kind is MeasureKind.EVENTS:
        return this_year, None
    if _relative(series):
        noise = Decimal(chance.randint(-3, 3)) / 10 * (12 - month) / 12
        if series.kind is MeasureKind.RANK:
            return max(this_year, Decimal(1)).quantize(Decimal(1)), None
        return _rounded(series, this_year + noise), None
    if series.kind in (MeasureKind.STOCK, MeasureKind.RATE):
        level = last_year + (this_year - last_year) * share
        if series.kind is MeasureKind.STOCK:
            return _rounded(series, level), None
        listed = Decimal(_chance(0, series.key, "list").randint(120, 1200))
        denominator = max((listed * share).quantize(Decimal(1)), Decimal(1)) if series.cumulative else listed
        numerator = (denominator * min(level, _HUNDRED) / 100).quantize(Decimal(1))
        return (100 * numerator / denominator).quantize(Decimal("0.000001")), (numerator, denominator)
    if series.cumulative:
        return _rounded(series, this_year * share), None
    before = way[month - 1 - period.months] if month > period.months else Decimal(0)
    return _rounded(series, this_year * (share - before)), None


def _relative(series: OutsideSeries) -> bool:
    return series.kind in (
        MeasureKind.GROWTH,
        MeasureKind.AVERAGE_GROWTH,
        MeasureKind.INDEX,
        MeasureKind.RANK,
    )


def _error(series: OutsideSeries, added: Decimal) -> Decimal:
    """Return of what a first figure is off by a share: what was added, a hundredth of a stock, a point."""
    if _relative(series):
        return Decimal(1)
    return added / 20 if series.kind is MeasureKind.STOCK else added


def _rounded(series: OutsideSeries, value: Decimal) -> Decimal:
    """Round as it is published; large sums of money to ten thousand yuan."""
    places = -4 if series.unit == "元" and abs(value) >= 10**6 else series.decimals
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).quantize(Decimal("0.000001"))


def _chance(seed: int, *names: str) -> Random:
    return Random(f"{seed}:{':'.join(names)}")  # noqa: S311  invented, not secret
