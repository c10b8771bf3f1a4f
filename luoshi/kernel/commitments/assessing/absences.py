"""Judge what must not happen, and what must not stay open: 零发生 and 动态清零. No percentages. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import Data, EventKind, Grey, Progress, Verdict
from luoshi.kernel.commitments.assessing.freshness import data_of, is_awaited, say_figures
from luoshi.kernel.commitments.assessing.measuring import Actual, window_of
from luoshi.kernel.commitments.assessing.results import Draft, Question
from luoshi.kernel.commitments.assessing.rulesets import Checks
from luoshi.kernel.commitments.assessing.series import Seen, tile, within
from luoshi.kernel.commitments.assessing.targets import ADDITIVE
from luoshi.kernel.commitments.assessing.words import KEPT_SO_FAR, day, plain, title

NONE = Decimal(0)


def judge_zero(question: Question, draft: Draft) -> None:
    """不发生: any event in the period is final; without figures nothing is said to have been kept."""
    target = question.target
    until = min(question.on, target.due)
    window = window_of(target, until)
    actual = _counted(question, window)
    say_figures(question, draft, actual)
    draft.actual, draft.as_of = actual.value, actual.span.last if actual.span else None
    draft.data = data_of(question, actual, window)
    happened = [
        event
        for event in question.of_kind(EventKind.BREACH)
        if target.period.start <= event.on <= min(until, target.period.last)
    ]
    if happened or (actual.value is not None and actual.value > 0):
        draft.actual = max(actual.value or NONE, Decimal(len(happened)))
        first = f"{day(min(event.on for event in happened))}发生" if happened else "期内发生"
        draft.say(
            f"{first}，期内共{plain(draft.actual)}起；目标为零，发生即为未完成，本期内不可逆转", figures=True
        )
        draft.verdict, draft.irreversible = Verdict.NOT_MET, True
        draft.progress, draft.label = Progress.FAR_BEHIND, title(Progress.FAR_BEHIND)
        return
    _kept_so_far(question, draft, actual)


def judge_dynamic_zero(question: Question, draft: Draft) -> None:
    """动态清零: at no check may an open case be older than its term."""
    target = question.target
    until = min(question.on, target.due)
    window = window_of(target, until)
    cases = question.of_kind(EventKind.CASE)
    if target.sla_days is None and cases:
        _open(question, draft, Grey.UNDEFINED, "没有规定办理时限，不能判断是否清零")
        draft.data = Data.NOT_MEASURABLE
        return
    seen = within(question.seen, window) if window else ()
    overdue = {each.span.last: each.value for each in seen if each.value is not None}
    if cases and window is not None:
        for month in window.split(1):
            overdue[month.last] = Decimal(_too_old(question, month.last))
    if cases:
        overdue[until] = Decimal(_too_old(question, until))
    if not overdue:
        draft.data = Data.MISSING
        if question.final and is_awaited(question, Actual()):
            draft.doubt(Grey.AWAITING)
        else:
            _open(question, draft, Grey.NO_DATA, "没有可用的数据，缺数不等于零")
        return
    last = max(overdue)
    draft.actual, draft.as_of = overdue[last], last
    draft.say(
        f"{day(last)}超过时限未办结{plain(overdue[last])}件，时限{target.sla_days or '—'}天", figures=True
    )
    failed = sorted(on for on, count in overdue.items() if count > 0)
    _settle_checks(question, draft, overdue, failed, last)


def _settle_checks(
    question: Question, draft: Draft, overdue: dict[date, Decimal], failed: list[date], last: date
) -> None:
    if failed:
        draft.say(f"{len(overdue)}次检查中{len(failed)}次未清零，第一次为{day(failed[0])}")
    if failed and question.rules.checks is Checks.EVERY:
        draft.verdict, draft.irreversible = Verdict.NOT_MET, True
        draft.progress, draft.label = Progress.FAR_BEHIND, title(Progress.FAR_BEHIND)
        return
    clear = not overdue[last]
    window = window_of(question.target, question.target.due)
    if question.final and window is not None and last >= window.last:
        draft.verdict = Verdict.KEPT if clear else Verdict.NOT_MET
        draft.say(f"结论：{title(draft.verdict)}")
    elif question.final:
        draft.doubt(Grey.PARTIAL, "数据不到期限")
        draft.verdict = Verdict.UNDETERMINED
    else:
        draft.progress = Progress.ON_PACE if clear else Progress.BEHIND
        draft.label = KEPT_SO_FAR if clear else title(Progress.BEHIND)


def _too_old(question: Question, on: date) -> int:
    term = timedelta(days=question.target.sla_days or 0)
    return sum(
        event.on + term < on and (event.closed is None or event.closed > on)
        for event in question.of_kind(EventKind.CASE)
    )


def _counted(question: Question, window: Period | None) -> Actual:
    """Return how many happened by the figures; of kinds that do not add up, the most of any figure."""
    if window is None:
        return Actual()
    seen: list[Seen] = [each for each in question.seen if each.value is not None]
    tiling = tile(seen, window)
    if not tiling.used:
        return Actual()
    values = [each.value for each in tiling.used if each.value is not None]
    value = sum(values, NONE) if question.target.kind in ADDITIVE else max(values)
    return Actual(value=value, span=Period(window.start, tiling.end), used=tiling.used, gaps=tiling.gaps)


def _kept_so_far(question: Question, draft: Draft, actual: Actual) -> None:
    whole = window_of(question.target, question.target.due)
    complete = bool(actual.whole and whole and actual.span and actual.span.end == whole.end)
    if not question.final:
        if actual.value is None:
            early = not window_of(question.target, question.on)
            grey = Grey.EARLY if early else Grey.NO_DATA
            draft.doubt(grey, "还没有结束的时段" if early else "没有可用的数据，缺数不等于零")
        elif draft.data is Data.STALE:
            draft.doubt(Grey.STALE)
        elif not actual.whole:
            draft.doubt(Grey.PARTIAL, "数据未报齐，不能说守住")
        else:
            draft.progress, draft.label = Progress.ON_PACE, KEPT_SO_FAR
            draft.say("期内没有发生，守住至今，期满才作结论")
    elif complete:
        draft.verdict = Verdict.KEPT
        draft.say("全期没有发生，结论：守住")
    elif is_awaited(question, actual):
        draft.doubt(Grey.AWAITING)
    else:
        _open(question, draft, Grey.PARTIAL if actual.used else Grey.NO_DATA, "数据不全，缺数不等于零")


def _open(question: Question, draft: Draft, grey: Grey, text: str) -> None:
    draft.doubt(grey, text)
    if question.final:
        draft.verdict = Verdict.UNDETERMINED
