"""T1: a target of no events."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoshi.kernel.commitments.assessing.codes import Comparator, EventKind, Grey, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, MID, happened, judge, make_target, months
from luoshi.kernel.measures.points import MeasureKind

NONE = make_target(Comparator.ZERO, 0, kind=MeasureKind.EVENTS, unit="起")


def test_no_event_is_kept_so_far_and_final_at_the_end():
    so_far = judge(NONE, months(*[0] * 6))
    final = judge(NONE, months(*[0] * 12), on=END)

    assert (so_far.headline, so_far.verdict, so_far.progress) == ("守住至今", None, Progress.ON_PACE)
    assert (final.headline, final.verdict) == ("守住", Verdict.KEPT)
    assert final.share is None


def test_one_event_is_not_met_at_once_and_for_the_rest_of_the_period():
    points = months(0, 1, *[0] * 10)

    verdicts = [
        judge(NONE, points, on=day).verdict for day in (date(2026, 1, 31), date(2026, 2, 28), MID, END)
    ]

    assert verdicts == [None, Verdict.NOT_MET, Verdict.NOT_MET, Verdict.NOT_MET]
    assert judge(NONE, points).irreversible


def test_an_event_counts_in_the_middle_of_a_month():
    event = happened(EventKind.BREACH, date(2026, 6, 14))

    before = judge(
        NONE,
        months(*[0] * 5),
        on=date(2026, 6, 20),
        events=[event],
        known_at=datetime(2026, 6, 14, tzinfo=UTC),
    )
    after = judge(NONE, months(*[0] * 5), on=date(2026, 6, 20), events=[event])

    assert (before.verdict, after.verdict) == (None, Verdict.NOT_MET)


def test_an_event_of_another_period_is_none_of_this_one():
    event = happened(EventKind.BREACH, date(2025, 12, 31))

    assert judge(NONE, months(*[0] * 12), on=END, events=[event]).verdict is Verdict.KEPT


def test_without_figures_nothing_is_said_to_be_kept():
    assert (judge(NONE).verdict, judge(NONE).grey) == (None, Grey.NO_DATA)
    assert judge(NONE, months(0, ..., 0, 0, 0, 0)).grey is Grey.PARTIAL
    assert judge(NONE, months(0, ..., *[0] * 10), on=END).verdict is Verdict.UNDETERMINED
    assert judge(NONE, on=date(2027, 6, 30)).verdict is Verdict.UNDETERMINED


def test_a_cap_of_zero_divides_nothing():
    cap = make_target(Comparator.LE, 0)

    held, over = judge(cap, months(*[0] * 6)), judge(cap, months(0, 0, 3))

    assert (held.progress, held.share) == (Progress.ON_PACE, None)
    assert (over.verdict, over.irreversible) == (Verdict.NOT_MET, True)


def test_dynamic_clearing_asks_for_the_age_of_open_cases_at_every_check():
    clearing = make_target(Comparator.DYN_ZERO, 0, kind=MeasureKind.EVENTS, sla_days=30)
    quick = happened(EventKind.CASE, date(2026, 1, 5), ref="甲", closed=date(2026, 1, 20))
    slow = happened(EventKind.CASE, date(2026, 2, 1), ref="乙")

    assert judge(clearing, events=[quick]).headline == "守住至今"
    assert judge(clearing, events=[quick, slow], on=date(2026, 3, 1)).verdict is None
    assert judge(clearing, events=[quick, slow]).verdict is Verdict.NOT_MET
    assert judge(clearing, events=[quick], on=END).verdict is Verdict.KEPT
    assert judge(clearing).grey is Grey.NO_DATA


def test_dynamic_clearing_without_a_term_cannot_be_judged():
    clearing = make_target(Comparator.DYN_ZERO, 0, kind=MeasureKind.EVENTS)

    found = judge(clearing, events=[happened(EventKind.CASE, date(2026, 2, 1))], on=END)

    assert (found.grey, found.verdict) == (Grey.UNDEFINED, Verdict.UNDETERMINED)
