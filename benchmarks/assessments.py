"""How fast commitments are assessed: a thousand over a year, a city's year, and one new record.

From a record that is new to the page of the commitment it decides only that commitment is judged again.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

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
DECIDED, MEASURE, UNTIL = "2026-111", "proposals.solved_rate", date(2026, 4, 30)
RECORDS = 5


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
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        yield _followed(_prepared(Path(folder)))


def _prepared(folder: Path) -> dict[str, Any]:
    """Start a fresh city in the folder with a year and more of proposals, and return who holds its posts."""
    os.environ |= {"LUOSHI_STATE": str(folder / "state"), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    from luoshi.config.postgres import ensure_database

    ensure_database(folder / "state")
    import django

    django.setup()
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from luoshi.config.preparing import STEPS
    from luoshi.kernel.orgs.rehearsal import cast, staff_posts
    from luoshi.platforms.proposals.manifest import MANIFEST

    now = timezone.now()
    setup_test_environment()  # a page tells what it was made from
    for _, step in STEPS:
        step(now)
    staff_posts(on=UNTIL)
    assert MANIFEST.simulator
    for number in (UNTIL.year - 1, UNTIL.year):
        MANIFEST.simulator(year=number, until=datetime.combine(UNTIL, now.timetz()), seed=1)
    return {code: people[0] for code, people in cast(on=UNTIL).items()}


def _followed(parts: dict[str, Any]) -> Bar:
    """Time from an answered proposal to its commitment's page, beside judging the whole city."""
    from django.test import Client
    from django.utils import timezone

    from luoshi.config.following import follow
    from luoshi.config.nightly import judge_on, take_measures

    client, address = Client(), f"/commitments/{DECIDED}/"

    def shown() -> int:
        return sum(int(line.denominator or 0) for line in client.get(address).context["progress"].lines)

    start = time.perf_counter()
    take_measures(on=UNTIL, at=timezone.now())
    judge_on(UNTIL, known_at=timezone.now())
    whole, seconds = time.perf_counter() - start, []
    for number in range(RECORDS):
        before = shown()
        _solve(parts, number)
        start = time.perf_counter()
        follow([MEASURE], on=UNTIL, at=timezone.now())
        after = shown()
        seconds.append(time.perf_counter() - start)
        assert after > before, "the page counts the new record"
    one = statistics.median(seconds)
    return Bar(
        name="one new record to its commitment's page",
        figure=one,
        limit=1,
        unit=" s",
        reference=f"{one / whole:.2g} x the whole city",
    )


def _solve(parts: dict[str, Any], number: int) -> None:
    """Tell of a proposal that was answered as solved."""
    from luoshi.kernel.cases.actions import act, open_case
    from luoshi.kernel.cases.evidence import StoredFile
    from luoshi.kernel.cases.tests.factories import moment

    data = {"title": f"第{number}号建议", "origin": "deputy", "body": "操场破损。", "public": True}
    unit = {"unit": "education", "breadth": "ordinary"}
    reply = {"result": "A", "reply": "已修缮。", "talked_on": "2026-03-10"}
    file = StoredFile("0" * 64, "模拟材料.txt", "text/plain", 0, "答复件")
    case = open_case(
        "proposals", by=parts["congress-deputy"], data=data, at=moment("2026-03-02"), simulated=True
    )
    act(case, "assign", by=parts["siping-assignment"], data=unit, at=moment("2026-03-03"))
    act(case, "answer", by=parts["education-head"], data=reply, evidence=[file], at=moment("2026-03-20"))


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
