"""T6: 与经济增长同步, and other comparisons with a series that may not be published."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Grey, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    judge,
    make_target,
    point,
    running,
    said,
)
from luoshi.kernel.measures.points import MeasureKind

SYNC = make_target(Comparator.REL_SYNC, None, kind=MeasureKind.GROWTH, unit="%", reference="地区生产总值增速")


def test_an_unpublished_reference_is_grey_with_its_reason():
    found = judge(SYNC, running(*[5] * 6))

    assert (found.progress, found.grey) == (Progress.NO_PACE, Grey.NO_REFERENCE)
    assert "地区生产总值增速" in found.grey_text
    assert "尚未公布" in found.grey_text


@pytest.mark.parametrize(
    ("actual", "verdict"), [("4.5", Verdict.MET), ("6", Verdict.MET), ("4.4", Verdict.NOT_MET)]
)
def test_in_step_is_read_as_not_slower(actual, verdict):
    found = judge(SYNC, [point("2026", actual)], on=END, reference=[point("2026", 5)])

    assert found.verdict is verdict
    assert "不慢于" in said(found)


def test_only_the_same_period_and_vintage_is_compared():
    early = datetime(2027, 1, 20, tzinfo=UTC)
    reference = [
        point("2025", 9),
        point("2026", "4.8", known=early),
        point("2026", "9", known=datetime(2027, 6, 1, tzinfo=UTC)),
    ]

    then = judge(SYNC, [point("2026", 5)], on=END, reference=reference, known_at=early)

    assert then.verdict is Verdict.MET


@pytest.mark.parametrize(("strict", "verdict"), [(False, Verdict.MET), (True, Verdict.NOT_MET)])
def test_above_is_strict_and_not_below_is_not(strict, verdict):
    target = make_target(Comparator.REL_GE, None, kind=MeasureKind.GROWTH, unit="%", strict=strict)

    assert judge(target, [point("2026", 5)], on=END, reference=[point("2026", 5)]).verdict is verdict


def test_an_offset_moves_the_bar_to_the_good_side():
    more = make_target(Comparator.REL_GE, None, kind=MeasureKind.GROWTH, unit="%", offset="0.5")
    less = make_target(
        Comparator.REL_GE, None, kind=MeasureKind.RATE, unit="%", offset="0.5", direction=Direction.LESS
    )

    def verdict(target, actual):
        return judge(target, [point("2026", actual)], on=END, reference=[point("2026", 5)]).verdict

    assert [verdict(more, rate) for rate in ("5.4", "5.5")] == [Verdict.NOT_MET, Verdict.MET]
    assert [verdict(less, rate) for rate in ("4.5", "4.6")] == [Verdict.MET, Verdict.NOT_MET]


def test_the_reference_of_a_rate_is_put_together_in_the_same_way():
    target = make_target(Comparator.REL_GE, None, kind=MeasureKind.RATE, unit="%")
    ours = [
        point("2026-01", 0, numerator=9, denominator=10),
        point("2026-02", 0, numerator=90, denominator=100),
    ]
    theirs = [
        point("2026-01", 0, numerator=1, denominator=2),
        point("2026-02", 0, numerator=90, denominator=98),
    ]

    found = judge(target, ours, on=ours[-1].period.last, reference=theirs)

    assert (found.actual, found.progress) == (Decimal(90), Progress.BEHIND)


def test_a_value_set_elsewhere_is_pending_until_it_is_attached():
    pending = make_target(Comparator.EXTERNAL, None)
    attached = make_target(Comparator.EXTERNAL, 60)

    assert judge(pending, running(10, 20, 30)).grey is Grey.PENDING_VALUE
    assert judge(pending, running(*range(12)), on=END).verdict is Verdict.UNDETERMINED
    assert judge(attached, running(*[5 * n for n in range(1, 13)]), on=END).verdict is Verdict.MET
