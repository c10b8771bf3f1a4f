"""研判规则: every threshold that turns figures into a light, as data, dated and with its source. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.commitments.assessing.words import PERCENT, amount, plain, share


class Method(StrEnum):
    """How a rule looks at progress."""

    SHORTFALL = "shortfall"  # behind what is expected by now, relatively or in percentage points
    CAGR = "cagr"  # observed against required yearly growth
    NONE = "none"  # a formula without bands


class GrowthRule(StrEnum):
    """How a rule looks at growth."""

    LEVEL = "level"  # like every figure that is not prorated
    SIGN = "sign"  # below zero is worst, below the plan or the reference is behind


class Checks(StrEnum):
    """Of what must be kept: whether one failed check settles it, or the last, or the mean counts."""

    EVERY = "every"
    LAST = "last"
    MEAN = "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A light goes on where the shortfall passes both limits (or, with ``either``, one of them).

    ``relative`` is a share of what is expected, ``gap`` is in percentage points of the whole way.
    """

    relative: Decimal | None = None
    gap: Decimal | None = None
    inclusive: bool = False
    either: bool = False

    def reached(self, relative: Decimal | None, gap: Decimal | None) -> bool:
        """Tell whether a shortfall reaches the band. None is a shortfall with nothing to measure it by."""
        pairs = [(f, limit) for f, limit in ((relative, self.relative), (gap, self.gap)) if limit is not None]
        if self.either and any(found is not None for found, _ in pairs):
            pairs = [(found, limit) for found, limit in pairs if found is not None]
        tests = [
            found is None or (found >= limit if self.inclusive else found > limit) for found, limit in pairs
        ]
        return any(tests) if self.either else bool(tests) and all(tests)

    @property
    def words(self) -> str:
        """Return the band in words: 相对差超过10%且差超过5个百分点."""
        if self.relative == 0 and self.gap is None:
            return "低于应达水平"
        over = "达到" if self.inclusive else "超过"
        parts = []
        if self.relative is not None:
            parts.append(f"相对差{over}{share(self.relative, 0)}")
        if self.gap is not None:
            parts.append(f"差{over}{plain(self.gap)}个百分点")
        return ("或" if self.either else "且").join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """容差: how far from a figure still counts as it, for one use (approx, sync, maintain, improve) and unit.

    ``points`` is in the unit itself, ``part`` a share of the figure. Unit "*" is any other.
    """

    use: str
    unit: str
    points: Decimal | None = None
    part: Decimal | None = None

    def of(self, value: Decimal) -> Decimal:
        """Return the tolerance around a value."""
        return self.points if self.points is not None else abs(value) * (self.part or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One version of a rule, as it holds from a day on. Unless its source was read it prints 待核."""

    key: str
    version: int
    title: str
    valid_from: date
    valid_to: date | None
    source: Law
    text: str  # the clause, or the formula
    method: Method = Method.SHORTFALL
    behind: Band | None = None
    far: Band | None = None
    ahead: Band | None = None
    level_behind: Band | None = None  # of figures that are not prorated; else the bands above
    level_far: Band | None = None
    growth: GrowthRule = GrowthRule.LEVEL
    cagr: tuple[Decimal, Decimal, Decimal] | None = None  # least ratios for on pace, behind, far behind
    min_periods: int = 0
    escalate_after: int = 1
    irreversible_after: int = 1
    unstarted_months: int | None = None  # so many months without a start are far behind
    exceed: Decimal | None = None  # so much above a floor is 超额完成; None: only past the end of a range
    tolerances: tuple[Tolerance, ...] = ()
    tolerances_verified: bool = False
    eq: str = "by_direction"
    checks: Checks = Checks.EVERY
    stale_cycles: int = 2
    small_n: int = 5
    digits: int = 1  # of percentages in sentences; comparisons are never rounded
    labels: tuple[tuple[str, str], ...] = ()  # the rule's own words for the codes of progress

    @property
    def verified(self) -> bool:
        """Tell whether the text of the source was read."""
        return self.source.verified

    @property
    def name(self) -> str:
        """Return it as a light cites it: 洛实默认规则第1版."""
        return f"{self.title}第{self.version}版" + ("" if self.verified else "（待核）")

    def holds(self, on: date) -> bool:
        """Tell whether it holds on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def label(self, code: str) -> str:
        """Return the rule's own word for a code of progress; empty where it has none."""
        return dict(self.labels).get(code, "")

    def tolerance(self, use: str, unit: str, value: Decimal) -> tuple[Decimal, str]:
        """Return the tolerance of a use around a value, and the sentence that states it."""
        rows = {row.unit: row for row in self.tolerances if row.use == use}
        row = rows.get(unit) or rows.get("%" if unit in PERCENT else "*") or rows.get("*")
        if row is None:
            return Decimal(0), "规则没有容差，按0计"
        found = row.of(value)
        words = f"{plain(found)}个百分点" if unit in PERCENT else amount(found, unit)
        part = f"（{share(row.part)}）" if row.points is None and row.part is not None else ""
        doubt = "" if self.tolerances_verified else "，容差表待核"
        return found, f"容差{words}{part}，依据{self.name}{doubt}"


def rule_in_force(rules: Iterable[RuleSet], key: str, *, on: date) -> RuleSet:
    """Return the version of a rule that holds on the day. Raises ``rule-missing``."""
    for rule in rules:
        if rule.key == key and rule.holds(on):
            return rule
    raise LuoshiError(
        "rule-missing",
        f"{on} 没有施行中的研判规则 {key}。请在 city/rules 中补上。",
        f"No rule set {key} holds on {on}. Add it in city/rules.",
    )
