"""The bar of each comparator: on which side an actual passes, and past what it is more than met. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form, Grey, Verdict
from luoshi.kernel.commitments.assessing.measuring import Actual, checks, measure
from luoshi.kernel.commitments.assessing.rulesets import RuleSet
from luoshi.kernel.commitments.assessing.series import Seen
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, KEEPING, Target, usual_direction
from luoshi.kernel.commitments.assessing.words import amount, difference
from luoshi.kernel.measures.points import MeasureKind

C = Comparator
_FLOORS = frozenset({C.GE, C.GT, C.ASPIRE, C.EXTERNAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A bound and its side. Past ``beyond`` on the good side it is exceeded, or missed where ``closed``."""

    better: Direction
    bound: Decimal
    strict: bool = False
    beyond: Decimal | None = None
    closed: bool = False
    words: tuple[str, ...] = ()
    over: str = ""  # what 超额完成 means here

    def passes(self, actual: Decimal) -> bool:
        """Tell whether the actual is on the right side of the bound."""
        if self.better is Direction.MORE:
            return actual > self.bound if self.strict else actual >= self.bound
        return actual < self.bound if self.strict else actual <= self.bound

    def past(self, actual: Decimal) -> bool:
        """Tell whether it lies past the far end."""
        if self.beyond is None:
            return False
        return actual > self.beyond if self.better is Direction.MORE else actual < self.beyond

    def verdict(self, target: Target, actual: Decimal) -> Verdict:
        """Return what the actual comes to at the deadline."""
        if not self.passes(actual):
            return Verdict.NOT_MET
        if self.past(actual):
            return Verdict.NOT_MET if self.closed else Verdict.EXCEEDED
        return Verdict.KEPT if target.comparator in KEEPING else Verdict.MET


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why there is no bar."""

    grey: Grey
    text: str


def resolve(
    target: Target, actual: Actual, rules: RuleSet, *, seen: Sequence[Seen], reference: Sequence[Seen]
) -> Goal | Unsettled:
    """Return the bar of the target, with the tolerance, baseline or reference it was made from in words."""
    match target.comparator:
        case C.REL_GE | C.REL_SYNC:
            return _relative(target, actual, rules, reference)
        case C.MAINTAIN | C.IMPROVE:
            return _from_base(target, rules)
        case C.MONOTONE:
            return _monotone(target, actual, seen)
        case C.MULT:
            return _multiple(target)
        case C.FULL:
            return _full(target, actual)
    if target.value is None:
        grey = Grey.PENDING_VALUE if target.comparator is C.EXTERNAL else Grey.UNDEFINED
        return Unsettled(grey, "目标值尚未确定" if grey is Grey.UNDEFINED else "上级下达的目标值尚未录入")
    return _against(target, target.value, rules)


def _against(target: Target, value: Decimal, rules: RuleSet) -> Goal:
    better = usual_direction(target)
    match target.comparator:
        case C.APPROX:
            tau, words = _tolerance(target, rules, "approx", value)
            low, high = value - tau, value + tau
            text = (
                f"“左右”按{amount(low, target.unit)}—{amount(high, target.unit)}理解"
                f"（{amount(value, target.unit)}±{difference(tau, target.unit)}，{words}）"
            )
            return _between(target, low, high, closed=target.direction is Direction.NONE, words=(text,))
        case C.RANGE | C.FLOOR_STRETCH:
            high = target.high if target.high is not None else value
            closed = target.comparator is C.RANGE and (target.two_sided or target.direction is Direction.NONE)
            return _between(target, value, high, closed=closed, words=())
    strict = target.strict or target.comparator in (C.GT, C.LT)
    beyond = None
    countable = target.kind in (MeasureKind.FLOW, MeasureKind.STOCK) and target.form is Form.LEVEL
    over = ""
    floor = target.comparator in _FLOORS and countable and better is Direction.MORE
    if rules.exceed is not None and floor and value > 0:
        beyond = value * (1 + rules.exceed)
        over = f"超过{amount(beyond, target.unit)}为超额完成（{rules.name}）"
    return Goal(better=better, bound=value, strict=strict, beyond=beyond, over=over)


def _between(target: Target, low: Decimal, high: Decimal, *, closed: bool, words: tuple[str, ...]) -> Goal:
    if usual_direction(target) is Direction.LESS and not closed:
        return Goal(better=Direction.LESS, bound=high, beyond=low, words=words)
    return Goal(better=Direction.MORE, bound=low, beyond=high, closed=closed, words=words)


def _tolerance(target: Target, rules: RuleSet, use: str, value: Decimal) -> tuple[Decimal, str]:
    if target.tolerance is not None:
        return target.tolerance, "容差由目标写明"
    return rules.tolerance(use, target.unit, value)


def _relative(target: Target, actual: Actual, rules: RuleSet, reference: Sequence[Seen]) -> Goal | Unsettled:
    span = actual.span
    base = None if span is None else reference_at(target, reference, span)
    name = target.reference or "参照系列"
    if span is None or base is None:
        when = span.title if span else "同期"
        return Unsettled(Grey.NO_REFERENCE, f"参照数据（{name}）{when}尚未公布")
    better = usual_direction(target)
    side = 1 if better is Direction.MORE else -1
    words = [f"参照数据（{name}）{span.title}为{amount(base, target.unit)}，取同期、同一已知时点的数"]
    if target.comparator is C.REL_SYNC:
        tau, text = _tolerance(target, rules, "sync", base)
        words.append(f"“同步”按不慢于参照水平理解，{text}")
        return Goal(better=better, bound=base - side * tau, words=tuple(words))
    return Goal(better=better, bound=base + side * target.offset, strict=target.strict, words=tuple(words))


def reference_at(target: Target, reference: Sequence[Seen], span: Period) -> Decimal | None:
    """Return the reference for exactly the span of the actual, put together in the same way; else None."""
    for each in reference:
        if each.span == span and each.value is not None:
            return each.value
    if span.start != target.period.start:
        return None
    found = measure(target, reference, span)
    return found.value if found.whole and found.span == span else None


def _from_base(target: Target, rules: RuleSet) -> Goal | Unsettled:
    """MAINTAIN holds a level within its tolerance, IMPROVE must beat the base by more than noise."""
    holds = target.comparator is C.MAINTAIN
    base = target.value if holds and target.value is not None else None
    name = "目标"
    if base is None and target.baseline is not None:
        base, name = target.baseline.value, f"基期{target.baseline.period.title}"
    if base is None:
        return Unsettled(
            Grey.NO_BASELINE, f"缺少{target.indicator or '指标'}的基期值，不能判断是否保持或改善"
        )
    tau, text = _tolerance(target, rules, "maintain" if holds else "improve", base)
    better = usual_direction(target)
    side = -1 if (better is Direction.MORE) == holds else 1
    words = (f"{name}值{amount(base, target.unit)}，{text}",)
    return Goal(better=better, bound=base + side * tau, strict=not holds, words=words)


def _monotone(target: Target, actual: Actual, seen: Sequence[Seen]) -> Goal | Unsettled:
    better = usual_direction(target)
    span = actual.span
    if span is None:
        return Unsettled(Grey.NO_DATA, "没有可比的数据")
    before: Decimal | None = None
    name = ""
    if target.kind in ADDITIVE:
        ago = Period(target.period.start, span.end).year_before()
        past = measure(target, seen, ago)
        if past.whole and past.span and past.span.end == ago.end:
            before, name = past.value, f"{ago.title}（去年同期）"
    else:
        earlier = [
            (each, value) for each, value in _all_checks(target, seen, span) if each.span.end < span.end
        ]
        if earlier:
            before, name = earlier[-1][1], earlier[-1][0].span.title
    if before is None and target.baseline and (target.kind not in ADDITIVE or span.end == target.period.end):
        before, name = target.baseline.value, f"基期{target.baseline.period.title}"
    if before is None:
        return Unsettled(Grey.NO_BASELINE, "缺少上一期的数值，不能判断增减")
    return Goal(better=better, bound=before, words=(f"上一期（{name}）为{amount(before, target.unit)}",))


def _all_checks(target: Target, seen: Sequence[Seen], span: Period) -> list[tuple[Seen, Decimal]]:
    if not seen:
        return []
    return checks(target, seen, Period(min(each.span.start for each in seen), span.end))


def _multiple(target: Target) -> Goal | Unsettled:
    if target.value is None:
        return Unsettled(Grey.UNDEFINED, "没有写明倍数")
    if target.baseline is None:
        return Unsettled(Grey.NO_BASELINE, "缺少基期值，不能计算倍数目标")
    base = target.baseline.value
    if base <= 0:
        return Unsettled(Grey.BASE_SIGN, f"基期值为{amount(base, '')}，不能计算倍数")
    bound = target.value * base
    unit = target.level_unit
    words = f"基期{target.baseline.period.title}为{amount(base, unit)}，目标值{amount(bound, unit)}"
    return Goal(better=Direction.MORE, bound=bound, words=(words,))


def _full(target: Target, actual: Actual) -> Goal | Unsettled:
    where = f"，以{target.universe}为准" if target.universe else ""
    if target.kind is MeasureKind.RATE:
        whole = Decimal(1000 if target.unit == "‰" else 100)
        return Goal(better=Direction.MORE, bound=whole, words=(f"全覆盖指分子等于分母{where}",))
    if target.value is None:
        return Unsettled(Grey.UNDEFINED, "没有应覆盖的名单和总数")
    return Goal(better=Direction.MORE, bound=target.value, words=(f"应覆盖总数固定{where}",))
