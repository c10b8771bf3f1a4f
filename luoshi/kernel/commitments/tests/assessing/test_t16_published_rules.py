"""T16: §5.3, the same facts under each published rule that can express them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.periods import parse_period, year
from luoshi.kernel.commitments.assessing import Baseline
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Grey, Process, Progress
from luoshi.kernel.commitments.tests.assessing.factories import (
    MID,
    judge,
    make_target,
    months,
    point,
    presets,
    running,
    said,
)
from luoshi.kernel.measures.points import MeasureKind

JANUARY = date(2026, 1, 31)
# Actual by the end of June in percent of the year's target, of which half is due; then January with nothing.
TABLE = {
    "45": {"xuancheng": "未达到", "yinchuan": "绿", "sanya": "黄", "tola": "on", "luoshi": "on_pace"},
    "40": {"xuancheng": "未达到", "yinchuan": "黄", "sanya": "黄", "tola": "under", "luoshi": "behind"},
    "30": {"xuancheng": "未达到", "yinchuan": "黄", "sanya": "黄", "tola": "under", "luoshi": "far_behind"},
    "20": {"xuancheng": "未达到", "yinchuan": "黄", "sanya": "红", "tola": "under", "luoshi": "far_behind"},
    "january": {"xuancheng": "未达到", "yinchuan": "绿", "sanya": "红", "tola": "under", "luoshi": "no_pace"},
}
CELLS = [(facts, rule, light) for facts, row in TABLE.items() for rule, light in row.items()]
MORE_CELLS = [
    ("45", "cityscore", "behind"),
    ("50", "cityscore", "on_pace"),
    ("45", "xinhuang", "on_pace"),
    ("40", "xinhuang", "on_pace"),
    ("30", "xinhuang", "behind"),
    ("20", "xinhuang", "far_behind"),
    ("45", "tianjin", "behind"),
    ("30", "tianjin", "far_behind"),
    ("60", "tola", "ahead"),
    ("57", "tola", "on_pace"),
    ("50", "xuancheng", "on_pace"),
    ("18", "yinchuan", "far_behind"),
]


def under(rule, facts):
    if facts == "january":
        return judge(make_target(), months(0), on=JANUARY, rules=presets()[rule])
    return judge(make_target(), running(*[int(facts)] * 6), rules=presets()[rule])


@pytest.mark.parametrize(("facts", "rule", "light"), CELLS)
def test_every_cell_of_the_table(facts, rule, light):
    found = under(rule, facts)

    assert light in (found.label, found.progress.value)
    if rule != "luoshi":
        assert found.label == light


@pytest.mark.parametrize(("facts", "rule", "light"), MORE_CELLS)
def test_the_other_rules_have_their_own_lights(facts, rule, light):
    assert under(rule, facts).progress == light


def test_january_is_too_early_for_the_default_rule():
    found = under("luoshi", "january")

    assert found.grey is Grey.EARLY
    assert "要求至少2个" in found.grey_text


@pytest.mark.parametrize("rule", ["dhis2", "hikaya"])
def test_a_formula_without_bands_shows_its_share_and_no_light(rule):
    found = under(rule, "45")

    assert (found.progress, found.grey) == (Progress.NO_PACE, Grey.NO_BANDS)
    assert (found.share, found.expected_share) == (Decimal("0.45"), Decimal("0.5"))


def test_a_reduction_is_measured_from_its_base():
    base = Baseline(Decimal(80), year(2025))
    down = make_target(Comparator.LE, 40, kind=MeasureKind.STOCK, direction=Direction.LESS, baseline=base)

    assert judge(down, months(*[60] * 6), rules=presets()["hikaya"]).share == Decimal("0.5")


@pytest.mark.parametrize(
    ("actual", "label"),
    [
        ("145", "substantial"),
        ("129", "moderate"),
        ("110", "limited"),
        ("95", "deterioration"),
        ("200", "substantial"),
    ],
)
def test_observed_yearly_growth_over_the_required(actual, label):
    """From 100 in 2020 to 200 in 2030: 7.18 % a year; after five years 141.4 is due."""
    base = Baseline(Decimal(100), year(2020))
    period = parse_period("2021..2030")
    target = make_target(value=200, kind=MeasureKind.STOCK, baseline=base, period=period)

    found = judge(target, [point("2025", actual)], on=date(2025, 12, 31), rules=presets()["opensdg"])

    assert found.label == label


@pytest.mark.parametrize("value", [0, -5])
def test_a_base_of_zero_or_below_gives_no_yearly_growth(value):
    target = make_target(value=200, kind=MeasureKind.STOCK, baseline=Baseline(Decimal(value), year(2025)))

    found = judge(target, months(*[50] * 6), rules=presets()["opensdg"])

    assert (found.progress, found.grey) == (Progress.NO_PACE, Grey.BASE_SIGN)


@pytest.mark.parametrize(
    ("growth", "mean", "label"), [(6, 5, "绿"), (6, 7, "黄"), (4, 3, "黄"), (-1, -2, "红")]
)
def test_growth_by_its_sign_the_plan_and_the_mean_of_the_city(growth, mean, label):
    target = make_target(value=5, kind=MeasureKind.GROWTH, unit="%")

    found = judge(target, running(*[growth] * 6), reference=running(*[mean] * 6), rules=presets()["tianjin"])

    assert found.label == label


@pytest.mark.parametrize(("growth", "label"), [("4.9", "未达到"), ("5", "达到序时")])
def test_growth_below_the_target_is_not_reached(growth, label):
    target = make_target(value=5, kind=MeasureKind.GROWTH, unit="%")

    assert judge(target, running(*[growth] * 6), rules=presets()["xuancheng"]).label == label


def test_three_months_without_a_start_are_red_where_a_rule_says_so():
    given = {"rules": presets()["yinchuan"], "reported": Process.NOT_STARTED}
    found = judge(make_target(), months(0, 0, 0), on=date(2026, 3, 31), **given)

    assert found.label == "红"
    assert "3个月" in said(found)


def test_a_rule_whose_source_was_not_read_prints_so_on_every_light():
    for key in ("yinchuan", "sanya", "tianjin", "xuancheng", "xinhuang"):
        assert "待核" in said(judge(make_target(), months(*[5] * 6), on=MID, rules=presets()[key]))
