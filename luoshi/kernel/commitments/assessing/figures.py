"""Judge a target that a figure decides: first what leaves it open, then the verdict, then the pace. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import (
    RED,
    Comparator,
    Data,
    Direction,
    EventKind,
    Form,
    Grey,
    MultiYear,
    Process,
    Progress,
    Verdict,
)
from luoshi.kernel.commitments.assessing.forecast import forecast
from luoshi.kernel.commitments.assessing.freshness import (
    cycle_in,
    data_of,
    is_awaited,
    months_between,
    say_figures,
)
from luoshi.kernel.commitments.assessing.goals import Goal, Unsettled, reference_at, resolve
from luoshi.kernel.commitments.assessing.measuring import Actual, breaks, checks, measure, window_of
from luoshi.kernel.commitments.assessing.pacing import Paced, aim_of, completion, pace, unstarted
from luoshi.kernel.commitments.assessing.results import Draft, Question
from luoshi.kernel.commitments.assessing.rulesets import Checks, Method
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, KEEPING, Target
from luoshi.kernel.commitments.assessing.trajectories import Course, expected, fitted
from luoshi.kernel.commitments.assessing.words import KEPT_SO_FAR, amount, day, plain, title
from luoshi.kernel.commitments.assessing.words import share as percent
from luoshi.kernel.measures.points import MeasureKind

C = Comparator
_ONCE = "逐期检查有一次不合即为未完成"
_REACHED = frozenset({C.GE, C.GT, C.ASPIRE, C.FLOOR_STRETCH, C.RANGE, C.EXTERNAL})
_MOVING = KEEPING | {C.REL_GE, C.REL_SYNC, C.IMPROVE}  # their bars move with what they are held against
_FIRST = frozenset({Grey.PENDING_VALUE, Grey.NO_BASELINE, Grey.UNDEFINED, Grey.BASE_SIGN})


def judge_figure(question: Question, draft: Draft) -> None:
    """Fill the draft for a target that figures decide."""
    target = question.target
    window = window_of(target, min(question.on, target.due))
    actual = measure(target, question.seen, window) if window else Actual()
    goal = resolve(target, actual, question.rules, seen=question.seen, reference=question.reference)
    _take(question, draft, actual)
    draft.data = data_of(question, actual, window)
    if (problem := _problem(question, actual, goal, window)) is not None:
        _leave_open(question, draft, actual, *problem)
        return
    assert isinstance(goal, Goal)
    assert actual.value is not None
    assert actual.span is not None
    assert window is not None
    draft.say(*goal.words)
    draft.share = completion(target, goal, actual.value)
    _say_share(question, draft, goal, actual)
    _conclude(question, draft, goal, actual, window)
    if not question.final and draft.verdict is not Verdict.NOT_MET:
        _set_pace(question, draft, goal, actual, window)
    elif draft.irreversible and draft.verdict is Verdict.NOT_MET:
        draft.progress, draft.label = Progress.FAR_BEHIND, title(Progress.FAR_BEHIND)
    if not question.final and draft.verdict is None:
        seen = forecast(target, goal, actual, question.seen, window, question.trajectory)
        draft.outlook = seen.outlook
        draft.say(*seen.words, figures=True)


def _take(question: Question, draft: Draft, actual: Actual) -> None:
    draft.actual, draft.numerator, draft.denominator = actual.value, actual.numerator, actual.denominator
    draft.as_of = actual.span.last if actual.span else None
    say_figures(question, draft, actual)


def _problem(
    question: Question, actual: Actual, goal: Goal | Unsettled, window: Period | None
) -> tuple[Grey, str] | None:
    """Return what leaves it open, if anything: the target's own want first, then the figures'."""
    target = question.target
    if target.pending:
        return Grey.UNDEFINED, target.pending
    if isinstance(goal, Unsettled) and goal.grey in _FIRST:
        return goal.grey, goal.text
    if actual.problem is Grey.NO_BASELINE:
        return Grey.NO_BASELINE, f"缺少{target.indicator or '指标'}的去年同期数或基期值"
    if actual.problem is not None:
        return actual.problem, "；".join((title(actual.problem), *actual.notes))
    if actual.value is None:
        if target.kind is MeasureKind.RANK or target.comparator is C.RANK_LE:
            return Grey.NO_RANK, "位次尚未公布"
        if not question.final and (window is None or window.months < question.rules.min_periods):
            return Grey.EARLY, "还没有结束的时段可以计数"
        return Grey.NO_DATA, "没有可用的数据，缺数不等于零"
    if isinstance(goal, Unsettled):
        return goal.grey, goal.text
    if found := breaks(target, question.seen, actual, question.of_kind(EventKind.BRIDGE)):
        return Grey.BREAK, f"{day(found[0][1])}起口径变化，没有衔接说明，前后不可比"
    return None


def _leave_open(question: Question, draft: Draft, actual: Actual, grey: Grey, text: str) -> None:
    if grey is Grey.NO_VOLUME:
        draft.data = Data.NO_VOLUME
    elif grey is Grey.UNDEFINED:
        draft.data = Data.NOT_MEASURABLE
    elif grey in (Grey.NO_DATA, Grey.NO_RANK):
        draft.data = Data.MISSING
    months = months_between(question.target.period.start, question.on)
    idle = question.rules.unstarted_months
    if question.final and grey in (Grey.NO_DATA, Grey.NO_RANK, Grey.EARLY) and is_awaited(question, actual):
        draft.doubt(Grey.AWAITING)
        return
    draft.doubt(grey, text)
    if question.final:
        draft.verdict = Verdict.UNDETERMINED
    elif grey is Grey.NO_DATA and idle and question.reported is Process.NOT_STARTED and months >= idle:
        _apply(draft, unstarted(question.rules, months))


def _say_share(question: Question, draft: Draft, goal: Goal, actual: Actual) -> None:
    target = question.target
    assert actual.value is not None
    if draft.share is None:
        return
    value, bound = amount(actual.value, target.level_unit), amount(aim_of(target, goal), target.level_unit)
    if target.form is Form.GROWTH or target.kind in (MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH):
        how = f"（1+{value}）÷（1+{bound}）"
    elif target.baseline and target.kind not in ADDITIVE:
        base = amount(target.baseline.value, target.level_unit)
        how = f"（{value}−{base}）÷（{bound}−{base}）"
    else:
        how = f"{value}÷{bound}"
    draft.say(f"完成程度{percent(draft.share, question.rules.digits)}（{how}）", figures=True)


def _conclude(question: Question, draft: Draft, goal: Goal, actual: Actual, window: Period) -> None:
    """Set the verdict where the deadline is over and the figures are whole, or nothing can change it."""
    target, value = question.target, actual.value
    assert value is not None
    if (failed := _failed_check(question, goal, window)) is not None:
        draft.verdict, draft.irreversible = Verdict.NOT_MET, True
        draft.say(failed, figures=True)
    elif (early := _settled(target, goal, actual)) is not None:
        draft.verdict, draft.irreversible = early, True
        how = "累计数只增不减，已超出上限" if early is Verdict.NOT_MET else "累计数只增不减，已经达到"
        draft.say(how if not question.final else "", figures=True)
    elif not question.final:
        return
    elif _complete(target, actual):
        draft.verdict = goal.verdict(target, value)
    elif is_awaited(question, actual):
        draft.doubt(Grey.AWAITING)
        return
    else:
        draft.doubt(Grey.PARTIAL, _lacking(target, actual))
        draft.verdict = Verdict.UNDETERMINED
        return
    _say_verdict(question, draft, goal, value)


def _say_verdict(question: Question, draft: Draft, goal: Goal, value: Decimal) -> None:
    target = question.target
    assert draft.verdict is not None
    if draft.verdict is Verdict.EXCEEDED:
        draft.say(goal.over)
    side = "高于预期区间，" if target.comparator is C.APPROX and draft.verdict is Verdict.EXCEEDED else ""
    if side and goal.better is Direction.LESS:
        side = "低于预期区间（好的一侧），"
    draft.say(
        f"实际{amount(value, target.level_unit)}，目标{target.bar_words}，{side}结论：{title(draft.verdict)}",
        figures=True,
    )


def _settled(target: Target, goal: Goal, actual: Actual) -> Verdict | None:
    """Return the verdict that no later figure can change: a count over its cap, or at its floor."""
    if not actual.growing or actual.value is None:
        return None
    passes = goal.passes(actual.value)
    if goal.better is Direction.LESS:
        return None if passes or target.comparator in _MOVING else Verdict.NOT_MET
    if goal.closed and goal.past(actual.value):
        return Verdict.NOT_MET
    if passes and not goal.closed and target.comparator in _REACHED:
        return goal.verdict(target, actual.value)
    return None


def _failed_check(question: Question, goal: Goal, window: Period) -> str | None:
    """Return the sentence of the first check at which what must be kept was not, where one settles it."""
    target = question.target
    if target.comparator not in KEEPING or target.kind in ADDITIVE:
        return None
    if question.rules.checks is not Checks.EVERY:
        return None
    each_check = checks(target, question.seen, window)
    if target.comparator is C.MAINTAIN:
        for each, value in each_check:
            if not goal.passes(value):
                now, bound = amount(value, target.level_unit), amount(goal.bound, target.level_unit)
                return f"{each.span.title}为{now}，未守住{bound}，{_ONCE}"
        return None
    before = target.baseline.value if target.baseline else None
    earlier = [value for each, value in _before(question, window)]
    before = earlier[-1] if earlier else before
    for each, value in each_check:
        falls = before is not None and (value < before if goal.better is Direction.MORE else value > before)
        if falls and before is not None:
            now, then = amount(value, target.level_unit), amount(before, target.level_unit)
            return f"{each.span.title}为{now}，上一期为{then}，{_ONCE}"
        before = value
    return None


def _before(question: Question, window: Period) -> list[tuple[object, Decimal]]:
    seen = [each for each in question.seen if each.span.end <= window.start]
    if not seen:
        return []
    whole = Period(min(each.span.start for each in seen), window.start)
    return [(each, value) for each, value in checks(question.target, seen, whole)]


def _complete(target: Target, actual: Actual) -> bool:
    whole = window_of(target, target.due)
    return bool(actual.whole and whole and actual.span and actual.span.end == whole.end)


def _lacking(target: Target, actual: Actual) -> str:
    if actual.gaps:
        return f"缺{_names(actual.gaps)}的数据，缺数不等于零"
    if not all(each.arrived for each in actual.used):
        return "数据未报齐，不能下结论"
    last = actual.span.last if actual.span else target.period.start
    return f"数据只到{day(last)}，不到期限{day(target.due)}"


def _names(gaps: Sequence[Period]) -> str:
    return "、".join(gap.title for gap in gaps)


def _apply(draft: Draft, paced: Paced) -> None:
    draft.progress, draft.label = paced.progress, paced.label
    draft.say(*paced.words, figures=True)
    if paced.grey is not None:
        draft.doubt(paced.grey)


def _set_pace(question: Question, draft: Draft, goal: Goal, actual: Actual, window: Period) -> None:
    target, rules = question.target, question.rules
    course = fitted(question.trajectory, target)
    value, span = actual.value, actual.span
    assert value is not None
    assert span is not None
    due = expected(course, target, span.last, bound=goal.bound)
    if course.flag:
        draft.say(course.flag)
    if draft.verdict is not None:
        draft.progress = Progress.ON_PACE
        draft.label = title(Progress.ON_PACE)
        return
    if draft.data is Data.STALE:
        draft.doubt(Grey.STALE)
        return
    elapsed = months_between(target.period.start, span.last) // cycle_in(question)
    if elapsed < rules.min_periods:
        draft.doubt(Grey.EARLY, f"只过了{elapsed}个时段，{rules.name}要求至少{rules.min_periods}个")
        return
    if due is None:
        draft.doubt(Grey.NOT_DUE)
        return
    if rules.method is not Method.CAGR and _averaged(target, course.course):
        draft.doubt(Grey.MULTI_YEAR, _required(target, goal, value, span.last))
        return
    draft.expected_share, draft.expected_value = due.share, due.value
    if due.value is not None:
        expectation = amount(due.value, target.level_unit)
        draft.say(f"应达：{due.note}，{percent(due.share, rules.digits)}，即{expectation}")
    if rules.unstarted_months and question.reported is Process.NOT_STARTED and not value:
        months = months_between(target.period.start, question.on)
        if months >= rules.unstarted_months:
            _apply(draft, unstarted(rules, months))
            return
    same = reference_at(target, question.reference, span)
    paced = pace(target, goal, value, due, course=course, rules=rules, reference=same, span=span)
    if not actual.whole and target.kind in ADDITIVE and paced.progress in RED:
        draft.doubt(Grey.PARTIAL, f"{_lacking(target, actual)}，不能判定落后")
        return
    _apply(draft, paced)
    if target.comparator in KEEPING and draft.progress is Progress.ON_PACE:
        draft.label = KEPT_SO_FAR


def _averaged(target: Target, course: Course) -> bool:
    """Tell whether the course would divide a sum or level of several years by time."""
    linear = course in (Course.LINEAR_TIME, Course.LINEAR_FROM_START, Course.BUDGET_BURN)
    return target.period.months > 12 and linear


def _required(target: Target, goal: Goal, value: Decimal, last: date) -> str:
    left = months_between(target.period.start, target.due) - months_between(target.period.start, last)
    if target.method is MultiYear.LEVEL:
        short = amount(goal.bound - value, target.level_unit)
        return f"水平法：目标看期末连续12个月的水平，尚差{short}，还有{left}个月；不按年平均"
    lack = goal.bound - value
    each = f"，其后平均每月{plain(lack / left, 2)}{target.level_unit}" if left else ""
    return f"累计法：尚余{amount(lack, target.level_unit)}，还有{left}个月{each}；不按年平均"
