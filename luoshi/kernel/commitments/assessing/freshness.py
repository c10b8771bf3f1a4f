"""数据: how good the figures are at a day, and the sentences that say which were used. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import Data
from luoshi.kernel.commitments.assessing.measuring import Actual
from luoshi.kernel.commitments.assessing.results import Draft, Question
from luoshi.kernel.commitments.assessing.series import Seen, cycle_of
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, Target
from luoshi.kernel.commitments.assessing.words import amount, day, moment
from luoshi.kernel.measures.points import MeasureKind, Status


def months_between(start: date, on: date) -> int:
    """Return how many whole months from the first of a month are over at the end of the day."""
    after = on + timedelta(days=1)
    return max((after.year - start.year) * 12 + after.month - start.month, 0)


def data_of(question: Question, actual: Actual, window: Period | None) -> Data:
    """Return the state of the figures: what is worst of missing, stale, provisional, revised, current."""
    if window is None:
        return Data.CURRENT if actual.used else Data.MISSING
    if not actual.used or _lost(question, actual, window):
        return Data.MISSING
    if _cycles_behind(question, actual) > question.rules.stale_cycles:
        return Data.STALE
    if not actual.whole and actual.problem is None:
        return Data.MISSING
    if any(each.point.status is Status.PROVISIONAL for each in actual.used):
        return Data.PROVISIONAL
    if any(each.before is not None or each.point.status is Status.REVISED for each in actual.used):
        return Data.REVISED
    return Data.CURRENT


def cycle_in(question: Question) -> int:
    """Return how many months apart figures come: as declared, else as those of the period show it."""
    target = question.target
    inside = [each for each in question.seen if each.span.within(target.period)]
    return target.cycle or cycle_of(inside or question.seen)


def is_awaited(question: Question, actual: Actual) -> bool:
    """Tell whether the last figure may simply not have come yet: within the cycles a rule allows."""
    if actual.gaps or not all(each.arrived for each in actual.used):
        return False
    return _cycles_behind(question, actual, to=question.on) <= question.rules.stale_cycles


def _cycles_behind(question: Question, actual: Actual, *, to: date | None = None) -> int:
    target = question.target
    until = min(question.on, target.due) if to is None else to
    cycle = cycle_in(question)
    reached = actual.span.last if actual.span else None
    if reached is None:
        # Nothing has come: after the deadline it is the last period that is waited for, before it all.
        first = target.due if to is not None else target.period.start - timedelta(days=1)
        reached = min(first, until)
    return (
        months_between(target.period.start, until) - months_between(target.period.start, reached)
    ) // cycle


def _lost(question: Question, actual: Actual, window: Period) -> bool:
    """Tell whether a later figure is recorded as missing."""
    end = actual.span.end if actual.span else window.start
    return any(not each.usable and each.span.within(window) and each.span.end > end for each in question.seen)


def say_figures(question: Question, draft: Draft, actual: Actual) -> None:
    """State the figures used: span, value, parts, how many, since when known, what is lacking or revised."""
    target, rules = question.target, question.rules
    if actual.span is not None and actual.value is not None:
        many = f"共{len(actual.used)}期" if len(actual.used) > 1 else "1期"
        summed = target.kind in ADDITIVE and any(each.point.cumulative for each in actual.used)
        running = "，含年初至今累计数，不重复相加" if summed else ""
        draft.say(
            f"数据：{actual.span.title}，{many}{running}；只用截至{moment(question.known_at)}已知的数",
        )
        draft.say(f"实际值{_value(target, actual)}", figures=True)
    draft.say(*actual.notes, figures=True)
    if actual.gaps:
        draft.say(f"缺{'、'.join(gap.title for gap in actual.gaps)}的数据，按缺数处理，不按零计")
    if late := [each for each in actual.used if not each.arrived]:
        arrived = sum(each.point.arrived or 0 for each in late)
        due = sum(each.point.expected or 0 for each in late)
        draft.say(f"有{len(late)}期数据未报齐：应报{due}份，已报{arrived}份")
    for each in actual.used:
        draft.say(_revision(each, target.level_unit), figures=True)
    if any(each.point.status is Status.PROVISIONAL for each in actual.used):
        draft.say("含快报或初步数，定案后重新研判")
    sources = sorted({each.point.source for each in actual.used if each.point.source})
    if sources:
        draft.say(f"数据来源：{'、'.join(sources[:3])}" + (f"等{len(sources)}项" if sources[3:] else ""))
    if rules.stale_cycles and draft.as_of and actual.span:
        behind = _cycles_behind(question, actual)
        if behind > rules.stale_cycles:
            draft.say(f"数据停在{day(actual.span.last)}，已缺{behind}个报送周期，超过{rules.stale_cycles}个")


def _value(target: Target, actual: Actual) -> str:
    assert actual.value is not None
    parts = ""
    if actual.numerator is not None and actual.denominator is not None:
        parts = f"（{amount(actual.numerator, '')}/{amount(actual.denominator, '')}，分子分母分别相加）"
    unit = "位" if target.kind is MeasureKind.RANK and not target.unit else target.unit
    total = "合计" if target.kind in ADDITIVE and len(actual.used) > 1 and not actual.notes else ""
    return f"{total}{amount(actual.value, unit)}{parts}"


def _revision(each: Seen, unit: str) -> str:
    before, now = each.before, each.value
    if before is None or before.value is None or now is None:
        return ""
    change = f"由{amount(before.value, unit)}修订为{amount(now, unit)}"
    return f"{each.span.title}的数{moment(each.point.known_at)}{change}"
