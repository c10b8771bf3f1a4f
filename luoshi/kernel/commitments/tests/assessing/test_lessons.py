"""What peers' users complained of, as tests (commitments §13)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.periods import year
from luoshi.kernel.commitments.assessing import Baseline, escalates, from_reading, whole
from luoshi.kernel.commitments.assessing.codes import (
    Comparator,
    Data,
    Direction,
    EventKind,
    Form,
    Grey,
    Process,
    Progress,
    Verdict,
)
from luoshi.kernel.commitments.assessing.lines import tally
from luoshi.kernel.commitments.assessing.trajectories import Node, declared_nodes
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    MID,
    YEAR,
    happened,
    judge,
    luoshi,
    make_target,
    months,
    point,
    rates,
    running,
    said,
)
from luoshi.kernel.measures.points import MeasureKind, Status

FALL = from_reading(
    cmp="ge",
    form="growth",
    value=Decimal(3),
    unit="%",
    sign="-",
    wording="以上",
    indicator="能耗",
    period=YEAR,
)


@pytest.mark.parametrize(
    ("growth", "state", "verdict"),
    [(-4, "on_pace", Verdict.MET), (-3, "on_pace", Verdict.MET), (-2, "far_behind", Verdict.NOT_MET)],
)
def test_a_reduction_is_coloured_the_right_way(growth, state, verdict):
    assert judge(FALL, running(*[growth] * 6)).state == state
    assert judge(FALL, [point("2026", growth)], on=END).verdict is verdict


def test_a_fall_from_a_base_is_coloured_the_right_way_too():
    base = Baseline(Decimal(80), year(2025))
    less = make_target(Comparator.LE, 40, kind=MeasureKind.STOCK, direction=Direction.LESS, baseline=base)

    good, bad = judge(less, months(*[58] * 6)), judge(less, months(*[75] * 6))

    assert (good.progress, bad.progress) == (Progress.ON_PACE, Progress.FAR_BEHIND)
    assert good.expected_value == 60
    assert good.share == Decimal("0.55")


def test_what_has_not_started_has_a_plain_word():
    found = judge(make_target(), months(0), on=date(2026, 1, 31), reported=Process.NOT_STARTED)

    assert found.headline == "尚未启动"


def test_where_nobody_has_reported_the_reason_is_told_and_not_that_nothing_began():
    deed = make_target(Comparator.MILESTONE, None, kind=MeasureKind.MILESTONE)

    silent = judge(make_target(), [], on=date(2026, 6, 30), reported=Process.NOT_STARTED)
    not_due = judge(deed, [], on=date(2026, 6, 30), reported=Process.NOT_STARTED)
    clean = judge(
        make_target(Comparator.ZERO, 0, kind=MeasureKind.EVENTS), months(0, 0), on=date(2026, 2, 28)
    )

    assert (silent.headline, not_due.headline, clean.headline) == (
        "缺数",
        "未到期限，不按序时判断",
        "守住至今",
    )


def test_partial_targets_never_add_up_to_the_whole():
    """Reported parts of 80 are not a target of 80: the whole keeps its own 100."""
    parts = [judge(make_target(value=40), months(*[4] * 12), on=END) for _ in range(2)]
    all_of_it = judge(make_target(value=100), months(*[8] * 12), on=END)

    assert [part.verdict for part in parts] == [Verdict.EXCEEDED, Verdict.EXCEEDED]
    assert all_of_it.verdict is Verdict.NOT_MET


def test_a_whole_with_parts_is_partly_done_where_some_were_and_some_not():
    met, missed, open_ = (
        judge(make_target(), months(*[n] * 12), on=on) for n, on in ((9, END), (5, END), (9, MID))
    )

    assert whole([met, met]) is Verdict.MET
    assert whole([met, missed]) is Verdict.PARTLY
    assert whole([missed, missed]) is Verdict.NOT_MET
    assert whole([met, open_]) is None
    assert whole([met, judge(make_target(), on=date(2028, 1, 1))]) is Verdict.UNDETERMINED
    assert whole([]) is None


@pytest.mark.parametrize("base", [0, -5])
def test_a_base_of_zero_or_below_gives_no_growth(base):
    growth = make_target(value=5, form=Form.GROWTH, unit="%", baseline=Baseline(Decimal(base), year(2025)))

    found = judge(growth, months(*[10] * 12), on=END)

    assert (found.grey, found.verdict, found.actual) == (Grey.BASE_SIGN, Verdict.UNDETERMINED, None)


def test_growth_is_computed_from_the_same_months_of_the_year_before():
    growth = make_target(value=5, form=Form.GROWTH, unit="%")
    points = [*months(*[10] * 12, first="2025-01"), *months(*[11] * 6)]

    found = judge(growth, points)

    assert found.actual == 10
    assert "2025年1—6月（去年同期）" in said(found)


def test_the_completion_of_growth_is_one_plus_a_over_one_plus_p():
    found = judge(make_target(value=5, kind=MeasureKind.GROWTH, unit="%"), running(*[4] * 6))

    assert found.share is not None
    assert round(found.share, 6) == round(Decimal(104) / 105, 6)


@pytest.mark.parametrize(
    ("comparator", "form"),
    [
        (Comparator.MAINTAIN, Form.LEVEL),
        (Comparator.IMPROVE, Form.LEVEL),
        (Comparator.MULT, Form.LEVEL),
        (Comparator.GE, Form.CHANGE),
        (Comparator.GE, Form.GROWTH),
        (Comparator.MONOTONE, Form.LEVEL),
    ],
)
def test_a_missing_base_is_named_and_never_replaced(comparator, form):
    value = None if comparator in (Comparator.MAINTAIN, Comparator.IMPROVE, Comparator.MONOTONE) else 2
    target = make_target(comparator, value, form=form, indicator="林地面积", unit="亩")
    later_years = [point("2027", 9), point("2028", 10)]

    found = judge(target, [*months(*[5] * 12), *later_years], on=END)

    assert (found.verdict, found.grey) == (Verdict.UNDETERMINED, Grey.NO_BASELINE)


def test_an_absolute_floor_needs_no_base():
    assert judge(make_target(value=50), months(*[5] * 12), on=END).verdict is Verdict.EXCEEDED


def test_no_verdict_reaches_across_a_break_without_a_note():
    points = [*months(*[9] * 5), point("2026-06", 9, status=Status.BREAK), *months(*[9] * 6, first="2026-07")]
    note = happened(EventKind.BRIDGE, date(2026, 6, 30), ref="统计局衔接说明")

    assert judge(make_target(value=120), points).grey is Grey.BREAK
    assert judge(make_target(value=120), points, on=END).verdict is Verdict.UNDETERMINED
    assert judge(make_target(value=120), points, on=END, events=[note]).verdict is Verdict.NOT_MET


def test_a_cap_is_burnt_and_not_overdone():
    cap = make_target(Comparator.LE, 120, unit="万元")

    thrifty, fast, over = (judge(cap, months(*[n] * 6)) for n in (5, 12, 25))

    assert (thrifty.progress, thrifty.verdict) == (Progress.ON_PACE, None)
    assert (fast.progress, fast.verdict) == (Progress.BEHIND, None)
    assert (over.verdict, over.irreversible) == (Verdict.NOT_MET, True)


def test_what_is_kept_breaks_at_the_first_failed_check():
    keep = make_target(Comparator.MAINTAIN, 90, kind=MeasureKind.RATE, unit="%")

    assert judge(keep, rates(*[(91, 100)] * 6)).headline == "守住至今"
    assert judge(keep, rates(*[(91, 100)] * 12), on=END).verdict is Verdict.KEPT
    assert judge(keep, rates((91, 100), (80, 100), (99, 100))).verdict is Verdict.NOT_MET


def test_what_only_grows_may_not_fall_once():
    only_up = make_target(Comparator.MONOTONE, None, kind=MeasureKind.STOCK)

    assert judge(only_up, months(5, 5, 6, 6, 7, 7)).headline == "守住至今"
    assert judge(only_up, months(5, 5, 6, 5, 7, 7)).verdict is Verdict.NOT_MET


def test_growth_that_may_not_slow_is_held_against_the_growth_of_the_year_before():
    steady = make_target(Comparator.MONOTONE, None, form=Form.GROWTH, unit="%")
    points = [
        *months(*[10] * 12, first="2024-01"),
        *months(*[11] * 12, first="2025-01"),
        *months(*[12] * 6, first="2026-01"),
    ]

    found = judge(steady, points)

    assert round(found.actual or 0, 2) == Decimal("9.09")
    assert found.progress is Progress.BEHIND
    assert "上一期（2025年1—6月（去年同期））为10%" in said(found)


def test_an_improvement_must_be_more_than_noise():
    better = make_target(
        Comparator.IMPROVE, None, kind=MeasureKind.RATE, unit="%", baseline=Baseline(Decimal(80), year(2025))
    )

    assert judge(better, [point("2026", "80.1")], on=END).verdict is Verdict.NOT_MET
    assert judge(better, [point("2026", "80.2")], on=END).verdict is Verdict.MET


def test_a_report_of_done_is_no_verdict_and_shows_the_difference():
    found = judge(make_target(), months(*[5] * 12), on=END, reported=Process.REPORTED_DONE)
    deed = make_target(Comparator.MILESTONE, None, kind=MeasureKind.MILESTONE)
    claimed = judge(deed, on=END, reported=Process.REPORTED_DONE)

    assert (found.verdict, found.process, found.disagrees) == (Verdict.NOT_MET, Process.REPORTED_DONE, True)
    assert (claimed.verdict, claimed.grey) == (Verdict.UNDETERMINED, Grey.NO_EVIDENCE)


def test_overdue_comes_by_itself_the_day_after():
    deed = make_target(Comparator.MILESTONE, None, kind=MeasureKind.MILESTONE)

    assert judge(deed, on=END).process is Process.IN_PROGRESS
    assert judge(deed, on=date(2027, 1, 1)).process is Process.OVERDUE


def test_a_document_needs_its_number_and_its_day():
    deed = make_target(Comparator.DOCUMENT, None, kind=MeasureKind.DOCUMENT)
    issued = happened(EventKind.DONE, date(2026, 5, 6), ref="四政发〔2026〕3号")
    bare = happened(EventKind.DONE, date(2026, 5, 6), ref="")

    assert judge(deed, events=[issued]).verdict is Verdict.MET
    assert "四政发〔2026〕3号" in said(judge(deed, events=[issued]))
    assert judge(deed, events=[bare]).verdict is None
    assert judge(deed, events=[bare], on=END).verdict is Verdict.UNDETERMINED
    assert judge(deed, on=END).verdict is Verdict.NOT_MET


def test_a_milestone_follows_its_declared_nodes():
    deed = make_target(Comparator.MILESTONE, None, kind=MeasureKind.MILESTONE)
    nodes = declared_nodes([Node(date(2026, 3, 31), Decimal("0.3")), Node(date(2026, 9, 30), Decimal("0.7"))])
    begun = happened(EventKind.NODE, date(2026, 3, 20), ref="施工许可", share=Decimal("0.3"))

    assert judge(deed, events=[begun], trajectory=nodes).progress is Progress.ON_PACE
    assert judge(deed, trajectory=nodes).progress is Progress.FAR_BEHIND
    assert judge(deed, events=[begun]).grey is Grey.NOT_DUE


def test_a_class_is_reached_in_its_own_order():
    water = from_reading(cmp="ge", value=Decimal(2), unit="类", wording="Ⅱ类及以上", period=YEAR)

    assert [judge(water, [point("2026-12", n)], on=END).verdict for n in (1, 2, 3)] == [
        Verdict.MET,
        Verdict.MET,
        Verdict.NOT_MET,
    ]


def test_it_takes_two_evaluations_behind_to_escalate_and_one_breach():
    good, bad = months(*[9] * 6), months(*[3] * 6)
    may, june = date(2026, 5, 31), MID
    breach = judge(make_target(Comparator.LE, 10), bad)

    def history(*lines):
        return [judge(make_target(), points, on=day) for points, day in zip(lines, (may, june), strict=False)]

    assert not escalates(history(good, bad), luoshi())
    assert escalates(history(bad, bad), luoshi())
    assert escalates(reversed(history(bad, bad)), luoshi())
    assert not escalates(history(bad, good), luoshi())
    assert not escalates([*history(bad), *history(bad)], luoshi())
    assert escalates([breach], luoshi())
    assert not escalates([], luoshi())


def test_a_plan_that_leaves_most_for_the_end_is_labelled():
    late = declared_nodes([Node(date(2026, 9, 30), Decimal("0.3")), Node(END, Decimal(1))])
    even = declared_nodes([Node(date(2026, 9, 30), Decimal("0.5")), Node(END, Decimal(1))])

    assert judge(make_target(), months(*[9] * 6), trajectory=late).back_loaded
    assert not judge(make_target(), months(*[9] * 6), trajectory=even).back_loaded


def test_counts_have_classes_and_no_score():
    items = [judge(make_target(), months(*[n] * 6)) for n in (9, 7, 3)] + [judge(make_target())]

    assert dict(tally(items, luoshi()).classes) == {
        "done": 0,
        "on_pace": 1,
        "behind": 1,
        "far_behind": 1,
        "unknown": 1,
    }


def test_full_volume_returns_after_months_without_any():
    rate = make_target(Comparator.GE, 90, kind=MeasureKind.RATE, unit="%")

    assert judge(rate, rates(*[(0, 0)] * 6)).data is Data.NO_VOLUME
    assert judge(rate, rates(*[(0, 0)] * 5, (9, 10))).actual == 90
