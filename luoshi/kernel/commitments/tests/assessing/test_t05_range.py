"""T5: 4.5%—5%，争取更好结果."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing import from_reading
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, YEAR, judge, make_target, point
from luoshi.kernel.measures.points import MeasureKind

STRETCH = from_reading(
    cmp="range",
    form="growth",
    value=Decimal("4.5"),
    high=Decimal(5),
    unit="%",
    wording="4.5%—5%，在实际工作中争取更好结果",
    indicator="地区生产总值",
    period=YEAR,
)
CASES = [("4.4", Verdict.NOT_MET), ("4.5", Verdict.MET), ("4.6", Verdict.MET), ("5", Verdict.MET)]


@pytest.mark.parametrize(("actual", "verdict"), [*CASES, ("5.2", Verdict.EXCEEDED)])
def test_the_floor_decides_and_past_the_end_is_exceeded(actual, verdict):
    assert STRETCH.comparator is Comparator.FLOOR_STRETCH
    assert judge(STRETCH, [point("2026", actual)], on=END).verdict is verdict


def test_past_the_end_of_a_two_sided_range_is_missed():
    price = make_target(
        Comparator.RANGE, 1, high=3, kind=MeasureKind.GROWTH, unit="%", direction=Direction.NONE
    )

    verdicts = [judge(price, [point("2026", rate)], on=END).verdict for rate in (0, 2, 4)]

    assert verdicts == [Verdict.NOT_MET, Verdict.MET, Verdict.NOT_MET]


def test_of_what_should_be_little_the_upper_end_decides():
    loss = make_target(Comparator.RANGE, 1, high=3, kind=MeasureKind.RATE, unit="%", direction=Direction.LESS)

    verdicts = [judge(loss, [point("2026", rate)], on=END).verdict for rate in ("0.5", 2, 4)]

    assert verdicts == [Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET]
