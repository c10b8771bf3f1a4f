"""How fast commitments are assessed: a thousand over twelve month ends, and a city's year under two rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from benchmarks import Bar, calibration_seconds, median_seconds
from luoshi.kernel.base.periods import Period, add_months, year
from luoshi.kernel.commitments.assessing import RuleSet, Target, assess, canonical, read_rules
from luoshi.kernel.commitments.assessing.codes import Comparator
from luoshi.kernel.measures.points import MeasureKind, Point

RULES = Path(__file__).resolve().parents[1] / "city" / "rules"
ENDS = [add_months(date(2026, 1, 1), n + 1) - timedelta(days=1) for n in range(12)]
LATER = datetime(2027, 3, 1, tzinfo=UTC)
SHAPES = [
    (Comparator.GE, MeasureKind.FLOW, "人"),
    (Comparator.LE, MeasureKind.FLOW, "元"),
    (Comparator.GE, MeasureKind.RATE, "%"),
    (Comparator.APPROX, MeasureKind.GROWTH, "%"),
    (Comparator.ZERO, MeasureKind.EVENTS, "起"),
    (Comparator.MILESTONE, MeasureKind.MILESTONE, ""),
]
Series = tuple[Target, list[Point]]


def bars() -> Iterator[Bar]:
    """Yield seconds for a thousand commitments, microseconds each, and seconds for a city's year."""
    rules = {rule.key: rule for rule in read_rules(RULES)}
    reference = calibration_seconds()
    thousand, city = _series(1_000), _series(122)
    whole = median_seconds(partial(_year, thousand, [rules["luoshi"]]), runs=3)
    each = whole / (len(thousand) * len(ENDS))
    both = median_seconds(partial(_year, city, [rules["luoshi"], rules["xuancheng"]]), runs=3)
    yield Bar(name="1,000 commitments x 12 month ends", figure=whole, limit=20, unit=" s")
    yield Bar(
        name="one assessment with its canonical text",
        figure=1_000_000 * each,
        limit=1_700,
        unit=" µs",
        reference=f"{each / reference:.2g} x loop",
    )
    yield Bar(
        name="a city's year: 122 x 12 month ends x 2 rules",
        figure=both,
        limit=5,
        unit=" s",
        reference=f"{both / reference:.3g} x loop",
    )


def _year(series: Sequence[Series], rules: Sequence[RuleSet]) -> None:
    for rule in rules:
        for target, points in series:
            for on in ENDS:
                canonical(assess(target, points, rules=rule, on=on, known_at=LATER))


def _series(count: int) -> list[Series]:
    """Return targets of several kinds with two years of months each, one month in five revised once."""
    return [(_target(n), _points(n)) for n in range(count)]


def _target(n: int) -> Target:
    comparator, kind, unit = SHAPES[n % len(SHAPES)]
    return Target(
        comparator=comparator,
        kind=kind,
        unit=unit,
        period=year(2026),
        value=Decimal(90 + n % 30),
        indicator=f"指标{n}",
    )


def _points(n: int) -> list[Point]:
    points = []
    for month in range(24):
        start = add_months(date(2025, 1, 1), month)
        span = Period(start, add_months(start, 1))
        known = datetime(span.end.year, span.end.month, 10, tzinfo=UTC)
        value = Decimal(0) if n % len(SHAPES) == 4 else Decimal(7 + (n + month) % 5)
        points.append(Point(span, value, known, numerator=value * 9, denominator=Decimal(120)))
        if month % 5 == 0:
            points.append(Point(span, value + (value > 0), known + timedelta(days=40)))
    return points
