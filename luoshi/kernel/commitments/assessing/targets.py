"""目标值: what is promised, in a form that can be executed. Pure; read from the words by wording.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import (
    Comparator,
    Direction,
    EventKind,
    Form,
    MultiYear,
    Strength,
)
from luoshi.kernel.commitments.assessing.words import amount, title
from luoshi.kernel.measures.points import MeasureKind

ADDITIVE = frozenset({MeasureKind.FLOW, MeasureKind.EVENTS})
BY_EVENT = frozenset({Comparator.MILESTONE, Comparator.DOCUMENT})
KEEPING = frozenset({Comparator.ZERO, Comparator.DYN_ZERO, Comparator.MAINTAIN, Comparator.MONOTONE})


@dataclass(frozen=True, slots=True)
class Baseline:
    """基期值: what a change is counted from, for which period, and who says so."""

    value: Decimal
    period: Period
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day, as known from a moment. ``ref`` is its evidence: 文号, a record.

    A later event of the same kind and ref replaces it; this is how a case is closed.
    """

    kind: EventKind
    on: date
    known_at: datetime
    ref: str = ""
    closed: date | None = None  # of a case
    share: Decimal | None = None  # of a node: how much of the work is done with it, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target. ``value`` is in ``unit``; a decrease is negative: 下降3% is −3 with LESS.

    ``pending`` says why the target cannot be judged yet, whatever the figures: 前列 without N, say.
    """

    comparator: Comparator
    period: Period
    kind: MeasureKind = MeasureKind.FLOW
    form: Form = Form.LEVEL
    direction: Direction = Direction.MORE
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    tolerance: Decimal | None = None  # else the rule set's table decides
    reference: str = ""  # key of the reference series
    offset: Decimal = Decimal(0)
    strict: bool = False  # of comparisons with a reference or a hope: 高于, 突破
    two_sided: bool = False  # of a range: beyond the far end is no success either
    universe: str = ""  # of a rank or of full cover: among whom, by which list
    deadline: date | None = None  # else the last day of the period
    strength: Strength = Strength.EXPECTED
    baseline: Baseline | None = None
    method: MultiYear | None = None
    cycle: int | None = None  # months between figures, where the series does not show it
    sla_days: int | None = None  # 动态清零: how old an open case may become
    sensitive: bool = False  # counts persons, so small counts are not shown
    bare: bool = False  # the text prints no comparator
    indicator: str = ""
    quote: str = ""
    wording: str = ""
    pending: str = ""

    @property
    def due(self) -> date:
        """Return the last day on which it can be met."""
        return self.deadline or self.period.last

    @property
    def level_unit(self) -> str:
        """Return the unit of its figures: that of a multiple is not 倍."""
        return "" if self.comparator is Comparator.MULT and self.unit == "倍" else self.unit

    @property
    def words(self) -> str:
        """Return the target in words, with the comparator as it is executed."""
        printed = f"“{self.quote}”，" if self.quote else ""
        name = self.indicator or "目标"
        return f"{printed}{name}{self.bar_words}"

    @property
    def bar_words(self) -> str:
        """Return the comparator with its values."""
        comparator = title(self.comparator)
        if self.value is None:
            return comparator
        value = amount(self.value, self.unit)
        match self.comparator:
            case Comparator.RANGE | Comparator.FLOOR_STRETCH if self.high is not None:
                stretch = "，争取更好结果" if self.comparator is Comparator.FLOOR_STRETCH else ""
                return f"在{value}—{amount(self.high, self.unit)}之间{stretch}"
            case Comparator.APPROX:
                return f"{value}左右"
            case Comparator.MULT:
                return f"达到基期的{value.removesuffix('倍')}倍"
            case Comparator.ASPIRE | Comparator.EXTERNAL:
                bound = "不超过" if self.direction is Direction.LESS else "不低于"
                return f"{comparator}，{bound}{value}"
            case Comparator.ZERO | Comparator.DYN_ZERO | Comparator.FULL:
                return comparator
            case Comparator.RANK_LE:
                return f"进入前{value.removesuffix('位')}位"
            case _:
                return f"{comparator}{value}"


def usual_direction(target: Target) -> Direction:
    """Return the side that passes: the comparator decides, else the indicator; none is read as more."""
    match target.comparator:
        case Comparator.GE | Comparator.GT | Comparator.FULL:
            return Direction.MORE
        case Comparator.LE | Comparator.LT | Comparator.RANK_LE | Comparator.ZERO | Comparator.DYN_ZERO:
            return Direction.LESS
        case _:
            return Direction.LESS if target.direction is Direction.LESS else Direction.MORE
