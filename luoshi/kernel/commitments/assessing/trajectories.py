"""进度曲线: how much of a target is to be reached by a day. Frozen once made; exact decimals; no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from math import comb

from luoshi.kernel.base.periods import Period, add_months, year
from luoshi.kernel.commitments.assessing.arithmetic import EXACT, root_power
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form
from luoshi.kernel.commitments.assessing.series import known, pieces_by_month
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, BY_EVENT, Target, usual_direction
from luoshi.kernel.commitments.assessing.words import share as percent
from luoshi.kernel.measures.points import MeasureKind, Point

ONE, NONE = Decimal(1), Decimal(0)
MOST_SPREAD = Decimal("0.15")  # no published source: 待核
BACK_LOADED = Decimal("0.60")
Shares = tuple[Decimal, ...]  # cumulative, at the end of each of twelve months


class Course(StrEnum):
    """The types of §5.1."""

    LINEAR_TIME = "linear_time"
    LINEAR_FROM_START = "linear_from_start"
    SEASONAL_SHARE = "seasonal_share"
    DECLARED_NODES = "declared_nodes"
    S_CURVE = "s_curve"
    STEP = "step_at_deadline"
    BUDGET_BURN = "budget_burn"
    CONSTANT = "constant"
    GEOMETRIC = "geometric"  # of multiples of a base


TITLES = {
    Course.LINEAR_TIME: "序时进度",
    Course.LINEAR_FROM_START: "自开工起序时进度",
    Course.SEASONAL_SHARE: "历年同期占比",
    Course.DECLARED_NODES: "申报节点",
    Course.S_CURVE: "工程S形曲线",
    Course.STEP: "到期一次判断",
    Course.BUDGET_BURN: "限额序时支用",
    Course.CONSTANT: "全程同一标准",
    Course.GEOMETRIC: "按等比增长",
}


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A declared node: by the end of the day, this share of the whole (0 to 1)."""

    on: date
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """A course with what it was made from. Make it with the functions below; it never changes after."""

    course: Course
    by_day: bool = False
    start: date | None = None
    nodes: tuple[Node, ...] = ()
    interpolate: bool = False
    years: tuple[tuple[int, Shares], ...] = ()
    beta: tuple[int, int] = (3, 3)
    flag: str = ""  # why it is not the course that was asked for

    @property
    def title(self) -> str:
        """Return its name, with the fingerprint of nodes, which shows that they have not moved."""
        name = TITLES[self.course]
        return f"{name}（指纹{self.fingerprint}）" if self.nodes else name

    @property
    def fingerprint(self) -> str:
        """Return the first characters of the hash over the nodes."""
        text = ";".join(f"{node.on}={node.share.normalize():f}" for node in self.nodes)
        return sha256(f"{self.interpolate};{text}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected by a day: a share of the way, its level (None without a value), and why."""

    share: Decimal
    value: Decimal | None
    note: str


def linear_time(*, by_day: bool = False) -> Trajectory:
    """Return 序时进度: whole months passed of the months there are, or days of days."""
    return Trajectory(course=Course.LINEAR_TIME, by_day=by_day)


def linear_from_start(start: date) -> Trajectory:
    """Return the straight line from the day the task starts to its deadline, by days."""
    return Trajectory(course=Course.LINEAR_FROM_START, start=start)


def declared_nodes(nodes: Iterable[Node], *, interpolate: bool = False) -> Trajectory:
    """Return a course through declared nodes, in steps or on straight lines between them.

    Raises ValueError where a share leaves 0 to 1 or falls, or a day is given twice.
    """
    ordered = tuple(sorted(nodes))
    if not ordered or not all(NONE <= node.share <= ONE for node in ordered):
        raise ValueError("declared nodes need shares from 0 to 1")
    if any(one.on == other.on or one.share > other.share for one, other in pairwise(ordered)):
        raise ValueError("declared nodes fall, or one day has two")
    return Trajectory(course=Course.DECLARED_NODES, nodes=ordered, interpolate=interpolate)


def s_curve(weights: Iterable[Decimal]) -> Trajectory:
    """Return a beta curve for works by the weights of 前期, 开工, 主体, 竣工 (any number of equal stages).

    The mean day of work is Σ wᵢ (i − ½)/n of the way. The curve is the regularised incomplete beta function
    I_x(a, b) with whole a + b = 6 and a/(a + b) nearest that mean, which for whole a and b is a finite
    sum of binomials: nothing is rounded and nothing is a float.
    """
    stages = tuple(weights)
    whole = sum(stages, NONE)
    if not stages or whole <= 0 or any(weight < 0 for weight in stages):
        raise ValueError("weights of stages must be positive")
    halves = sum(((2 * i + 1) * weight for i, weight in enumerate(stages)), NONE)
    with localcontext(EXACT):
        a = int((6 * halves / (2 * len(stages) * whole)).quantize(ONE))
    a = min(max(a, 1), 5)
    return Trajectory(course=Course.S_CURVE, beta=(a, 6 - a))


def step_at_deadline() -> Trajectory:
    """Return the course of documents, events and yearly ranks: nothing before, all at the deadline."""
    return Trajectory(course=Course.STEP)


def budget_burn() -> Trajectory:
    """Return the course of caps: no more than the cap times the share of months passed."""
    return Trajectory(course=Course.BUDGET_BURN)


def constant() -> Trajectory:
    """Return the course of levels and rates: the whole target at every check."""
    return Trajectory(course=Course.CONSTANT)


def seasonal_share(
    points: Iterable[Point], *, before: Period, known_at: datetime, most_spread: Decimal = MOST_SPREAD
) -> Trajectory:
    """Return the mean cumulative share of the last two to five full years before the period.

    With fewer than two full years, or where they differ by more than ``most_spread`` in some month, it is
    the straight line, with a flag that says so.
    """
    seen = known(points, on=before.start, at=known_at)
    with localcontext(EXACT):
        years = []
        for number in range(before.start.year - 5, before.start.year):
            months = pieces_by_month(seen, year(number))
            total = sum(months, NONE) if months else NONE
            if months and total > 0:
                years.append((number, tuple(sum(months[: n + 1], NONE) / total for n in range(12))))
        spread = max((max(column) - min(column) for column in _columns(years)), default=NONE)
    kept = tuple(years)
    if len(kept) < 2:
        flag = f"只有{len(kept)}个完整年度的历史数据（至少2个），改用序时进度"
        return Trajectory(course=Course.LINEAR_TIME, years=kept, flag=flag)
    if spread > most_spread:
        flag = f"历年同期占比相差{percent(spread)}，超过{percent(most_spread)}，改用序时进度"
        return Trajectory(course=Course.LINEAR_TIME, years=kept, flag=flag)
    return Trajectory(course=Course.SEASONAL_SHARE, years=kept)


def usual_trajectory(target: Target) -> Trajectory:
    """Return the course that fits when none is declared: rates, ranks and documents are not prorated."""
    if target.comparator in BY_EVENT or target.kind is MeasureKind.RANK:
        return step_at_deadline()
    if target.comparator is Comparator.MULT:
        return Trajectory(course=Course.GEOMETRIC)
    if target.form is Form.LEVEL and target.kind in ADDITIVE:
        less = usual_direction(target) is Direction.LESS
        return budget_burn() if less else linear_time()
    if target.kind is MeasureKind.STOCK and target.baseline and target.form is Form.LEVEL:
        return linear_time()
    return constant()


def fitted(trajectory: Trajectory, target: Target) -> Trajectory:
    """Return the course with no time share on what is not prorated: growth, ranks, rates without a base."""
    if target.kind is MeasureKind.RANK or target.comparator is Comparator.RANK_LE:
        return step_at_deadline()
    timed = trajectory.course in (
        Course.LINEAR_TIME,
        Course.LINEAR_FROM_START,
        Course.SEASONAL_SHARE,
        Course.BUDGET_BURN,
    )
    prorated = target.form is Form.LEVEL and (
        target.kind in ADDITIVE or target.kind is MeasureKind.STOCK or target.baseline is not None
    )
    return constant() if timed and not prorated and target.comparator not in BY_EVENT else trajectory


def expected(
    trajectory: Trajectory, target: Target, on: date, *, bound: Decimal | None = None
) -> Expected | None:
    """Return what is expected by the end of the day; None where the course knows no pace.

    ``bound`` stands for the target's value where that depends on something else, as a lower edge.
    """
    with localcontext(EXACT):
        part = _share(trajectory, target, on)
        if part is None:
            return None
        share, note = part
        value = target.value if bound is None else bound
        if value is not None:
            value = _level(trajectory, target, share, value)
        return Expected(share, value, note)


def back_loaded(trajectory: Trajectory, target: Target) -> bool:
    """Tell whether more than 60 % is left for the last quarter of the time."""
    if trajectory.course in (Course.STEP, Course.CONSTANT):
        return False
    months = max(_months(target.period.start, target.due), 1)
    before = _share(trajectory, target, add_months(target.period.start, months - max(months // 4, 1)) - _DAY)
    return before is not None and ONE - before[0] > BACK_LOADED


_DAY = date(2000, 1, 2) - date(2000, 1, 1)


def _columns(years: list[tuple[int, Shares]]) -> list[Shares]:
    return list(zip(*(shares for _, shares in years), strict=True))


def _level(trajectory: Trajectory, target: Target, share: Decimal, value: Decimal) -> Decimal:
    base = target.baseline.value if target.baseline and target.kind not in ADDITIVE else NONE
    if trajectory.course is Course.CONSTANT:
        return value
    if trajectory.course is Course.GEOMETRIC:
        if target.baseline is None or target.baseline.value <= 0 or value <= 0:
            return value
        first = target.baseline.value
        return first * root_power(value / first, share)
    return base + (value - base) * share


def _share(trajectory: Trajectory, target: Target, on: date) -> tuple[Decimal, str] | None:
    start, due = target.period.start, target.due
    match trajectory.course:
        case Course.CONSTANT:
            return ONE, TITLES[Course.CONSTANT]
        case Course.STEP:
            return (ONE, TITLES[Course.STEP]) if on >= due else None
        case Course.DECLARED_NODES:
            return _at_nodes(trajectory, start, on), trajectory.title
        case Course.LINEAR_FROM_START:
            return _by_days(trajectory.start or start, due, on)
        case Course.S_CURVE:
            x, note = _by_days(trajectory.start or start, due, on)
            return _beta(x, *trajectory.beta), f"{TITLES[Course.S_CURVE]}，时间{note}"
        case Course.SEASONAL_SHARE if target.period.months == 12 and start.month == 1:
            return _seasonal(trajectory, start, on)
        case _ if trajectory.by_day:
            return _by_days(start, due, on)
    passed, months = _months(start, on), max(_months(start, due), 1)
    passed = min(max(passed, 0), months)
    return Decimal(passed) / months, f"{trajectory.title}{passed}/{months}个月"


def _months(start: date, on: date) -> int:
    """Return how many months have passed in full at the end of the day."""
    after = on + _DAY
    return (after.year - start.year) * 12 + after.month - start.month


def _by_days(start: date, due: date, on: date) -> tuple[Decimal, str]:
    days = max((due - start).days + 1, 1)
    passed = min(max((on - start).days + 1, 0), days)
    return Decimal(passed) / days, f"{passed}/{days}天"


def _seasonal(trajectory: Trajectory, start: date, on: date) -> tuple[Decimal, str]:
    passed = min(max(_months(start, on), 0), 12)
    numbers = "、".join(str(number) for number, _ in trajectory.years)
    note = f"{numbers}年前{passed}个月平均占比"
    if not passed:
        return NONE, note
    return sum((shares[passed - 1] for _, shares in trajectory.years), NONE) / len(trajectory.years), note


def _at_nodes(trajectory: Trajectory, start: date, on: date) -> Decimal:
    before = Node(start - _DAY, NONE)
    for node in trajectory.nodes:
        if on < node.on:
            if not trajectory.interpolate or on <= before.on:
                return before.share
            passed = Decimal((on - before.on).days) / (node.on - before.on).days
            return before.share + (node.share - before.share) * passed
        before = node
    return before.share


def _beta(x: Decimal, a: int, b: int) -> Decimal:
    n = a + b - 1
    terms = (comb(n, j) * _power(x, j) * _power(ONE - x, n - j) for j in range(a, n + 1))
    return sum(terms, NONE)


def _power(x: Decimal, n: int) -> Decimal:
    return x**n if n else ONE  # 0 to the 0 is an invalid operation for Decimal
