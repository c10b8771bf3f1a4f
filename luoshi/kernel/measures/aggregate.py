"""One statement for all figures of a measure: by organisation, by place, by window. No Django.

Sums are taken of months and put together in ``arithmetic``; distinct subjects cannot be, so for those the
windows are the periods themselves. The statement is PostgreSQL's and translates to the other engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures.definitions import Definition, Missing
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.measures.selects import only

LEVELS = 6  # organisations nest no deeper; what lies below counts for the sixth
DISTRICT = 6  # digits of a county in GB/T 2260; longer codes are towns within it
EXACT = "numeric(28, 6)"  # the same in every engine
_PARTS = [f"l{n}" for n in range(1, LEVELS + 1)]
_EVER = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows of a series add up to in a window. ``fresh`` of them lie in the window itself."""

    a: Decimal | None
    b: Decimal | None
    rows: int
    fresh: int
    blanks: int  # rows without a value


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one organisation or one place, or of all where both are empty."""

    org: str
    place: str
    window: Period
    sums: Sums


def aggregate(definition: Definition, *, windows: Sequence[Period], on: date, simulated: bool) -> str:
    """Return the statement whose rows ``cell_of`` reads. Rows later than the day are left out."""
    if definition.kind is MeasureKind.STOCK or definition.cumulative:
        grain = _standing(definition)
    elif definition.kind is MeasureKind.EVENTS:
        grain = _events()
    else:
        grain = _added(definition, windows)
    given = ", ".join(f"(DATE '{w.start}', DATE '{w.end}', DATE '{_opens(definition, w)}')" for w in windows)
    last = min(max(w.end for w in windows), date.fromordinal(on.toordinal() + 1))
    begin = f"happened_on >= DATE '{_first(definition, windows)}' AND happened_on < DATE '{last}'"
    return f"""
WITH contributing AS ({only(definition.statement, simulated=simulated)}),
windows(starts, ends, opens) AS (VALUES {given}),
kept AS ({kept(definition, "contributing", begin)}),
{grain}
by_org AS (
  SELECT g.*, {", ".join(f"split_part(g.org, '/', {n}) AS l{n}" for n in range(1, LEVELS + 1))}
  FROM {_narrowed(definition, "org")} AS g
),
by_place AS (
  SELECT g.*, substring(g.place, 1, {DISTRICT}) AS p1, g.place AS p2
  FROM {_narrowed(definition, "place")} AS g WHERE g.place <> ''
)
SELECT starts, ends, {", ".join(_PARTS)}, {_no(["p1", "p2"])}, {_sums(definition)}
FROM by_org GROUP BY GROUPING SETS ({_rollup(_PARTS, total=True)})
HAVING {_lowest(_PARTS)}
UNION ALL
SELECT starts, ends, {_no(_PARTS)}, p1, p2, {_sums(definition)}
FROM by_place GROUP BY GROUPING SETS ({_rollup(["p1", "p2"], total=False)})
HAVING p2 IS NULL OR length(p2) > {DISTRICT}
"""


def cell_of(row: Sequence[object]) -> Cell:
    """Read one row that an engine gave."""
    starts, ends, *names = row[: 4 + LEVELS]
    assert isinstance(starts, date)
    assert isinstance(ends, date)
    codes, places = names[:LEVELS], names[LEVELS:]
    a, b, rows, fresh, blanks = row[4 + LEVELS :]
    sums = Sums(_exact(a), _exact(b), int(str(rows)), int(str(fresh)), int(str(blanks)))
    org = "".join(f"{code}/" for code in codes if code)
    return Cell(org, str(places[1] or places[0] or ""), Period(starts, ends), sums)


def kept(definition: Definition, rows: str, condition: str) -> str:
    """Return the contributing rows that meet the condition, with exact values and no name missing."""
    values = [f"CAST({name} AS {EXACT}) AS {name}" for name in definition.values]
    if definition.missing is Missing.ZERO:
        values = [f"COALESCE(CAST({name} AS {EXACT}), 0) AS {name}" for name in definition.values]
    if definition.missing is Missing.SKIP:
        condition += "".join(f" AND {name} IS NOT NULL" for name in definition.values)
    return (
        "SELECT subject, COALESCE(org, '') AS org, COALESCE(place, '') AS place, happened_on, "
        f"{', '.join(values)} FROM {rows} WHERE {condition}"
    )


def standing(definition: Definition, rows: str) -> str:
    """Return each row with the day from which a later row of its subject stands instead."""
    return (
        "SELECT subject, org, place, happened_on AS since, value, lead(happened_on) OVER "
        f"(PARTITION BY subject ORDER BY happened_on, value, org, place) AS until FROM {rows}"
    )


def _added(definition: Definition, windows: Sequence[Period]) -> str:
    """Add up the rows of each body, place and window in one pass; the windows must not overlap."""
    first, *others = definition.values
    second = f"sum({others[0]})" if others else f"CAST(NULL AS {EXACT})"
    blanks = " OR ".join(f"{name} IS NULL" for name in definition.values)
    none = f"sum(CASE WHEN {blanks} THEN 1 ELSE 0 END)" if definition.missing is Missing.FAIL else "0"
    return f"""added AS (
  SELECT org, place, {_window_of(windows)} AS window_start,
    sum({first}) AS a, {second} AS b, count(*) AS n, {none} AS blanks
  FROM kept GROUP BY org, place, window_start
),
grain AS (
  SELECT w.starts, w.ends, m.org, m.place, m.a, m.b, m.n, m.n AS fresh, m.blanks
  FROM added AS m JOIN windows AS w ON w.starts = m.window_start
),"""


def _window_of(windows: Sequence[Period]) -> str:
    """Tell of a row in which window it lies by comparing with days alone: nothing is cheaper."""
    cases, reached = [], date.min
    for window in sorted(windows):
        assert window.start >= reached, "windows of sums must not overlap"
        if window.start > reached:
            cases.append(f"WHEN happened_on < DATE '{window.start}' THEN CAST(NULL AS date)")
        cases.append(f"WHEN happened_on < DATE '{window.end}' THEN DATE '{window.start}'")
        reached = window.end
    return f"CASE {' '.join(cases)} END"


def _events() -> str:
    return f"""grain AS (
  SELECT w.starts, w.ends, k.org, k.place, k.subject, CAST(NULL AS {EXACT}) AS b,
    CASE WHEN k.value IS NULL THEN 1 ELSE 0 END AS blanks
  FROM kept AS k JOIN windows AS w ON k.happened_on >= w.starts AND k.happened_on < w.ends
),"""


def _standing(definition: Definition) -> str:
    return f"""spans AS ({standing(definition, "kept")}),
grain AS (
  SELECT w.starts, w.ends, s.org, s.place, s.value AS a, CAST(NULL AS {EXACT}) AS b, 1 AS n,
    CASE WHEN s.since >= w.starts THEN 1 ELSE 0 END AS fresh,
    CASE WHEN s.value IS NULL THEN 1 ELSE 0 END AS blanks
  FROM spans AS s JOIN windows AS w
    ON s.since < w.ends AND s.since >= w.opens AND (s.until IS NULL OR s.until >= w.ends)
),"""


def _narrowed(definition: Definition, name: str) -> str:
    """Return the rows by body or by place alone, which are few. Distinct subjects cannot be added up."""
    if definition.kind is MeasureKind.EVENTS:
        return "grain"
    return f"(SELECT starts, ends, {name}, {_sums(definition)} FROM grain GROUP BY starts, ends, {name})"


def _sums(definition: Definition) -> str:
    if definition.kind is MeasureKind.EVENTS:
        counts = "count(DISTINCT subject) AS a, sum(b) AS b, count(*) AS n, count(*) AS fresh"
        return f"{counts}, sum(blanks) AS blanks"
    return "sum(a) AS a, sum(b) AS b, sum(n) AS n, sum(fresh) AS fresh, sum(blanks) AS blanks"


def _no(parts: list[str]) -> str:
    return ", ".join(f"CAST(NULL AS text) AS {part}" for part in parts)


def _rollup(parts: list[str], *, total: bool) -> str:
    """Write out the sets of a rollup within each window."""
    depths = range(0 if total else 1, len(parts) + 1)
    return ", ".join(f"({', '.join(['starts', 'ends', *parts[:depth]])})" for depth in depths)


def _lowest(parts: list[str]) -> str:
    """Keep each set whose last part is there: a body's own rows alone are no figure of it."""
    ends = [f"({lower} IS NULL AND {part} <> '')" for part, lower in pairwise(parts)]
    return " OR ".join([f"{parts[0]} IS NULL", *ends, f"{parts[-1]} <> ''"])


def _opens(definition: Definition, window: Period) -> date:
    return date(window.start.year, 1, 1) if definition.cumulative else _EVER


def _first(definition: Definition, windows: Sequence[Period]) -> date:
    if definition.cumulative:
        return min(_opens(definition, window) for window in windows)
    return _EVER if definition.kind is MeasureKind.STOCK else min(window.start for window in windows)


def _exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
