"""研判: a pure function of target, figures as known, trajectory and rule set. No clock, database or float."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, localcontext

from luoshi.kernel.commitments.assessing.absences import judge_dynamic_zero, judge_zero
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import (
    GOOD,
    Comparator,
    Data,
    Form,
    Process,
)
from luoshi.kernel.commitments.assessing.deeds import judge_deed
from luoshi.kernel.commitments.assessing.figures import judge_figure
from luoshi.kernel.commitments.assessing.results import Assessment, Draft, Question
from luoshi.kernel.commitments.assessing.rulesets import RuleSet
from luoshi.kernel.commitments.assessing.series import known
from luoshi.kernel.commitments.assessing.targets import BY_EVENT, Event, Target
from luoshi.kernel.commitments.assessing.trajectories import (
    Trajectory,
    back_loaded,
    usual_trajectory,
)
from luoshi.kernel.commitments.assessing.words import day, title
from luoshi.kernel.measures.points import MeasureKind, Point

_OVERDUE = frozenset({Process.NOT_STARTED, Process.IN_PROGRESS})
_COUNTS = frozenset({MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.EVENTS})


def assess(
    target: Target,
    points: Iterable[Point],
    *,
    rules: RuleSet,
    on: date,
    known_at: datetime,
    trajectory: Trajectory | None = None,
    reference: Iterable[Point] = (),
    reported: Process = Process.IN_PROGRESS,
    events: Iterable[Event] = (),
) -> Assessment:
    """Assess a target at the end of a day with what was known at a moment.

    The same inputs and rule version give an assessment equal to the byte, in whatever order the points and
    events come. Points and events known later, and periods not over on the day, change nothing. All moments
    carry a time zone; a naive one raises ValueError.
    """
    if known_at.tzinfo is None:
        raise ValueError("known_at needs a time zone")
    with localcontext(EXACT):
        question = Question(
            target=target,
            seen=known(points, on=on, at=known_at),
            reference=known(reference, on=on, at=known_at),
            trajectory=trajectory or usual_trajectory(target),
            rules=rules,
            on=on,
            known_at=known_at,
            reported=reported,
            events=_known_events(events, on=on, at=known_at),
        )
        draft = Draft()
        _introduce(question, draft)
        late = back_loaded(question.trajectory, target)
        if late:
            draft.say("进度安排超过60%压在最后四分之一时间，标注“后期集中”")
        match target.comparator:
            case Comparator.ZERO:
                judge_zero(question, draft)
            case Comparator.DYN_ZERO:
                judge_dynamic_zero(question, draft)
            case comparator if comparator in BY_EVENT:
                judge_deed(question, draft)
            case _:
                judge_figure(question, draft)
        if _small(question, draft):
            draft.withhold(rules.small_n)
        return draft.finish(question, _process(question, draft), back_loaded=late)


def _introduce(question: Question, draft: Draft) -> None:
    target, rules = question.target, question.rules
    draft.say(f"目标：{target.words}；期间{target.period.title}，期限{day(target.due)}")
    if target.bare:
        draft.say(f"原文未写比较词，按{title(target.comparator)}理解（{rules.name}）")
    if target.comparator is Comparator.ASPIRE:
        draft.say("“力争”属努力目标，单独统计")
    since = f"，{day(rules.valid_from)}起施行"
    draft.say(f"规则：{rules.name}{since}，依据{rules.source}；研判日{day(question.on)}")


def _known_events(events: Iterable[Event], *, on: date, at: datetime) -> tuple[Event, ...]:
    """Return the events up to the day as known at the moment, the latest word on each, in order."""
    latest: dict[tuple[object, ...], Event] = {}
    for event in sorted(events, key=_order):
        if event.known_at <= at and event.on <= on:
            latest[(event.kind, event.ref) if event.ref else (event.kind, event.on, "")] = event
    return tuple(sorted(latest.values(), key=_order))


def _order(event: Event) -> tuple[object, ...]:
    return (event.known_at, event.kind.value, event.on, event.ref, str(event.closed), str(event.share))


def _small(question: Question, draft: Draft) -> bool:
    """Tell whether the actual counts so few persons that it is not shown."""
    target, least = question.target, question.rules.small_n
    if not target.sensitive or draft.data is Data.SUPPRESSED:
        return False
    if target.kind in _COUNTS and target.form is Form.LEVEL:
        counts = [draft.actual]
    else:
        rest = None
        if draft.numerator is not None and draft.denominator is not None:
            rest = draft.denominator - draft.numerator
        counts = [draft.numerator, rest]
    return any(count is not None and Decimal(0) < count < least for count in counts)


def _process(question: Question, draft: Draft) -> Process:
    """Return what the workflow says; overdue by itself once the deadline has passed without a success."""
    if question.reported in _OVERDUE and question.on > question.target.due and draft.verdict not in GOOD:
        draft.say(f"期限{day(question.target.due)}已过，办理状态自动记为逾期")
        return Process.OVERDUE
    if question.reported is Process.REPORTED_DONE and draft.verdict not in GOOD:
        draft.say("单位报称已完成；报称不作为完成的依据，须经核验")
    return question.reported
