"""T4: 5%左右."""

from __future__ import annotations

import pytest

from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, judge, make_target, point, running, said
from luoshi.kernel.measures.points import MeasureKind

AROUND = make_target(
    Comparator.APPROX, 5, kind=MeasureKind.GROWTH, unit="%", quote="5%左右", indicator="地区生产总值增速"
)


def test_within_the_band_is_met_with_the_tolerance_printed_and_the_word_kept():
    found = judge(AROUND, [point("2026", "4.9")], on=END)

    assert found.verdict is Verdict.MET
    assert "左右" in found.derivation[-1]
    assert "4.8%—5.2%" in said(found)
    assert "待核" in said(found)


@pytest.mark.parametrize(
    ("actual", "verdict"),
    [("4.79", Verdict.NOT_MET), ("4.8", Verdict.MET), ("5.2", Verdict.MET), ("5.3", Verdict.EXCEEDED)],
)
def test_the_good_side_is_no_failure(actual, verdict):
    assert judge(AROUND, [point("2026", actual)], on=END).verdict is verdict


def test_the_share_is_one_of_the_figure_that_is_printed():
    assert "（1+4.9%）÷（1+5%）" in said(judge(AROUND, [point("2026", "4.9")], on=END))


def test_above_the_band_says_so():
    assert "高于预期区间" in said(judge(AROUND, [point("2026", "6")], on=END))


def test_the_target_s_own_tolerance_goes_before_the_table():
    wide = make_target(Comparator.APPROX, 5, kind=MeasureKind.GROWTH, unit="%", tolerance="0.5")

    assert judge(wide, [point("2026", "4.5")], on=END).verdict is Verdict.MET


def test_without_a_direction_both_sides_fail():
    price = make_target(Comparator.APPROX, 2, kind=MeasureKind.GROWTH, unit="%", direction=Direction.NONE)

    assert judge(price, [point("2026", "2.5")], on=END).verdict is Verdict.NOT_MET


def test_before_the_deadline_the_lower_edge_is_the_pace():
    good, bad = (judge(AROUND, running(*[rate] * 6)) for rate in ("4.85", "4.7"))

    assert (good.progress, bad.progress) == (Progress.ON_PACE, Progress.BEHIND)
