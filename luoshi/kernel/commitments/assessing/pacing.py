"""进度: from what is reached and what is expected to a code of progress, by the bands of a rule set. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.arithmetic import root_power
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form, Grey, Progress
from luoshi.kernel.commitments.assessing.goals import Goal
from luoshi.kernel.commitments.assessing.rulesets import Band, GrowthRule, Method, RuleSet
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, Target
from luoshi.kernel.commitments.assessing.trajectories import Course, Expected, Trajectory
from luoshi.kernel.commitments.assessing.words import PERCENT, plain, title
from luoshi.kernel.commitments.assessing.words import share as percent
from luoshi.kernel.measures.points import MeasureKind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """A code of progress, the rule's own word for it, and the sentences that lead there."""

    progress: Progress
    label: str = ""
    grey: Grey | None = None
    words: tuple[str, ...] = ()


def pace(
    target: Target,
    goal: Goal,
    actual: Decimal,
    expected: Expected,
    *,
    course: Trajectory,
    rules: RuleSet,
    reference: Decimal | None = None,
    span: Period,
) -> Paced:
    """Return the progress of an actual against what is expected. Nothing is divided by zero."""
    if rules.method is Method.NONE:
        return Paced(
            progress=Progress.NO_PACE, grey=Grey.NO_BANDS, words=(f"{rules.name}只给公式，不设档位",)
        )
    if rules.method is Method.CAGR:
        return _by_yearly_growth(target, goal, actual, rules, span)
    growth = target.form is Form.GROWTH or target.kind in (MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH)
    if growth and rules.growth is GrowthRule.SIGN:
        return _by_sign(goal, actual, rules, reference)
    flat = course.course is Course.CONSTANT
    due = goal.bound if expected.value is None else expected.value
    short = due - actual if goal.better is Direction.MORE else actual - due
    base = target.baseline.value if target.baseline and target.kind not in ADDITIVE and not flat else ZERO
    way, whole = abs(due - base), abs(goal.bound - base)
    relative = short / way if way else None
    gap: Decimal | None = None
    if target.unit in PERCENT:
        gap = short
    elif whole:
        gap = 100 * short / whole
    if short > 0 or (flat and not goal.passes(actual)):
        return _behind(rules, relative, gap, flat=flat)
    return _level_or_ahead(rules, relative, gap, cap=goal.better is Direction.LESS and base == 0, flat=flat)


def by_share(done: Decimal, expected: Expected, rules: RuleSet) -> Paced:
    """Return the progress of works by the share that reached nodes stand for."""
    if rules.method is not Method.SHORTFALL:
        return Paced(progress=Progress.NO_PACE, grey=Grey.NO_BANDS, words=(f"{rules.name}不适用于节点",))
    short = expected.share - done
    relative = short / expected.share if expected.share else None
    if short > 0:
        return _behind(rules, relative, 100 * short, flat=False)
    return _level_or_ahead(rules, relative, 100 * short, cap=False, flat=False)


def unstarted(rules: RuleSet, months: int) -> Paced:
    """Return the progress of what a rule calls worst for not having been started in so many months."""
    words = (
        f"已过{months}个月仍未启动；{rules.name}：满{rules.unstarted_months}个月未启动即为{_word(rules)}",
    )
    return _paced(rules, Progress.FAR_BEHIND, words)


def _word(rules: RuleSet) -> str:
    return rules.label(Progress.FAR_BEHIND) or title(Progress.FAR_BEHIND)


def _behind(rules: RuleSet, relative: Decimal | None, gap: Decimal | None, *, flat: bool) -> Paced:
    levels = flat and rules.level_behind is not None
    far = rules.level_far if levels else rules.far
    near = rules.level_behind if levels else rules.behind
    found = _found(rules, relative, gap)
    if relative is None and gap is None:
        words = (*found, "应达值为零，不计算比例，超出即为欠进度")
        return _paced(rules, Progress.BEHIND, words)
    for band, code in ((far, Progress.FAR_BEHIND), (near, Progress.BEHIND)):
        if band is not None and band.reached(relative, gap):
            return _paced(rules, code, (*found, _clause(rules, band, code)))
    code = Progress.ON_PACE
    clause = f"{rules.name}：未到欠进度的档（{near.words}）" if near else f"{rules.name}不设欠进度的档"
    return _paced(rules, code, (*found, clause))


def _level_or_ahead(
    rules: RuleSet, relative: Decimal | None, gap: Decimal | None, *, cap: bool, flat: bool
) -> Paced:
    measured = relative is not None and gap is not None
    if rules.ahead is None or cap or flat or not measured:
        return _paced(rules, Progress.ON_PACE, (f"{rules.name}：达到应达水平",))
    assert relative is not None
    assert gap is not None
    if rules.ahead.reached(-relative, -gap):
        words = (f"高于应达水平，{rules.ahead.words.replace('差', '超出')}（{rules.name}）",)
        return _paced(rules, Progress.AHEAD, words)
    return _paced(rules, Progress.ON_PACE, (f"{rules.name}：达到应达水平",))


def _found(rules: RuleSet, relative: Decimal | None, gap: Decimal | None) -> tuple[str, ...]:
    parts = []
    if gap is not None:
        parts.append(f"与应达水平差{plain(gap, rules.digits + 1)}个百分点")
    if relative is not None:
        parts.append(f"相对差{percent(relative, rules.digits)}")
    return ("，".join(parts),) if parts else ()


def _clause(rules: RuleSet, band: Band, code: Progress) -> str:
    word = rules.label(code)
    return f"{rules.name}：{band.words}为{title(code)}" + (f"（规则原词“{word}”）" if word else "")


def _paced(rules: RuleSet, code: Progress, words: tuple[str, ...]) -> Paced:
    return Paced(progress=code, label=rules.label(code) or title(code), words=words)


def _by_sign(goal: Goal, actual: Decimal, rules: RuleSet, reference: Decimal | None) -> Paced:
    if actual < 0:
        return _paced(rules, Progress.FAR_BEHIND, (f"{rules.name}：负增长为{_word(rules)}",))
    below = reference is not None and actual < reference
    if not goal.passes(actual) or below:
        return _paced(rules, Progress.BEHIND, (f"{rules.name}：为正但低于计划或全市平均",))
    return _paced(rules, Progress.ON_PACE, (f"{rules.name}：不低于计划和全市平均",))


def _by_yearly_growth(target: Target, goal: Goal, actual: Decimal, rules: RuleSet, span: Period) -> Paced:
    """Open SDG and Eurostat: observed over required compound yearly growth. A reached target overrides."""
    assert rules.cagr is not None
    if goal.passes(actual):
        return _paced(rules, Progress.ON_PACE, (f"{rules.name}：已达到目标值",))
    base = target.baseline
    if base is None:
        return Paced(progress=Progress.NO_PACE, grey=Grey.NO_BASELINE, words=("缺基期值，不能计算年均增速",))
    past = Decimal(_between(base.period, span)) / 12
    whole = Decimal(_between(base.period, target.period)) / 12
    if base.value <= 0 or actual <= 0 or goal.bound <= 0 or past <= 0 or whole <= 0:
        return Paced(
            progress=Progress.NO_PACE, grey=Grey.BASE_SIGN, words=("有数值为零或为负，不能计算年均增速",)
        )
    seen = root_power(actual / base.value, 1 / past) - 1
    needed = root_power(goal.bound / base.value, 1 / whole) - 1
    if not needed:
        return Paced(
            progress=Progress.NO_PACE, grey=Grey.BASE_SIGN, words=("目标值等于基期值，没有应有增速",)
        )
    ratio = seen / abs(needed) * (1 if goal.better is Direction.MORE else -1)
    words = f"年均变动{percent(seen, 2)}，应为{percent(needed, 2)}，比值{plain(ratio, 2)}（{rules.name}）"
    codes = (Progress.ON_PACE, Progress.BEHIND, Progress.FAR_BEHIND)
    for least, code in zip(rules.cagr, codes, strict=True):
        if ratio >= least:
            return _paced(rules, code, (words,))
    label = rules.label("deteriorating") or title(Progress.FAR_BEHIND)
    return Paced(progress=Progress.FAR_BEHIND, label=label, words=(words,))


def _between(one: Period, other: Period) -> int:
    return (other.end.year - one.end.year) * 12 + other.end.month - one.end.month


def completion(target: Target, goal: Goal, actual: Decimal) -> Decimal | None:
    """Return how much of the target is reached, as a share; None where no share says it.

    Growth is (1 ± a)/(1 ± p). A way from a base is measured from it. There is none for ranks and classes, and
    none where the target or the base is zero or below: no share is better than a wrong one.
    """
    if target.kind in (MeasureKind.RANK, MeasureKind.ORDINAL) or target.comparator is Comparator.ZERO:
        return None
    aim = aim_of(target, goal)
    if target.form is Form.GROWTH or target.kind in (MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH):
        return (100 + actual) / (100 + aim) if aim > -100 else None
    base = target.baseline.value if target.baseline and target.kind not in ADDITIVE else None
    if base is not None and target.form is Form.LEVEL:
        if base <= 0 or base == aim or target.comparator is Comparator.MAINTAIN:
            return None
        return (actual - base) / (aim - base)
    return actual / aim if aim > 0 else None


def aim_of(target: Target, goal: Goal) -> Decimal:
    """Return what a share is a share of: the figure itself where 左右 is printed, else the bound."""
    if target.comparator is Comparator.APPROX and target.value is not None:
        return target.value
    return goal.bound
