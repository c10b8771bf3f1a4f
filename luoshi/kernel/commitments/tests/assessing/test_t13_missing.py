"""T13: no figure is not zero."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoshi.kernel.commitments.assessing.codes import Comparator, Data, Grey, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    MID,
    judge,
    make_target,
    months,
    point,
    said,
)
from luoshi.kernel.measures.points import MeasureKind, Status


def test_a_month_without_a_feed_is_a_gap_and_no_reason_to_call_it_behind():
    found = judge(make_target(), months(6, 6, ..., 6, 6, 6))

    assert (found.data, found.grey, found.progress) == (Data.MISSING, Grey.PARTIAL, Progress.NO_PACE)
    assert "缺2026年3月的数据，按缺数处理，不按零计" in said(found)


def test_what_is_on_pace_even_with_a_gap_is_on_pace():
    assert judge(make_target(), months(10, 10, ..., 10, 10, 10)).progress is Progress.ON_PACE


def test_a_gap_leaves_a_floor_open_unless_it_is_reached_anyway():
    short = judge(make_target(), months(*[5] * 5, ..., *[5] * 6), on=END)
    enough = judge(make_target(), months(*[10] * 5, ..., *[10] * 6), on=END)

    assert (short.verdict, short.grey) == (Verdict.UNDETERMINED, Grey.PARTIAL)
    assert enough.verdict is Verdict.MET


def test_a_gap_leaves_a_cap_open_unless_it_is_broken_anyway():
    cap = make_target(Comparator.LE, 100)

    assert judge(cap, months(*[5] * 5, ..., *[5] * 6), on=END).verdict is Verdict.UNDETERMINED
    assert judge(cap, months(*[20] * 5, ..., *[5] * 6), on=END).verdict is Verdict.NOT_MET


def test_a_point_recorded_as_missing_is_a_gap_too():
    points = [*months(6, 6, ..., 6, 6, 6), point("2026-03", 0, status=Status.MISSING)]

    assert judge(make_target(), points).actual == 30


def test_feeds_that_did_not_arrive_are_counted_in_words():
    points = [*months(*[6] * 5), point("2026-06", 6, expected=12, arrived=11)]

    found = judge(make_target(), points)

    assert (found.data, found.grey) == (Data.MISSING, Grey.PARTIAL)
    assert "应报12份，已报11份" in said(found)


def test_more_than_two_cycles_without_figures_are_grey():
    within, past = (judge(make_target(), months(*[8] * n)) for n in (4, 3))

    assert (within.data, within.progress) == (Data.CURRENT, Progress.ON_PACE)
    assert (past.data, past.grey, past.progress) == (Data.STALE, Grey.STALE, Progress.NO_PACE)


def test_figures_are_held_against_what_was_due_at_their_own_end():
    found = judge(make_target(), months(*[8] * 5))

    assert found.as_of == date(2026, 5, 31)
    assert found.expected_share is not None
    assert round(found.expected_share * 12, 6) == 5


def test_an_unfinished_period_never_counts():
    done = months(*[9] * 5)
    running_month = point("2026-06", 1000, known=datetime(2026, 6, 15, tzinfo=UTC))

    assert judge(make_target(), [*done, running_month], on=date(2026, 6, 29)).actual == 45


def test_the_last_figure_is_waited_for_before_the_verdict_is_given_up():
    points = months(*[5] * 11)

    assert (judge(make_target(), points, on=END).verdict, judge(make_target(), points, on=END).grey) == (
        None,
        Grey.AWAITING,
    )
    assert judge(make_target(), points, on=date(2027, 6, 30)).verdict is Verdict.UNDETERMINED


def test_no_figure_at_all_is_missing():
    found = judge(make_target())

    assert (found.data, found.grey, found.actual, found.on) == (Data.MISSING, Grey.NO_DATA, None, MID)


def test_a_thin_period_without_cases_is_no_rate_of_zero():
    rate = make_target(Comparator.GE, 90, kind=MeasureKind.RATE, unit="%")

    found = judge(rate, [point("2026-05", None, numerator=0, denominator=0)])

    assert (found.actual, found.data) == (None, Data.NO_VOLUME)
