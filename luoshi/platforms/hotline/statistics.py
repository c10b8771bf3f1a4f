"""What residents are told of all requests of a month: counts from the roll-up, rates from the measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Min, Q

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.suppression import suppress
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.models import DayCount
from luoshi.platforms.hotline.types.request import CHANNELS, OUTCOMES

RATES = ("finished_rate", "on_time_rate", "satisfied_rate")
EXCLUDED = "excluded"
RESULTS = dict(OUTCOMES) | {"open": "办理中", "declined": "不予受理", "merged": "已并入"}
_LEVEL = 2  # signs of a category's code for each level
_WHOLE_CITY = "全市"

# One pass over the days of the month, by the index day_count_once.
_SUMS = """
SELECT simulated, day, left(category, %(signs)s::integer), district, unit, channel, outcome, sum(requests)
FROM hotline_daycount
WHERE day >= %(start)s AND day < %(end)s AND category LIKE %(within)s
GROUP BY GROUPING SETS (
    (simulated, day), (simulated, left(category, %(signs)s::integer)), (simulated, district),
    (simulated, unit), (simulated, channel), (simulated, outcome))
"""
_PARTS = ("day", "category", "district", "unit", "channel", "outcome")


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of a table. ``requests`` is None where left out; ``share`` is of the largest, in percent."""

    key: str
    title: str
    requests: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of one kind that may be shown, the largest first, and how many are left out."""

    cells: tuple[Cell, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as the measure reads it for the month; None of it where there is no reading yet."""

    name: str
    title: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """A month, or what of it falls under one category. ``total`` is None where it is left out."""

    month: date
    category: str
    months: tuple[date, ...]
    total: int | None
    days: tuple[Cell, ...]
    categories: Part
    districts: Part
    units: Part
    channels: Part
    outcomes: Part
    rates: tuple[Rate, ...]
    excluded: Decimal | None
    simulated: bool
    deeper: bool  # there are categories below those shown


def statistics_of(month: date | None, *, category: str = "", at: datetime) -> Statistics:
    """Return the statistics of the month, or of the last that has any. Five queries.

    Where real requests came in, invented ones are left out. Raises ``category-unknown``.
    """
    table = city_table("hotline_categories")
    if category and table.get(category) is None:
        raise LuoshiError(
            "category-unknown", f"没有诉求分类 {category}。", f"There is no category {category}."
        )
    span = DayCount.objects.aggregate(first=Min("day"), last=Max("day"))
    months = tuple(_months(span["first"], span["last"]))
    chosen = (month or (months[-1] if months else at.date())).replace(day=1)
    sums, simulated = _sums(chosen, category)
    names = _names(sums["unit"], sums["district"])
    rates, excluded = ((), None) if category else _rates(chosen, simulated, at)
    levels = len(category) + _LEVEL
    return Statistics(
        month=chosen,
        category=table.titled(category) if category else "",
        months=months,
        total=suppress(sums["day"]).total,
        days=_days(sums["day"]),
        categories=_part(sums["category"], {entry.code: entry.title for entry in table}),
        districts=_part(sums["district"], names | {"": _WHOLE_CITY}),
        units=_part(sums["unit"], names),
        channels=_part(sums["channel"], dict(CHANNELS)),
        outcomes=_part(sums["outcome"], RESULTS),
        rates=rates,
        excluded=excluded,
        simulated=simulated,
        deeper=levels < 3 * _LEVEL,
    )


def _months(first: date | None, last: date | None) -> Iterator[date]:
    if first is None or last is None:
        return
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _sums(month: date, category: str) -> tuple[dict[str, dict[str, int]], bool]:
    asked = {"signs": len(category) + _LEVEL, "start": month, "end": _next(month), "within": f"{category}%"}
    rows = ask(_SUMS, asked)
    simulated = all(row[0] for row in rows) and bool(rows)
    sums: dict[str, dict[str, int]] = {part: {} for part in _PARTS}
    for invented, *keys, count in rows:
        part, key = next((part, key) for part, key in zip(_PARTS, keys, strict=True) if key is not None)
        if invented == simulated:
            sums[part][str(key)] = int(count)
    return sums, simulated


def _days(counts: Mapping[str, int]) -> tuple[Cell, ...]:
    shown = suppress(counts).cells
    return tuple(Cell(day, day, shown[day], 0) for day in sorted(counts))


def _part(counts: Mapping[str, int], titles: Mapping[str, str]) -> Part:
    shown = {key: count for key, count in suppress(counts).cells.items() if count is not None}
    most = max(shown.values(), default=0) or 1
    order = sorted(shown, key=lambda key: (-shown[key], key))
    cells = (Cell(key, titles.get(key, key), shown[key], round(100 * shown[key] / most)) for key in order)
    return Part(tuple(cells), len(counts) - len(shown))


def _names(units: Iterable[str], districts: Iterable[str]) -> dict[str, str]:
    wanted = Q(code__in=list(units)) | Q(kind=Kind.DISTRICT, region__in=list(districts))
    names: dict[str, str] = {}
    for code, region, kind, name in Organisation.objects.filter(wanted).values_list(
        "code", "region", "kind", "short"
    ):
        names[code] = name
        if kind == Kind.DISTRICT:
            names[region] = name
    return names


def _rates(month: date, simulated: bool, at: datetime) -> tuple[tuple[Rate, ...], Decimal | None]:
    keys = [f"hotline.{name}" for name in (*RATES, EXCLUDED)]
    rows = Reading.objects.filter(
        measure__in=keys, org="", place="", start=month, end=_next(month), simulated=simulated
    ).filter(known_at__lte=at)
    read = {row.measure: row for row in rows.order_by("measure", "-known_at").distinct("measure")}
    rates = [(name, read.get(f"hotline.{name}")) for name in RATES]
    left_out = read.get(f"hotline.{EXCLUDED}")
    return (
        tuple(
            Rate(
                name,
                measure(f"hotline.{name}").title,
                row.value if row else None,
                row.numerator if row else None,
                row.denominator if row else None,
            )
            for name, row in rates
        ),
        left_out.value if left_out else None,
    )
