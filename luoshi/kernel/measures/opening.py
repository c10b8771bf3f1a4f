"""A figure opened: the records it is made of for staff, and counts without small numbers for the public.

Both ask the same statement as the figure itself, so that rows and figure never drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.models import Case
from luoshi.kernel.measures.aggregate import DISTRICT, EXACT, aggregate, cell_of, kept, standing
from luoshi.kernel.measures.arithmetic import percent
from luoshi.kernel.measures.definitions import Definition, Public
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.selects import only
from luoshi.kernel.measures.suppression import K, suppress
from luoshi.kernel.orgs.actor import Actor

PAGE = 100


@dataclass(frozen=True, slots=True)
class Contribution:
    """One record's part in a figure. Of a rate ``value`` is the numerator."""

    subject: str
    org: str
    place: str
    happened_on: date
    value: Decimal | None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a figure is made of as the records stand now. ``hidden`` rows of the page may not be seen."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    total: int
    rows: tuple[Contribution, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure that a record counts in, and on which day."""

    measure: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class Facets:
    """Of how many records a figure is made, by the bodies right below; None is left out as too small.

    Where not even the list of bodies may be shown, ``cells`` is empty.
    """

    total: int | None
    cells: Mapping[str, int | None]


def rows_of(
    definition: Definition,
    period: Period,
    *,
    by: Actor,
    on: date,
    org: str = "",
    place: str = "",
    simulated: bool = False,
    limit: int = PAGE,
    offset: int = 0,
) -> Opened:
    """Return the records that make up the figure, those first that happened first. Four queries.

    Whoever asks sees the rows of cases they may read, and of records that are no cases those of their
    own organisations; the others are only counted.
    """
    statement = _rows(definition, period, on=on, org=org, place=place, simulated=simulated)
    whole = f"SELECT count(*), sum(a), sum(b), count(DISTINCT subject) FROM ({statement}) AS r"
    page = _page(statement, limit=limit, offset=offset)
    (summed,) = Postgres().rows(whole)
    total, subjects = int(str(summed[0])), int(str(summed[3]))
    a, b = (_exact(value) for value in summed[1:3])
    found = [_contribution(row) for row in Postgres().rows(page)]
    rows = tuple(_readable(found, by))
    value: Decimal | None = a
    numerator = denominator = None
    if definition.kind is MeasureKind.RATE:
        numerator, denominator = a or Decimal(0), b or Decimal(0)
        value = percent(numerator, denominator)
    elif definition.kind is MeasureKind.EVENTS:
        value = Decimal(subjects) if total else None
    return Opened(value, numerator, denominator, total, rows, len(found) - len(rows))


def rows_of_reading(reading: Reading, *, by: Actor, limit: int = PAGE, offset: int = 0) -> Opened:
    """Return the records behind a reading as they stand now; where they changed since, its value differs.

    Raises ``measure-unknown`` where the measure is no longer installed.
    """
    return rows_of(
        measure(reading.measure),
        Period(reading.start, reading.end),
        by=by,
        on=reading.run.on,
        org=reading.org,
        place=reading.place,
        simulated=reading.simulated,
        limit=limit,
        offset=offset,
    )


def published_rows_of(
    definition: Definition,
    period: Period,
    *,
    on: date,
    org: str = "",
    simulated: bool = False,
    limit: int = PAGE,
    offset: int = 0,
) -> tuple[list[Contribution], int]:
    """Return a page of those records of the figure that were published one by one, and how many there are.

    None of a measure that the public may open to counts only. One query.
    """
    if definition.public is not Public.ROWS:
        return [], 0
    statement = _rows(definition, period, on=on, org=org, place="", simulated=simulated)
    known = "SELECT code FROM cases_case WHERE secrecy = 0 AND data @> '{\"published\": true}'"
    rows = f"SELECT *, count(*) OVER () FROM ({statement}) AS r WHERE subject IN ({known})"
    found = Postgres().rows(_page(rows, limit=limit, offset=offset))
    return [_contribution(row[:6]) for row in found], int(str(found[0][6])) if found else 0


def figures_of(subject: str, definitions: Iterable[Definition], *, simulated: bool) -> list[Counted]:
    """Return the measures that one record counts in, and when: the way back from a row. One query."""
    asked = [
        f"SELECT {_text(one.key)} AS key, happened_on FROM "
        f"({only(one.statement, simulated=simulated)}) AS r WHERE subject = {_text(subject)}"
        for one in definitions
    ]
    if not asked:
        return []
    found = Postgres().rows(" UNION ALL ".join(asked) + " ORDER BY happened_on, key")
    return [Counted(str(key), day) for key, day in found if isinstance(day, date)]


def facets_of(
    definition: Definition, period: Period, *, on: date, org: str = "", simulated: bool = False, k: int = K
) -> Facets:
    """Return of how many records the figure is made, by the bodies right below the organisation.

    Every table from the whole down to the organisation is closed before the one asked for, so that none
    gives away what another leaves out. One query. Raises ``facets-period`` for a period that is not over
    or not one of the measure's cycle: the difference of two overlapping ones would tell a small count.
    """
    _require_cycle(definition, period, on)
    statement = aggregate(definition, windows=[period], on=on, simulated=simulated)
    cells = [cell_of(row) for row in Postgres().rows(statement)]
    counts = {cell.org: cell.sums.rows for cell in cells if not cell.place}
    steps = [org[: at + 1] for at, sign in enumerate(org) if sign == "/"]
    total: int | None = counts.get("", 0)
    for upper, lower in zip(["", *steps], [*steps, None], strict=True):
        shown = suppress(_below(counts, upper), k)
        if shown.total is None:  # nothing of it can be shown beside its total, where that is known at all
            return Facets(total if upper and not lower else None, {})
        if lower is None:
            return Facets(shown.total, shown.cells)
        total = shown.cells.get(lower, 0)
        if total is None:
            return Facets(None, {})
    raise AssertionError("the last step returns")


def _below(counts: Mapping[str, int], upper: str) -> dict[str, int]:
    """Return the counts of the bodies right below, and the body's own under its own name."""
    depth = upper.count("/") + 1
    lower = {org: n for org, n in counts.items() if org.startswith(upper) and org.count("/") == depth}
    own = counts.get(upper, 0) - sum(lower.values())
    return lower | ({upper: own} if own else {})


def _require_cycle(definition: Definition, period: Period, on: date) -> None:
    months = definition.cycle.months
    if period.months != months or (period.start.month - 1) % months or not period.over(on):
        raise LuoshiError(
            "facets-period",
            f"{definition.title}只按已结束的{_CYCLES[months]}公开分项，{period.title}不是。",
            f"Parts of {definition.key} are public for a {definition.cycle} that is over; {period} is none.",
        )


_CYCLES = {1: "月份", 3: "季度", 12: "年度"}


def _rows(definition: Definition, period: Period, *, on: date, org: str, place: str, simulated: bool) -> str:
    """Return the statement of the contributing rows: subject, org, place, happened_on, a, b."""
    inner = f"({only(definition.statement, simulated=simulated)}) AS contributing"
    where = f"starts_with(org, {_text(org)})"
    if place:
        column = f"substring(place, 1, {DISTRICT})" if len(place) <= DISTRICT else "place"
        where += f" AND {column} = {_text(place)}"
    end = min(period.end, date.fromordinal(on.toordinal() + 1))
    if definition.cumulative:
        opens = date(period.start.year, 1, 1)
        parts = [_stands(definition, inner, since=opens, end=end, where=where)]
        if period.start > opens:
            before = _stands(definition, inner, since=opens, end=period.start, where=where, sign="-")
            parts.append(before)
        return " UNION ALL ".join(parts)
    if definition.kind is MeasureKind.STOCK:
        return _stands(definition, inner, since=date(1, 1, 1), end=end, where=where)
    during = f"happened_on >= DATE '{period.start}' AND happened_on < DATE '{end}'"
    first, *others = definition.values
    second = others[0] if others else f"CAST(NULL AS {EXACT})"
    return (
        f"SELECT subject, org, place, happened_on, {first} AS a, {second} AS b "
        f"FROM ({kept(definition, inner, during)}) AS k WHERE {where}"
    )


def _stands(definition: Definition, inner: str, *, since: date, end: date, where: str, sign: str = "") -> str:
    """Return each subject's last row before the end. What is taken away again carries a minus."""
    during = f"happened_on >= DATE '{since}' AND happened_on < DATE '{end}'"
    spans = standing(definition, f"({kept(definition, inner, during)}) AS k")
    return (
        f"SELECT subject, org, place, since AS happened_on, {sign}value AS a, "
        f"CAST(NULL AS {EXACT}) AS b FROM ({spans}) AS s WHERE until IS NULL AND {where}"
    )


def _page(statement: str, *, limit: int, offset: int = 0) -> str:
    return f"{statement} ORDER BY happened_on, subject LIMIT {int(limit)} OFFSET {int(offset)}"


def _text(value: str) -> str:
    return exp.Literal.string(value).sql("postgres")


def _contribution(row: Iterable[object]) -> Contribution:
    subject, org, place, day, a, b = row
    assert isinstance(day, date)
    return Contribution(str(subject), str(org), str(place), day, _exact(a), _exact(b))


def _exact(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _readable(rows: Iterable[Contribution], by: Actor) -> Iterable[Contribution]:
    found = tuple(rows)
    codes = {row.subject for row in found}
    cases = Case.objects.filter(code__in=codes)
    known = set(cases.values_list("code", flat=True))
    seen = set(visible(by, cases).values_list("code", flat=True))
    for row in found:
        if row.subject in seen or (row.subject not in known and row.org.startswith(by.open_paths or ("\0",))):
            yield row
