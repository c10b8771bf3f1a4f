"""T8: a moved deadline adds a line and replaces none."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.commitments.assessing import two_lines
from luoshi.kernel.commitments.assessing.codes import Comparator, EventKind, Process, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, happened, judge, make_target
from luoshi.kernel.measures.points import MeasureKind

OPENED = happened(EventKind.DONE, date(2026, 9, 15), ref="竣工验收备案2026-31号")
ORIGINAL, ADJUSTED = (
    make_target(Comparator.MILESTONE, None, kind=MeasureKind.MILESTONE, deadline=due)
    for due in (date(2026, 6, 30), END)
)
CHANGE = "2026年5月20日市人大常委会批准"


def test_the_original_stays_not_met_and_the_adjusted_line_is_added():
    lines = two_lines(
        judge(ORIGINAL, on=END, events=[OPENED]), judge(ADJUSTED, on=END, events=[OPENED]), change=CHANGE
    )

    assert (lines.verdict, lines.adjusted.verdict) == (Verdict.NOT_MET, Verdict.MET)
    assert lines.process is Process.ADJUSTED
    assert lines.words == ("原目标：未完成", f"经法定程序调整后的目标：完成（{CHANGE}）")


def test_between_the_deadlines_only_the_original_has_its_verdict():
    day = date(2026, 7, 31)

    lines = two_lines(judge(ORIGINAL, on=day), judge(ADJUSTED, on=day), change=CHANGE)

    assert (lines.original.verdict, lines.adjusted.verdict) == (Verdict.NOT_MET, None)


def test_lines_of_different_days_are_not_set_side_by_side():
    with pytest.raises(ValueError, match="one day"):
        two_lines(judge(ORIGINAL), judge(ADJUSTED, on=END), change=CHANGE)
