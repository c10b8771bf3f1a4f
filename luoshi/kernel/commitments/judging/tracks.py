"""One target over its time: what was and what was to be reached by each month, for a table and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache
from pathlib import Path

from luoshi.kernel.commitments.assessing import RuleSet, read_rules
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import Comparator
from luoshi.kernel.commitments.assessing.forecast import Forecast, forecast
from luoshi.kernel.commitments.assessing.goals import Goal, resolve
from luoshi.kernel.commitments.assessing.measuring import Actual, measure, window_of
from luoshi.kernel.commitments.assessing.series import known
from luoshi.kernel.commitments.assessing.targets import BY_EVENT, Target
from luoshi.kernel.commitments.assessing.trajectories import (
    TITLES,
    Course,
    Trajectory,
    expected,
    fitted,
    linear_time,
    usual_trajectory,
)
from luoshi.kernel.commitments.judging.inputs import Matter
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.series import PREFIX
from luoshi.kernel.measures.points import Status

_UNDRAWN = BY_EVENT | {Comparator.ZERO, Comparator.DYN_ZERO, Comparator.RANK_LE, Comparator.ORDINAL_GE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A published figure that another took the place of."""

    series: str
    last: date  # of its period
    before: Decimal | None
    after: Decimal | None
    at: datetime
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The target at the end of a month. None where nothing is known or nothing is expected."""

    on: date
    actual: Decimal | None
    expected: Decimal | None
    linear: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    revised: Revised | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A target's way: its rows, its bar with the far end of a tolerance, where past years would lead."""

    part: str
    adjusted: bool
    series: str
    target: Target
    course: str
    flag: str
    rows: tuple[Row, ...]
    bound: Decimal | None
    beyond: Decimal | None  # of 左右 and ranges only
    forecast: Forecast
    missing: tuple[str, ...]  # periods without a figure, as documents print them
    simulated: bool


def track_of(
    matter: Matter, rules: RuleSet, *, on: date, known_at: datetime, revisions: Sequence[Revised] = ()
) -> Track | None:
    """Return the way of a target as known at the moment; None for what no line can show."""
    target = matter.target
    if target.comparator in _UNDRAWN or target.pending:
        return None
    with localcontext(EXACT):
        course = fitted(matter.trajectory or usual_trajectory(target), target)
        seen = known(matter.points, on=on, at=known_at)
        reference = known(matter.reference, on=on, at=known_at)
        window = window_of(target, min(on, target.due))
        actual = measure(target, seen, window) if window else Actual()
        goal = resolve(target, actual, rules, seen=seen, reference=reference)
        settled = goal if isinstance(goal, Goal) else None
        guess = Forecast()
        if settled and window and actual.value is not None and on < target.due:
            guess = forecast(target, settled, actual, seen, window, matter.trajectory or course)
        banded = target.comparator in (Comparator.APPROX, Comparator.RANGE, Comparator.FLOOR_STRETCH)
        rows = tuple(_rows(matter, course, settled, on=on, known_at=known_at, revisions=revisions))
        if course.course in (Course.CONSTANT, Course.STEP):  # what is expected is the same every month
            rows = tuple(row for row in rows if row.actual is not None or row is rows[-1])
        return Track(
            part=matter.part,
            adjusted=matter.adjusted,
            series=matter.series,
            target=target,
            course=TITLES[course.course],
            flag=course.flag,
            rows=_withheld(rows, rules.small_n) if target.sensitive else rows,
            bound=settled.bound if settled else target.value,
            beyond=settled.beyond if settled and banded else None,
            forecast=guess,
            missing=tuple(gap.title for gap in actual.gaps),
            simulated=matter.simulated,
        )


def _rows(
    matter: Matter,
    course: Trajectory,
    goal: Goal | None,
    *,
    on: date,
    known_at: datetime,
    revisions: Sequence[Revised],
) -> Iterator[Row]:
    target = matter.target
    bound = goal.bound if goal else None
    prorated = course.course not in (Course.CONSTANT, Course.STEP, Course.LINEAR_TIME, Course.BUDGET_BURN)
    changed = {
        one.last: one
        for one in reversed(revisions)  # which come with the latest first: of several it stands
        if one.series == matter.series and one.simulated is matter.rehearsed and one.at <= known_at
    }
    for day in _ends(target):
        due = expected(course, target, day, bound=bound)
        line = expected(linear_time(), target, day, bound=bound) if prorated else None
        found = _reached(matter, day, known_at) if day <= on else Actual()
        yield Row(
            on=day,
            actual=found.value,
            expected=due.value if due else None,
            linear=line.value if line else None,
            numerator=found.numerator,
            denominator=found.denominator,
            provisional=any(each.point.status is Status.PROVISIONAL for each in found.used[-1:]),
            revised=changed.get(day) if found.value is not None else None,
        )


def _reached(matter: Matter, day: date, known_at: datetime) -> Actual:
    """Return what the figures come to that reach exactly to the day; an older one is not repeated."""
    window = window_of(matter.target, day)
    if window is None:
        return Actual()
    found = measure(matter.target, known(matter.points, on=day, at=known_at), window)
    if found.problem or found.span is None or found.span.last != day or found.gaps:
        return Actual()
    return found


def _ends(target: Target) -> list[date]:
    period, due = target.period, target.due
    step = 1 if period.months <= 12 else 3 if period.months <= 36 else 6
    if period.months % step:
        step = 1
    ends = [part.last for part in period.split(step) if part.last <= due]
    return ends or [due]


def _withheld(rows: tuple[Row, ...], least: int) -> tuple[Row, ...]:
    """Leave out counts of so few persons, and those from which such a count could be told."""
    kept, before = [], Decimal(0)
    for row in rows:
        counts = [row.actual, None if row.actual is None else row.actual - before, row.numerator]
        if any(count is not None and 0 < abs(count) < least for count in counts):
            kept.append(Row(on=row.on, actual=None, expected=row.expected, linear=row.linear))
            continue
        before = row.actual if row.actual is not None else before
        kept.append(row)
    return tuple(kept)


def revisions_of(
    series: Sequence[str], *, known_at: datetime, since: date | None = None, limit: int | None = None
) -> list[Revised]:
    """Return every change of a published figure of the outside series, the latest first. One query."""
    keys = [key for key in series if key.startswith(PREFIX)]
    rows = Observation.objects.filter(series__in=keys, org="", place="", known_at__lte=known_at)
    if since is not None:
        rows = rows.filter(start__gte=since)
    found: list[Revised] = []
    last: Observation | None = None
    for row in rows.order_by("series", "simulated", "start", "end", "known_at").only(
        "series", "simulated", "start", "end", "value", "known_at"
    ):
        same = last is not None and (last.series, last.simulated, last.start, last.end) == (
            row.series,
            row.simulated,
            row.start,
            row.end,
        )
        if last is not None and same and last.value != row.value:
            day = row.end - timedelta(days=1)
            found.append(
                Revised(
                    series=row.series,
                    last=day,
                    before=last.value,
                    after=row.value,
                    at=row.known_at,
                    simulated=row.simulated,
                )
            )
        last = row
    found.sort(key=lambda one: (one.at, one.series, one.last), reverse=True)
    return found[:limit] if limit else found


def rules_by_name(folder: Path) -> dict[tuple[str, int], RuleSet]:
    """Return the rule sets of the folder by key and version, read again when a file has changed."""
    changed = max((path.stat().st_mtime_ns for path in folder.glob("*.yaml")), default=0)
    return _rules(folder, changed)


@lru_cache(maxsize=4)
def _rules(folder: Path, changed: int) -> dict[tuple[str, int], RuleSet]:
    return {(rule.key, rule.version): rule for rule in read_rules(folder)}
