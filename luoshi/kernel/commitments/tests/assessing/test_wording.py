"""Which comparator the printed words are executed as."""

from __future__ import annotations

from decimal import Decimal

import pytest

from luoshi.kernel.commitments.assessing import from_deed, from_reading
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Strength, Verdict
from luoshi.kernel.commitments.tests.assessing.factories import END, YEAR, judge, months, point, said
from luoshi.kernel.measures.points import MeasureKind

C = Comparator


def read(cmp="eq", value="100", **fields):
    number = None if value is None else Decimal(value)
    return from_reading(**{"cmp": cmp, "value": number, "period": YEAR, **fields})


@pytest.mark.parametrize(
    ("fields", "comparator"),
    [
        ({"indicator": "城镇新增就业"}, C.GE),
        ({"indicator": "城镇调查失业率", "unit": "%"}, C.LE),
        ({"cmp": "ge", "wording": "以上"}, C.GE),
        ({"cmp": "gt", "wording": "突破"}, C.GT),
        ({"cmp": "le", "wording": "以内"}, C.LE),
        ({"cmp": "lt", "wording": "以下"}, C.LE),
        ({"cmp": "lt", "wording": "低于"}, C.LT),
        ({"cmp": "approx", "wording": "左右"}, C.APPROX),
        ({"cmp": "range", "value": "4.5", "high": Decimal(5)}, C.RANGE),
        ({"cmp": "rank", "value": "3", "unit": "位"}, C.RANK_LE),
        ({"cmp": "zero", "value": "0", "wording": "不发生"}, C.ZERO),
        ({"cmp": "zero", "value": "0", "wording": "动态清零"}, C.DYN_ZERO),
        ({"cmp": "full", "unit": "%"}, C.FULL),
        ({"wording": "稳定在"}, C.MAINTAIN),
        ({"cmp": "ge", "wording": "保持在 以上"}, C.GE),
        ({"wording": "力争达到"}, C.ASPIRE),
        ({"cmp": "ge", "wording": "5%以上，争取更好结果"}, C.FLOOR_STRETCH),
        ({"value": "2", "unit": "倍", "form": "growth", "wording": "翻一番"}, C.MULT),
        ({"value": "5", "unit": "A", "cmp": "ge"}, C.ORDINAL_GE),
        ({"value": None, "cmp": "", "wording": "完成国家下达目标"}, C.EXTERNAL),
        ({"value": None, "cmp": "", "wording": "完成省下达的节能任务"}, C.EXTERNAL),
        ({"value": None, "cmp": "", "wording": "与经济同步增长"}, C.REL_SYNC),
        ({"value": None, "cmp": "", "wording": "增速高于全省平均水平"}, C.REL_GE),
        ({"value": None, "cmp": "", "wording": "稳居全省第一方阵"}, C.RANK_LE),
        ({"value": None, "cmp": "", "wording": "教育支出只增不减"}, C.MONOTONE),
        ({"value": None, "cmp": "", "wording": "保持稳定"}, C.MAINTAIN),
        ({"value": None, "cmp": "", "wording": "显著提升"}, C.IMPROVE),
        ({"value": None, "cmp": "zero", "wording": "不发生系统性风险"}, C.ZERO),
    ],
)
def test_each_wording_has_its_comparator(fields, comparator):
    assert read(**fields).comparator is comparator


def test_a_bare_figure_is_read_by_the_direction_and_says_so():
    more, less = read(indicator="新增就业"), read(indicator="事故起数", direction=Direction.LESS)

    assert (more.comparator, less.comparator) == (C.GE, C.LE)
    assert "按不低于理解" in said(judge(more, months(*[9] * 6)))
    assert "按不超过理解" in said(judge(less, months(*[1] * 6)))


def test_the_policy_for_bare_figures_belongs_to_the_rule_set():
    assert read(indicator="事故起数", eq="at_least").comparator is C.GE


@pytest.mark.parametrize(
    ("cmp", "wording", "comparator", "holds", "fails"),
    [
        ("eq", "", C.LE, "-3", "-2.9"),
        ("ge", "以上", C.LE, "-3", "-2.9"),
        ("gt", "超过", C.LT, "-3.1", "-3"),
        ("le", "以内", C.GE, "-3", "-3.1"),
    ],
)
def test_a_fall_turns_the_sides(cmp, wording, comparator, holds, fails):
    target = read(cmp, "3", form="growth", sign="-", unit="%", wording=wording, indicator="能耗强度")

    assert (target.comparator, target.value) == (comparator, -3)
    assert judge(target, [point("2026", holds)], on=END).verdict is Verdict.MET
    assert judge(target, [point("2026", fails)], on=END).verdict is Verdict.NOT_MET


def test_a_falling_range_keeps_its_larger_end_last():
    target = read("range", "3", high=Decimal(5), form="growth", sign="-", unit="%")

    assert (target.value, target.high) == (-5, -3)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"unit": "%"}, MeasureKind.RATE),
        ({"unit": "%", "form": "growth"}, MeasureKind.GROWTH),
        ({"unit": "人"}, MeasureKind.FLOW),
        ({"cmp": "zero", "value": "0"}, MeasureKind.EVENTS),
        ({"unit": "人", "kind": MeasureKind.STOCK}, MeasureKind.STOCK),
    ],
)
def test_the_kind_is_the_indicator_s_or_read_from_the_unit(fields, kind):
    assert read(**fields).kind is kind


def test_above_is_strict_and_not_below_is_not():
    above, not_below = (
        read(value=None, cmp="", wording=f"{word}全国平均水平") for word in ("高于", "不低于")
    )

    assert (above.strict, not_below.strict) == (True, False)


def test_below_the_mean_is_to_be_little():
    assert read(value=None, cmp="", wording="低于全国平均水平").direction is Direction.LESS


def test_hopes_are_of_their_own_strength():
    assert read(wording="力争").strength is Strength.ASPIRATIONAL
    assert read("approx", wording="力争左右").strength is Strength.ASPIRATIONAL


@pytest.mark.parametrize(
    ("kind", "comparator", "pending"),
    [
        ("issue", C.DOCUMENT, False),
        ("start", C.MILESTONE, False),
        ("finish", C.MILESTONE, False),
        ("build", C.MILESTONE, True),
        ("set_up", C.MILESTONE, True),
        ("other", C.MILESTONE, True),
    ],
)
def test_what_is_only_furthered_waits_for_a_declared_event(kind, comparator, pending):
    target = from_deed(kind=kind, verb="推进", thing="大剧院", period=YEAR)

    assert (target.comparator, bool(target.pending)) == (comparator, pending)
    assert judge(target, on=END).verdict is (Verdict.UNDETERMINED if pending else Verdict.NOT_MET)
