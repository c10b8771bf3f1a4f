"""Context: the indicator, half, period and ties of figures whose own words are given."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from luoshi.reader.context import attribute
from luoshi.reader.model import Figure, Quantity
from luoshi.reader.structure import outline

_UNIT = re.compile(r"[万亿千]*(?P<unit>\D*?)(?:以上|以下|左右)?$")
_GROWTH = ("增长", "下降", "提高", "上升", "增加", "减少", "分别增长", "分别下降")


def read(marked: str, *, before: str = "一、2030年工作回顾\n", year: int = 2031) -> list[Quantity]:
    """Attribute the figures that ⟦brackets⟧ mark in a text."""
    marked = before + marked
    text = marked.replace("⟦", "").replace("⟧", "")
    figures = []
    for index, mark in enumerate(re.finditer(r"⟦([^⟧]*)⟧", marked)):
        start = mark.start() - 2 * index
        figures.append(_figure(text, start, mark[1], marked[: mark.start()]))
    return list(attribute(outline(text, year=year), tuple(figures)))


def _figure(text: str, start: int, quote: str, before: str) -> Figure:
    number = re.search(r"[\d.]+", quote)
    zero = quote.startswith(("未发生", "清零"))
    unit = _UNIT.search(quote[number.end() :] if number else "")
    ratio = quote.endswith(("%", "个百分点", "倍"))
    return Figure(
        start=start,
        end=start + len(quote),
        quote=quote,
        value=Decimal(number[0]) if number else Decimal(0),
        unit="位" if "位" in quote else unit["unit"] if unit else "",
        cmp="zero" if zero else "rank" if "位" in quote else "eq",
        form="growth" if ratio and before.endswith(_GROWTH) else "level",
        sign="-" if before.endswith(("下降", "减少")) else "+",
    )


def indicators(marked: str) -> list[str]:
    return [quantity.indicator for quantity in read(marked)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("全年实现招商引资到位资金⟦22亿元⟧。", ["招商引资到位资金"]),
        ("改造老旧小区⟦40个⟧。", ["改造老旧小区"]),
        ("预计全市固定资产投资完成⟦88亿元⟧，增长⟦39%⟧。", ["全市固定资产投资"] * 2),
        ("农业机械化水平达到⟦96%⟧。", ["农业机械化水平"]),
        ("⟦190所⟧有供餐需求的学校全部纳入管理。", ["有供餐需求的学校纳入管理"]),
        ("⟦90%⟧的行政村开通了班车。", ["行政村开通了班车"]),
        ("为⟦5000名⟧适龄妇女提供筛查服务。", ["适龄妇女提供筛查服务"]),
        ("推进甲河治理、乙桥改造等⟦5个⟧重大项目建设。", ["重大项目建设"]),
        ("提升遗址、公园等⟦4个⟧景区影响力。", ["提升景区影响力"]),
        ("淘汰落后产能⟦120万吨⟧。", ["淘汰落后产能"]),
        ("可再生能源新增装机⟦3亿千瓦⟧。", ["可再生能源新增装机"]),
    ],
)
def test_the_indicator_is_the_words_that_name_what_is_measured(marked: str, expected: list[str]):
    found = indicators(marked)

    assert found == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("改造供热管网⟦23公里⟧，供水管网⟦12公里⟧。", ["改造供热管网", "改造供水管网"]),
        ("新建通村公路⟦377公里⟧、通乡公路⟦137公里⟧。", ["新建通村公路", "新建通乡公路"]),
        ("建设养老中心⟦10个⟧、投入资金⟦3亿元⟧。", ["建设养老中心", "投入资金"]),
        ("受理群众来信⟦53万件⟧，办结率⟦99%⟧。", ["受理群众来信", "群众来信办结率"]),
        (
            "生产总值⟦155亿元⟧，增长⟦15%⟧，增速居全省⟦第一位⟧。",
            ["生产总值", "生产总值", "生产总值增速居全省"],
        ),
        ("流转土地⟦6万亩⟧，占耕地面积的⟦7%⟧。", ["流转土地", "流转土地占耕地面积"]),
        ("生产总值⟦155亿元⟧，跃居全省⟦第五位⟧，增长⟦4%⟧。", ["生产总值", "生产总值跃居全省", "生产总值"]),
        (
            "经济增速由一季度的⟦3%⟧回升到二季度的⟦5%⟧，上半年增长⟦4%⟧，前三季度增长⟦4%⟧。",
            ["经济增速"] * 4,
        ),
        ("出口⟦5亿元⟧，占全国份额由上年的⟦13%⟧提高到⟦14%⟧。", ["出口"] + ["出口占全国份额"] * 2),
        ("零售总额下降⟦2%⟧，比全国平均降幅少⟦1个百分点⟧。", ["零售总额"] * 2),
        ("产业投资占比提高⟦2个百分点⟧。", ["产业投资占比"]),
        ("地区生产总值⟦9亿元⟧、五年增量⟦3亿元⟧。", ["地区生产总值", "地区生产总值增量"]),
        ("利润较“十五五”增长⟦5%⟧。", ["利润"]),
        ("管网改造实现⟦全覆盖⟧，新增学位⟦500个⟧。", ["管网改造", "新增学位"]),
        ("抓好总投资⟦2亿元⟧的⟦38个⟧重点项目。", ["重点项目总投资", "重点项目"]),
        ("经营主体持续壮大。总量⟦80万户⟧。", ["经营主体总量"]),
    ],
)
def test_what_a_clause_leaves_out_comes_from_the_one_before(marked: str, expected: list[str]):
    found = indicators(marked)

    assert found == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("肉、蛋、奶产量分别增长⟦39%⟧、⟦65%⟧和⟦35%⟧。", ["肉产量", "蛋产量", "奶产量"]),
        ("事故起数和死亡人数分别下降⟦40%⟧和⟦50%⟧。", ["事故起数", "事故死亡人数"]),
        (
            "接待游客⟦430万人次⟧，旅游收入⟦6亿元⟧，分别增长⟦17%⟧和⟦25%⟧。",
            ["接待游客", "旅游收入", "接待游客", "旅游收入"],
        ),
        (
            "农业、工业贷款分别新增⟦9亿元⟧和⟦7亿元⟧，增量分别是上年的⟦2倍⟧和⟦3倍⟧。",
            ["农业贷款", "工业贷款", "农业贷款增量", "工业贷款增量"],
        ),
        ("命案、盗窃案破案率均为⟦100%⟧。", ["命案、盗窃案破案率"]),
    ],
)
def test_joint_subjects_are_dealt_out_only_where_the_text_says_so(marked: str, expected: list[str]):
    found = indicators(marked)

    assert found == expected


def test_the_members_of_a_dealt_out_list_share_a_group():
    first, second = read("事故起数和死亡人数分别下降⟦40%⟧和⟦50%⟧。")

    groups = {first.group, second.group}

    assert groups == {first.id}


def test_the_first_figure_of_a_pair_is_the_baseline_of_the_second():
    start, end = read("人均成本由⟦4000元⟧降至⟦2000元⟧。")

    told = (start.half, start.period, end.half, end.period, end.baseline)

    assert told == ("background", None, "review", "2030", start.id)
    assert start.indicator == end.indicator == "人均成本"


def test_what_had_been_expected_is_background():
    _, expected, more = read("筹资⟦48亿元⟧，比年初预计的⟦27亿元⟧多出⟦21亿元⟧。")

    assert (expected.half, expected.period, more.half) == ("background", "2030", "review")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦8个⟧园区新开工企业⟦12家⟧。", ["园区", "园区新开工企业"]),
        ("甲、乙⟦2个⟧园区产值均达到⟦3亿元⟧。", ["甲、乙园区", "甲、乙园区产值"]),
        ("⟦200个⟧重点项目完成投资⟦3亿元⟧。", ["重点项目", "重点项目投资"]),
    ],
)
def test_a_count_that_says_whose_total_is_meant_is_background(marked: str, expected: list[str]):
    count, total = read(marked)

    assert (count.half, count.period, total.half) == ("background", None, "review")
    assert [count.indicator, total.indicator] == expected


@pytest.mark.parametrize("marked", ["为⟦20户⟧企业发放补贴⟦8万元⟧。", "⟦8个⟧产业规模达到⟦3亿元⟧。"])
def test_a_count_that_was_served_or_attained_is_a_result(marked: str):
    count, _ = read(marked)

    assert count.half == "review"


def test_the_year_of_a_baseline_is_its_own():
    start, end = read("入学率从2025年的⟦81%⟧提高到⟦90%⟧。")

    assert (start.period, end.period) == ("2025", "2030")


def test_a_part_is_tied_to_the_figure_before():
    whole, share, growth = read("财政收入⟦21亿元⟧，其中地方收入⟦10亿元⟧，增长⟦34%⟧。")

    assert share.share_of == whole.id
    assert growth.share_of is None
    assert share.indicator == "地方收入"


def test_a_zero_statement_is_named_by_its_object():
    (quantity,) = read("连续九年⟦未发生重特大交通事故⟧。")

    assert (quantity.indicator, quantity.period) == ("重特大交通事故", "2022-2030")


@pytest.mark.parametrize(
    ("marked", "periods"),
    [
        ("全年化债⟦69亿元⟧，三年累计化债⟦225亿元⟧。", ["2030", "2028-2030"]),
        ("2028年投资⟦5亿元⟧。", ["2028"]),
        ("这五年，新建学校⟦20所⟧，入学率达到⟦96%⟧。", ["2026-2030", "2030"]),
        ("五年来，产值年均增长⟦5%⟧。一年来，产值增长⟦6%⟧。", ["2026-2030", "2030"]),
        ("污染治理累计投资⟦12亿元⟧。", [None]),
        ("新增品牌⟦12家⟧、累计⟦43家⟧。", ["2030", "2030"]),
        ("这五年，产值提高。2030年是收官之年，产值增长⟦6%⟧。", ["2030"]),
        ("这五年，2030年收入⟦9千元⟧，比2025年增长⟦20%⟧。", ["2030", "2026-2030"]),
        ("这五年，公路里程达到⟦9公里⟧，其中高速⟦6公里⟧。", ["2030", "2030"]),
        ("这五年，市场主体⟦9户⟧，新增企业⟦6家⟧。", ["2026-2030", "2026-2030"]),
    ],
)
def test_period_words_override_the_year_of_the_review(marked: str, periods: list[str | None]):
    found = [quantity.period for quantity in read(marked)]

    assert found == periods


@pytest.mark.parametrize(
    ("marked", "half", "period"),
    [
        ("生产总值增长⟦5%⟧。", "plan", "2031"),
        ("争取资金总额超2030年增长⟦30%⟧。", "plan", "2031"),
        ("到2033年，建成学校⟦20所⟧。", "outlook", "2033"),
        ("围绕建成区人口达到⟦55万人⟧的大城市目标，建好新区。", "outlook", None),
        ("打造⟦千亿级⟧产业。", "plan", None),
    ],
)
def test_period_words_override_the_year_of_the_plan(marked: str, half: str, period: str | None):
    (quantity,) = read(marked, before="二、2031年重点工作\n")

    assert (quantity.half, quantity.period) == (half, period)


def test_an_outlook_growth_takes_the_five_years_and_a_level_their_end():
    growth, level = read("生产总值年均增长⟦5%⟧，城镇化率达到⟦69%⟧。", before="二、“十六五”时期主要目标\n")

    assert (growth.period, level.period) == ("2031-2035", "2035")


def test_a_set_target_met_is_background():
    quantities = read("提前实现了省政府提出的“十五五”末财政收入达到⟦20亿元⟧的目标。")

    assert [(q.half, q.period) for q in quantities] == [("background", "2030")]


def test_a_figure_in_a_copied_passage_names_its_original():
    passage = "全市生产安全事故明显减少并且连续多年保持稳定。群众的安全感满意度持续提升，新建消防站⟦12座⟧。"

    original, copy = read(passage + "这是另一件事情。\n" + passage + "\n")

    assert (original.duplicate_of, copy.duplicate_of) == (None, original.id)


def test_flags_tell_estimates_and_bases_of_comparison():
    first, second = read("预计产值⟦5亿元⟧，财政收入同口径增长⟦5%⟧。")

    assert first.flags == ("estimate",)
    assert second.flags == ("comparable_basis",)
