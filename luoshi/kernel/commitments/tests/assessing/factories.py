"""Targets, figures and rules to test with, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.kernel.base.periods import Period, add_months, parse_period, year
from luoshi.kernel.commitments.assessing import Assessment, Event, RuleSet, Target, assess, read_rules
from luoshi.kernel.commitments.assessing.codes import Comparator, EventKind
from luoshi.kernel.measures.points import MeasureKind, Point

ROOT = Path(__file__).resolve().parents[5]
LATER = datetime(2040, 1, 1, tzinfo=UTC)
YEAR = year(2026)
MONTHS = YEAR.split(1)
MID, END = date(2026, 6, 30), date(2026, 12, 31)


@cache
def presets() -> dict[str, RuleSet]:
    return {rule.key: rule for rule in read_rules(ROOT / "city" / "rules")}


def luoshi() -> RuleSet:
    return presets()["luoshi"]


def number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def make_target(comparator: Comparator = Comparator.GE, value: Any = 100, **fields: Any) -> Target:
    given: dict[str, Any] = {"kind": MeasureKind.FLOW, "unit": "人", "period": YEAR, **fields}
    for name in ("high", "tolerance", "offset"):
        if name in given:
            given[name] = number(given[name])
    return Target(comparator=comparator, value=number(value), **given)


def point(period: str | Period, value: Any = None, *, known: datetime | None = None, **fields: Any) -> Point:
    """Return a figure, known ten days after its period unless told otherwise."""
    span = parse_period(period) if isinstance(period, str) else period
    at = known or datetime(span.end.year, span.end.month, 10, tzinfo=UTC)
    for name in ("numerator", "denominator"):
        if name in fields:
            fields[name] = number(fields[name])
    return Point(period=span, value=number(value), known_at=at, **fields)


def months(*values: Any, first: str = "2026-01", **fields: Any) -> list[Point]:
    """Return one figure for each month from the first on; ``...`` leaves the month out."""
    start = parse_period(first).start
    spans = [Period(add_months(start, n), add_months(start, n + 1)) for n in range(len(values))]
    return [
        point(span, value, **fields) for span, value in zip(spans, values, strict=True) if value is not ...
    ]


def running(*totals: Any, number_of_year: int = 2026, **fields: Any) -> list[Point]:
    """Return figures since the start of the year, one for each month."""
    start = date(number_of_year, 1, 1)
    spans = [Period(start, add_months(start, n + 1)) for n in range(len(totals))]
    return [
        point(span, total, cumulative=True, **fields)
        for span, total in zip(spans, totals, strict=True)
        if total is not ...
    ]


def rates(*parts: tuple[int, int], first: str = "2026-01") -> list[Point]:
    """Return rates in percent with their parts, one for each month."""
    start = parse_period(first).start
    return [
        point(
            Period(add_months(start, n), add_months(start, n + 1)),
            None if not d else Decimal(100) * a / d,
            numerator=a,
            denominator=d,
        )
        for n, (a, d) in enumerate(parts)
    ]


def spread(total: int, parts: int) -> Sequence[Decimal]:
    return [Decimal(total) / parts] * parts


def happened(kind: EventKind, on: date, *, ref: str = "证1", **fields: Any) -> Event:
    known = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    return Event(kind=kind, on=on, ref=ref, **{"known_at": known, **fields})


def judge(target: Target, points: Iterable[Point] = (), *, on: date = MID, **given: Any) -> Assessment:
    """Assess under the default rule with all that is known."""
    return assess(target, points, on=on, **{"rules": luoshi(), "known_at": LATER, **given})


def said(assessment: Assessment) -> str:
    return "\n".join(assessment.derivation)
