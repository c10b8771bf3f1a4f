"""T11: 前列 without a place in the order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing import from_reading
from luoshi.kernel.commitments.assessing.codes import Comparator, Data, Grey, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, YEAR, judge, make_target, point
from luoshi.kernel.measures.points import MeasureKind


@pytest.mark.parametrize("wording", ["稳居全省前列", "进入第一方阵", "实现争先进位"])
def test_front_ranks_without_a_number_are_undetermined(wording):
    target = from_reading(cmp="", wording=wording, indicator="网办率位次", period=YEAR)

    before, after = judge(target, [point("2026-06", 3)]), judge(target, [point("2026", 3)], on=END)

    assert (before.progress, before.grey, before.verdict) == (Progress.NO_PACE, Grey.UNDEFINED, None)
    assert (after.verdict, after.data) == (Verdict.UNDETERMINED, Data.NOT_MEASURABLE)
    assert "名次" in after.grey_text


def test_with_a_number_the_rank_decides_and_has_no_pace_before():
    target = from_reading(cmp="rank", value=Decimal(3), unit="位", indicator="位次", period=YEAR)

    assert target.comparator is Comparator.RANK_LE
    assert [judge(target, [point("2026", n)], on=END).verdict for n in (1, 3, 4)] == [
        Verdict.MET,
        Verdict.MET,
        Verdict.NOT_MET,
    ]
    assert judge(target, [point("2026-06", 9)]).grey in (Grey.NOT_DUE, Grey.EARLY)


def test_an_unpublished_rank_is_waited_for_and_then_undetermined():
    target = make_target(Comparator.RANK_LE, 3, kind=MeasureKind.RANK, unit="位")

    assert judge(target).grey is Grey.NO_RANK
    assert (judge(target, on=END).grey, judge(target, on=END).verdict) == (Grey.AWAITING, None)
    assert judge(target, on=date(2027, 12, 31)).verdict is Verdict.UNDETERMINED
