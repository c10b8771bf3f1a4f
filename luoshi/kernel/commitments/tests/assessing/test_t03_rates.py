"""T3: a rate of the whole is Σn/Σd, never a mean of rates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing.codes import Comparator, Data, Grey, Progress, Verdict
from luoshi.kernel.commitments.assessing.series import together
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    judge,
    make_target,
    months,
    point,
    rates,
    said,
)
from luoshi.kernel.measures.points import MeasureKind

RATE = make_target(Comparator.GE, 90, kind=MeasureKind.RATE, unit="%")
DISTRICTS = [(1, 10), (990, 1000), (2, 10), (5, 10), (6, 10), (50, 100), (7, 10), (8, 10), (9, 10)]


def test_a_rate_over_nine_districts_is_the_sum_over_the_sum():
    parts = [point("2026-06", 100 * n / d, numerator=n, denominator=d) for n, d in DISTRICTS]

    whole = together(parts, MeasureKind.RATE)

    assert (whole.numerator, whole.denominator) == (Decimal(1078), Decimal(1170))
    assert whole.value is not None
    assert abs(whole.value - Decimal("92.136752")) < Decimal("0.000001")
    assert (whole.expected, whole.arrived) == (9, 9)


def test_a_rate_over_months_keeps_its_parts_beside_it():
    found = judge(RATE, rates((1, 10), (9, 10), (980, 1000)))

    assert (found.numerator, found.denominator) == (Decimal(990), Decimal(1020))
    assert "990/1020" in said(found)


def test_a_rate_without_parts_is_never_averaged():
    found = judge(RATE, months(10, 20, 95, 95, 95, 91))

    assert found.actual == 91
    assert "比率不能平均" in said(found)


def test_nothing_to_count_is_neither_none_nor_all():
    found = judge(RATE, rates(*[(0, 0)] * 6))

    assert (found.data, found.grey, found.progress) == (Data.NO_VOLUME, Grey.NO_VOLUME, Progress.NO_PACE)
    assert found.actual is None
    assert judge(RATE, rates(*[(0, 0)] * 12), on=END).verdict is Verdict.UNDETERMINED


def test_months_without_volume_leave_the_rate_of_the_others():
    assert judge(RATE, rates((9, 10), (0, 0), (9, 10), (0, 0), (9, 10), (9, 10))).actual == 90


def test_full_cover_is_the_numerator_reaching_the_denominator():
    full = make_target(Comparator.FULL, 100, kind=MeasureKind.RATE, unit="%", universe="2026年1月的名单")

    assert judge(full, rates(*[(62, 63)] * 11, (63, 63)), on=END).verdict is Verdict.MET
    assert judge(full, rates(*[(62, 63)] * 12), on=END).verdict is Verdict.NOT_MET
    assert "2026年1月的名单" in said(judge(full, rates(*[(62, 63)] * 6)))


def test_parts_that_did_not_arrive_are_counted_and_not_taken_for_zero():
    parts = [point("2026-06", 5), point("2026-06", None), point("2026-06", 7)]

    whole = together(parts, MeasureKind.FLOW)

    assert (whole.value, whole.expected, whole.arrived) == (Decimal(12), 3, 2)


def test_growths_of_parts_are_not_put_together():
    with pytest.raises(ValueError, match="add up"):
        together([point("2026-06", 5), point("2026-06", 6)], MeasureKind.GROWTH)
