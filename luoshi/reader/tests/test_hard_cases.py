"""The thirty hard cases of the first report, one test each, at their offsets in city/reports/2026.txt."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from luoshi.reader import read_text
from luoshi.reader.model import Quantity, Reading

REPORT = Path(__file__).parents[3] / "city/reports/2026.txt"
pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="the first city's report is not in this copy")


@cache
def reading() -> Reading:
    with REPORT.open(encoding="utf-8", newline="") as file:
        return read_text(file.read(), name="report_2026")


def within(start: int, end: int) -> list[Quantity]:
    return [item for item in reading().quantities if start <= item.start and item.end <= end]


def number(item: Quantity) -> float:
    assert not isinstance(item.value, tuple)
    return float(item.value)


def said(start: int, end: int) -> list[tuple[str, float, str, str]]:
    return [(item.quote, number(item), item.unit, item.cmp) for item in within(start, end)]


def reasons(start: int, end: int) -> list[tuple[str, str]]:
    items = [item for item in reading().excluded if start <= item.start and item.end <= end]
    return [(item.quote, item.reason) for item in items]


def test_01_the_outcome_of_a_from_to_pair_is_linked_to_its_baseline() -> None:
    before, after = within(767, 789)

    assert (before.quote, number(before), before.cmp) == ("4000余元", 4000, "approx")
    assert (after.quote, number(after), after.cmp) == ("2000元以下", 2000, "lt")
    assert (before.half, after.half) == ("background", "review")
    assert before.indicator == after.indicator == "人均丧葬成本"
    assert after.baseline == before.id


def test_02_two_subjects_named_respectively_take_their_own_fall() -> None:
    accidents, deaths = within(856, 882)

    assert (number(accidents), number(deaths)) == (40, 50)
    assert {(item.form, item.sign) for item in (accidents, deaths)} == {("growth", "-")}
    assert "起数" in accidents.indicator
    assert "死亡人数" in deaths.indicator
    assert accidents.group == deaths.group == accidents.id


def test_03_medals_without_separators_are_three_counts() -> None:
    assert said(627, 633) == [("1金", 1, "枚", "eq"), ("1银", 1, "枚", "eq"), ("1铜", 1, "枚", "eq")]


def test_04_money_that_grades_projects_is_a_threshold_and_the_count_is_the_claim() -> None:
    first, second = within(5419, 5448)

    assert (first.quote, second.quote) == ("300个", "150个")
    assert first.indicator.endswith("5000万元以上项目")
    assert ("5000万元以上", "threshold") in reasons(5419, 5448)


def test_05_a_threshold_head_needs_no_digit() -> None:
    (count,) = within(5438, 5448)

    assert (count.quote, number(count)) == ("150个", 150)
    assert reasons(5438, 5448) == [("亿元以上", "threshold")]


def test_06_a_damaged_threshold_is_read_as_printed_and_flagged() -> None:
    (count,) = within(5449, 5459)
    (defect,) = [item for item in reading().defects if item.start == 5449]

    assert "十万元以上" in count.indicator
    assert (defect.kind, defect.suggestion) == ("wrong_amount", "十亿元以上项目30个")


def test_07_a_capacity_inside_a_quoted_project_is_a_name() -> None:
    assert within(5207, 5221) == []
    assert [reason for _, reason in reasons(5207, 5221)] == ["name"]


def test_08_two_comparators_of_different_scope_are_told_apart() -> None:
    assert said(5291, 5313) == [("200个以上", 200, "个", "ge")]
    assert reasons(5291, 5313) == [("5000万元以上", "threshold")]


def test_09_a_part_is_a_share_of_the_previous_count() -> None:
    (whole,) = within(5291, 5313)
    (part,) = within(5315, 5329)

    assert (part.quote, part.cmp, part.form) == ("55%以上", "ge", "level")
    assert part.share_of == whole.id


def test_10_a_base_year_inside_a_comparator_is_a_date() -> None:
    (growth,) = within(5484, 5505)

    assert (growth.quote, number(growth), growth.cmp, growth.form) == ("30%以上", 30, "ge", "growth")
    assert reasons(5484, 5505) == [("2025年", "date")]


def test_11_an_alternative_unit_in_parentheses_stays_in_the_quote() -> None:
    (quantity,) = within(6040, 6057)

    assert (quantity.quote, number(quantity), quantity.cmp) == ("8500万头(只)以上", 85_000_000, "ge")
    assert quantity.unit in ("头", "头(只)")


def test_12_the_capacity_of_one_project_is_a_name_and_its_damaged_unit_is_flagged() -> None:
    kinds = {item.kind for item in reading().defects if item.start == 8522}

    assert reasons(8514, 8533) == [("35万辆套", "name")]
    assert "wrong_unit" in kinds


def test_13_a_remainder_word_stands_between_multiplier_and_unit() -> None:
    assert said(1585, 1592) == [("53.7万余件", 537_000, "件", "approx")]


def test_14_the_measure_word_wins_after_a_digit() -> None:
    (quantity,) = within(196, 208)

    assert (quantity.quote, quantity.unit) == ("190所", "所")
    assert "学校" in quantity.indicator


def test_15_the_subject_may_follow_the_number() -> None:
    (quantity,) = within(128, 144)

    assert (quantity.quote, number(quantity)) == ("1.2万名", 12_000)
    assert "残疾人康复服务" in quantity.indicator


@pytest.mark.parametrize(
    ("case", "start", "end", "subjects"),
    [
        ("16", 1513, 1527, ["办复率", "满意率"]),
        ("17", 1176, 1201, ["命案", "八类暴力案件", "入室盗窃案件破案率"]),
    ],
)
def test_16_17_a_joint_figure_is_one_for_all_its_subjects(
    case: str, start: int, end: int, subjects: list[str]
) -> None:
    (quantity,) = within(start, end)

    assert (quantity.quote, quantity.cmp) == ("100%", "full"), case
    assert all(subject in quantity.indicator for subject in subjects)


def test_18_a_ratio_to_an_unstated_target_stays_a_ratio() -> None:
    assert said(1029, 1058) == [("15.7亿元", 1_570_000_000, "元", "eq"), ("105.5%", 105.5, "%", "eq")]


def test_19_an_amount_and_its_rate_are_two_levels() -> None:
    amount, rate = within(1732, 1751)

    assert (number(amount), amount.form) == (169_000_000, "level")
    assert (number(rate), rate.form, rate.indicator) == (16.9, "level", "审减率")


def test_20_a_total_of_three_years_has_a_period_of_its_own() -> None:
    (this_year,) = within(930, 943)
    (three_years,) = within(944, 957)

    assert (this_year.period, three_years.period) == ("2025", "2023-2025")


def test_21_a_zero_event_claim_has_a_duration() -> None:
    (zero,) = within(884, 898)

    assert (zero.quote, number(zero), zero.cmp) == ("未发生重特大交通事故", 0, "zero")
    assert zero.period == "2017-2025"


def test_22_the_same_indicator_is_a_result_in_one_half_and_a_target_in_the_other() -> None:
    result, target = within(247, 258)[0], within(9639, 9650)[0]

    assert result.indicator == target.indicator == "城镇新增就业"
    assert (result.half, number(result), target.half, number(target)) == ("review", 16_000, "plan", 15_000)


def test_23_a_verb_is_shared_by_the_objects_of_a_list() -> None:
    pipes = within(9554, 9591)

    assert [number(item) for item in pipes] == [23.5, 12.9, 6.3]
    assert all(item.indicator.startswith("改造") for item in pipes)


def test_24_a_basis_is_kept_and_a_promise_without_a_number_is_unfigured() -> None:
    (revenue,) = within(5019, 5050)

    assert (number(revenue), revenue.form, revenue.flags) == (5, "growth", ("comparable_basis",))
    assert any("城乡居民收入" in item.indicator for item in reading().unfigured if 5019 <= item.start < 5050)


def test_25_an_order_of_magnitude_is_a_target_without_a_digit() -> None:
    assert said(3125, 3136) == [("千亿级", 1e11, "元", "ge")]


def test_26_a_verb_that_holds_is_wording_and_the_figure_stays_bare() -> None:
    (quantity,) = within(5813, 5829)

    assert (quantity.quote, number(quantity), quantity.unit, quantity.cmp) == ("100亿斤", 10**10, "斤", "eq")
    assert quantity.wording == "稳定在"


@pytest.mark.parametrize(
    ("start", "label"), [(1554, "12345"), (4878, "1288"), (1867, "4+X"), (8941, "5G"), (515, "2025")]
)
def test_27_a_label_is_a_name(start: int, label: str) -> None:
    assert (label, "name") in reasons(start - 2, start + len(label) + 2)


def test_28_a_circled_number_that_touches_a_clause_is_no_digit() -> None:
    (quantity,) = within(9553, 9568)

    assert (quantity.quote, quantity.indicator) == ("23.5公里", "改造老旧供热管网")
    assert reasons(9553, 9568) == []


def test_29_a_count_in_quotes_is_a_count() -> None:
    assert said(1289, 1305) == [("七连冠", 7, "次", "eq")]


def test_30_a_company_name_is_no_yen() -> None:
    assert within(6871, 6877) == []
