"""Judge a deed: a milestone by the event that proves it, a document by its number and day. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from luoshi.kernel.commitments.assessing.codes import (
    Comparator,
    Data,
    EventKind,
    Grey,
    Process,
    Progress,
    Verdict,
)
from luoshi.kernel.commitments.assessing.pacing import by_share
from luoshi.kernel.commitments.assessing.results import Draft, Question
from luoshi.kernel.commitments.assessing.trajectories import expected
from luoshi.kernel.commitments.assessing.words import day, title
from luoshi.kernel.commitments.assessing.words import share as percent

_CLAIMED = frozenset({Process.REPORTED_DONE, Process.VERIFIED, Process.CLOSED})


def judge_deed(question: Question, draft: Draft) -> None:
    """Fill the draft for a milestone or a document. What the unit reports is no evidence."""
    target = question.target
    done = _done(question)
    name = "发文字号" if target.comparator is Comparator.DOCUMENT else "佐证"
    if target.pending:
        draft.data = Data.NOT_MEASURABLE
        draft.doubt(Grey.UNDEFINED, target.pending)
        draft.verdict = Verdict.UNDETERMINED if question.final else None
    elif done is not None:
        on, ref = done
        draft.actual, draft.as_of = Decimal(1), on
        met = on <= target.due
        draft.verdict = Verdict.MET if met else Verdict.NOT_MET
        draft.irreversible = True
        when = "不晚于期限" if met else "晚于期限"
        draft.say(f"{day(on)}完成（{name}：{ref}），{when}{day(target.due)}，结论：{title(draft.verdict)}")
    elif question.final:
        _unproved(question, draft, name)
    else:
        _underway(question, draft, name)


def _done(question: Question) -> tuple[date, str] | None:
    """Return the first day it is proved done, with the evidence: an event with one, or a figure of one."""
    proofs = [(event.on, event.ref) for event in question.of_kind(EventKind.DONE) if event.ref]
    proofs += [
        (each.span.last, each.point.source or "数据记录")
        for each in question.seen
        if each.value is not None and each.value >= 1 and each.span.start >= question.target.period.start
    ]
    return min(proofs, default=None)


def _unproved(question: Question, draft: Draft, name: str) -> None:
    claimed = question.reported in _CLAIMED or question.of_kind(EventKind.DONE)
    if claimed:
        draft.data = Data.MISSING
        draft.doubt(Grey.NO_EVIDENCE, f"单位已报完成，但没有{name}，不能认定")
        draft.verdict = Verdict.UNDETERMINED
        return
    draft.verdict = Verdict.NOT_MET
    draft.say(f"到期限{day(question.target.due)}没有完成的{name}，结论：未完成")


def _underway(question: Question, draft: Draft, name: str) -> None:
    target, rules = question.target, question.rules
    if question.of_kind(EventKind.DONE) or question.reported in _CLAIMED:
        draft.say(f"有完成的报告，但没有{name}，暂不认定")
    nodes = [event for event in question.of_kind(EventKind.NODE) if event.share is not None and event.ref]
    done = max((event.share for event in nodes if event.share is not None), default=Decimal(0))
    due = expected(question.trajectory, target, question.on)
    if due is None:
        draft.doubt(Grey.NOT_DUE, f"尚未到期限{day(target.due)}，到期一次判断")
        return
    draft.share, draft.expected_share = done, due.share
    draft.say(
        f"应达：{due.note}，{percent(due.share, rules.digits)}；已核实节点{percent(done, rules.digits)}"
    )
    paced = by_share(done, due, rules)
    draft.progress, draft.label = paced.progress, paced.label
    draft.say(*paced.words)
    if paced.grey is not None:
        draft.doubt(paced.grey)
    elif draft.progress is Progress.NO_PACE:
        draft.doubt(Grey.NOT_DUE)
