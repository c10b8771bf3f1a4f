"""T14: a unit with two items gets the mark of small numbers; small counts of persons are not shown."""

from __future__ import annotations

from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.commitments.assessing import canonical, tally
from luoshi.kernel.commitments.assessing.codes import Comparator, Data, Grey, Progress, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    judge,
    luoshi,
    make_target,
    months,
    rates,
    said,
)
from luoshi.kernel.measures.points import MeasureKind

PERSONS = make_target(Comparator.GE, 12, sensitive=True)


def test_two_items_carry_the_mark_and_five_do_not():
    item = judge(make_target(), months(*[9] * 6))

    two, five = tally([item] * 2, luoshi()), tally([item] * 5, luoshi())

    assert (two.small, five.small) == (True, False)
    assert two.words == "2项（项目少，不宜比较）：●已完成0，▶达序时2，▲落后0，■严重滞后0，○无法判断0"


def test_a_small_count_of_persons_is_withheld_and_the_light_is_still_computed():
    found = judge(PERSONS, months(1, 1, 0, 1, 0, 0))

    assert (found.data, found.progress) == (Data.SUPPRESSED, Progress.FAR_BEHIND)
    assert (found.actual, found.share, found.numerator) == (None, None, None)
    assert "小于5，涉及个人，不公开" in said(found)
    assert "实际值" not in said(found)


def test_no_reason_tells_what_is_withheld():
    many = make_target(value=100, sensitive=True, period=parse_period("2026..2030"))

    found = judge(many, months(1, 1, 0, 1, 0, 0))

    assert (found.data, found.grey, found.grey_text) == (
        Data.SUPPRESSED,
        Grey.MULTI_YEAR,
        "多年目标不按年平均",
    )
    assert "97" not in canonical(found)


def test_none_and_five_are_shown():
    assert judge(PERSONS, months(*[0] * 6)).actual == 0
    assert judge(PERSONS, months(5, *[0] * 5)).actual == 5


def test_a_rate_that_would_reveal_a_few_is_withheld():
    rate = make_target(Comparator.GE, 90, kind=MeasureKind.RATE, unit="%", sensitive=True)

    found = judge(rate, rates(*[(97, 100)] + [(0, 0)] * 11), on=END)

    assert (found.data, found.verdict, found.denominator) == (Data.SUPPRESSED, Verdict.MET, None)
    assert "97" not in canonical(found)


def test_hopes_are_counted_apart():
    hope = judge(make_target(Comparator.ASPIRE), months(*[9] * 6))

    assert "其中力争类1项" in tally([hope], luoshi()).words
