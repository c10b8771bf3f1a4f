"""Figures by their own words: what counts, what it is worth, how it binds, and what is left out."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from luoshi.reader.document import Document
from luoshi.reader.figures import find_figures
from luoshi.reader.model import Excluded, Figure
from luoshi.reader.shadow import shadow

REPORTS = sorted((Path(__file__).parents[4] / "shared/data/reports").glob("*.txt"))
ABSENT = pytest.param(
    None, marks=pytest.mark.skip(reason="the folder of real reports is not beside this copy")
)


def document(text: str) -> Document:
    return Document(text=text, shadow=shadow(text), place=None, year=None, sections=(), sentences=())


def figures(text: str) -> tuple[Figure, ...]:
    return find_figures(document(text))[0]


def excluded(text: str) -> tuple[Excluded, ...]:
    return find_figures(document(text))[1]


def only(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("新增就业1.6万人。", "1.6万人", 16_000, "人"),
        ("总投资1.2万亿元。", "1.2万亿元", 1_200_000_000_000, "元"),
        ("补助5千万元。", "5千万元", 50_000_000, "元"),
        ("受理诉求53.7万余件。", "53.7万余件", 537_000, "件"),
        ("装机132万千瓦。", "132万千瓦", 1_320_000, "千瓦"),
        ("日均新设企业1万6千多户。", "1万6千多户", 16_000, "户"),
        ("存款新增４．５亿元。", "４．５亿元", 450_000_000, "元"),
        ("覆盖率９０％。", "９０％", 90, "%"),
        ("建成道路 3.5 公里。", "3.5 公里", 3.5, "公里"),
        ("有机质达到27克/千克。", "27克/千克", 27, "克/千克"),
        ("改造河段35条（段）。", "35条（段）", 35, "条"),
        ("惠及500多万农民工。", "500多万", 5_000_000, "人"),
        ("建成区人口达到55万、面积扩大。", "55万", 550_000, "人"),
        ("获得9金。", "9金", 9, "枚"),
        ("进出口2,650亿元。", "2,650亿元", 265_000_000_000, "元"),
        ("产量稳定在全国1/4。", "1/4", 0.25, ""),
        ("出境旅游1亿3千多万人次。", "1亿3千多万人次", 130_000_000, "人次"),
        ("储蓄余额新增4万多亿元。", "4万多亿元", 4_000_000_000_000, "元"),
    ],
)
def test_a_number_is_multiplied_out_and_keeps_its_printed_quote(
    text: str, quote: str, value: float, unit: str
) -> None:
    figure = only(text)

    assert (figure.quote, figure.unit) == (quote, unit)
    assert figure.value == Decimal(str(value))


@pytest.mark.parametrize(
    ("text", "quote", "cmp"),
    [
        ("增长5%左右。", "5%左右", "approx"),
        ("开工200个以上。", "200个以上", "ge"),
        ("留省就业突破17万人。", "突破17万人", "gt"),
        ("优良天数超过275天。", "超过275天", "gt"),
        ("失业率控制在5.5%以内。", "5.5%以内", "le"),
        ("成本降至2000元以下。", "2000元以下", "lt"),
        ("占比不低于30%。", "不低于30%", "ge"),
        ("工期不超过30天。", "不超过30天", "le"),
        ("培育企业近500家。", "近500家", "approx"),
        ("签约500个。", "500个", "eq"),
        ("破案率达到100%。", "100%", "full"),
        ("产值增长100%。", "100%", "eq"),
        ("粮食产量跃上1.4万亿斤新台阶。", "1.4万亿斤", "ge"),
        ("收入居全省第4位。", "第4位", "rank"),
        ("经济总量进入全国前8位。", "前8位", "rank"),
        ("居全省第一，", "第一", "rank"),
    ],
)
def test_a_comparator_is_read_from_the_words_that_touch_the_figure(text: str, quote: str, cmp: str) -> None:
    figure = only(text)

    assert (figure.quote, figure.cmp) == (quote, cmp)


@pytest.mark.parametrize("dash", ["—", "-", "–", "－", "～", "至"])
def test_a_range_has_two_ends_whatever_joins_them(dash: str) -> None:
    figure = only(f"增长4.5%{dash}5%。")

    assert figure.cmp == "range"
    assert figure.value == (Decimal("4.5"), Decimal(5))


def test_a_multiplier_printed_once_serves_both_ends_of_a_range() -> None:
    figure = only("每户补助30—50万元。")

    assert figure.value == (300_000, 500_000)


def test_from_one_figure_to_another_is_no_range() -> None:
    before, after = figures("企业由66户至12户。")

    assert [before.value, after.value] == [66, 12]


@pytest.mark.parametrize(
    ("text", "form", "sign"),
    [
        ("地区生产总值增长5%。", "growth", "+"),
        ("能耗下降3%。", "growth", "-"),
        ("居民消费价格涨幅2%左右。", "growth", "+"),
        ("能耗降幅超过3%。", "growth", "-"),
        ("增加值占比达到25%。", "level", "+"),
        ("城镇化率提高到67%。", "level", "+"),
        ("优良天数比例上升3个百分点。", "change", "+"),
        ("失业率下降0.3个百分点。", "change", "-"),
        ("机械化率高于全国平均水平18.3个百分点。", "level", "+"),
        ("赤字规模比上年增加1.6万亿元。", "change", "+"),
        ("利息支出减少约1500亿元。", "change", "-"),
        ("新增奶牛3334头。", "level", "+"),
        ("竣工面积是上年的2.9倍。", "growth", "+"),
        ("资金以年均25%的速度递增。", "growth", "+"),
        ("出口保持两位数增长。", "growth", "+"),
        ("削减烟粉尘68万吨。", "change", "-"),
        ("净增经营主体242万户。", "change", "+"),
        ("整体提升100所学校。", "level", "+"),
        ("基础养老金再提高20元。", "change", "+"),
        ("经济增速超过全省平均水平, 达到5%以上。", "growth", "+"),
    ],
)
def test_the_nearest_word_before_a_figure_decides_its_form(text: str, form: str, sign: str) -> None:
    figure = only(text)

    assert (figure.form, figure.sign) == (form, sign)


def test_figures_named_respectively_share_their_verb() -> None:
    first, second = figures("起数和人数分别下降40%和50%。")

    assert (first.form, first.sign) == (second.form, second.sign) == ("growth", "-")


def test_a_comparator_reaches_every_figure_named_respectively() -> None:
    listed = figures("水果、蔬菜、茶叶产量分别达2050万吨、4200万吨、19万吨以上。")

    assert [figure.cmp for figure in listed] == ["ge", "ge", "ge"]


def test_a_unit_printed_once_serves_both_figures() -> None:
    first, second = figures("占比提高7.4个和7.7个百分点。")

    assert (first.unit, second.unit) == ("百分点", "百分点")


def test_wording_holds_the_verb_and_the_comparator_as_printed() -> None:
    figure = only("网办率保持在90%以上。")

    assert figure.wording == "保持在 以上"


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit", "cmp"),
    [
        ("营业收入翻一番。", "翻一番", 2, "倍", "eq"),
        ("利润翻三番。", "翻三番", 8, "倍", "eq"),
        ("出口保持两位数增长。", "两位数", 10, "%", "ge"),
        ("占全国三成以上。", "三成以上", 30, "%", "ge"),
        ("下降百分之七点五。", "百分之七点五", 7.5, "%", "eq"),
        ("每年提高一个百分点。", "一个百分点", 1, "百分点", "eq"),
        ("打造千亿级产业集群。", "千亿级", 10**11, "元", "ge"),
        ("产值突破万亿元。", "突破万亿元", 10**12, "元", "gt"),
        ("抽调千名干部下企业。", "千名", 1000, "名", "eq"),
        ("全市三个区获奖。", "三个", 3, "个", "eq"),
        ("两次下调利率。", "两次", 2, "次", "eq"),
        ("减少审批事项三分之一。", "三分之一", 33.3333, "%", "eq"),
        ("举办了两届丰收节。", "两届", 2, "届", "eq"),
        ("成为全国第二个办赛的城市。", "第二个", 2, "个", "rank"),
    ],
)
def test_a_chinese_numeral_counts_where_it_quantifies(
    text: str, quote: str, value: Decimal | float, unit: str, cmp: str
) -> None:
    figure = only(text)

    assert (figure.quote, figure.unit, figure.cmp) == (quote, unit, cmp)
    assert figure.value == (value if isinstance(value, Decimal) else Decimal(str(value)))


@pytest.mark.parametrize(
    "text",
    [
        "坚持一条主线，做到“两个维护”。",
        "推进三大行动，实施一批项目。",
        "“十四五”收官，党的二十大精神落实。",
        "守护千家万户的好日子。",
        "把安全放在第一位。",
        "开启第二个百年新征程。",
        "用好国际国内两个市场。",
        "深化零基预算改革，坚持零容忍。",
        "推动日元瀚洋平台建设。",
        "健全覆盖城乡的服务网络。",
    ],
)
def test_rhetoric_is_no_figure(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "quote", "cmp", "unit"),
    [
        ("全年未发生重特大安全事故。", "未发生重特大安全事故", "zero", "起"),
        ("守牢不发生规模性返贫致贫底线。", "不发生规模性返贫致贫", "zero", "起"),
        ("隐性债务实现清零。", "清零", "zero", "元"),
        ("高风险金融机构动态清零。", "动态清零", "zero", "家"),
        ("行政村实现全覆盖。", "全覆盖", "full", "%"),
    ],
)
def test_a_zero_or_full_statement_is_a_figure(text: str, quote: str, cmp: str, unit: str) -> None:
    figure = only(text)

    assert (figure.quote, figure.cmp, figure.unit) == (quote, cmp, unit)


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("5000万元以上项目开工。", "5000万元以上", "threshold"),
        ("为65岁以上老年人体检。", "65岁以上", "threshold"),
        ("前1%的学科增多。", "1%", "threshold"),
        ("2025年持续用力。", "2025年", "date"),
        ("9月26日会议部署。", "9月26日", "date"),
        ("上世纪90年代起步。", "90年代", "date"),
        ("五年规划（2021—2025年）落实。", "2021—2025年", "date"),
        ("办好“12345”热线。", "12345", "name"),
        ("12345热线高效。", "12345", "name"),
        ("建设5G网络。", "5G", "name"),
        ("世界500强企业落户。", "500强", "name"),
        ("第18届艺术节闭幕。", "第18届", "name"),
        ("年产60万吨油料项目建设。", "60万吨", "name"),
        ("整治210国道环境。", "210", "name"),
        ("（3）强化责任。", "3", "ordinal"),
        ("比例调整为9.1：38.5：52.4。", "9.1：38.5：52.4", "other"),
        ("围绕10个方面发力。", "10个", "other"),
    ],
)
def test_digits_that_are_no_figure_are_excluded_with_a_reason(text: str, quote: str, reason: str) -> None:
    item = next(item for item in excluded(text) if item.quote == quote)

    assert item.reason == reason
    assert all(quote not in figure.quote for figure in figures(text))


def test_a_threshold_is_no_target_but_the_count_after_it_is() -> None:
    figure = only("开工复工5000万元以上项目200个以上。")

    assert (figure.quote, figure.cmp) == ("200个以上", "ge")


def test_a_share_of_nothing_is_read_without_failing() -> None:
    assert [item.quote for item in excluded("编号1/0。")]


def test_a_grade_after_a_count_is_no_figure_of_its_own() -> None:
    assert only("建设5个百亿级氢能项目。").quote == "5个"


def test_a_list_of_counts_makes_one_a_count_too() -> None:
    found = [figure.quote for figure in figures("建设一个机场、五条公路、六条铁路、八条国省道。")]

    assert found == ["一个", "五条", "六条", "八条"]


def test_an_index_has_no_unit() -> None:
    figure = only("经济效益综合指数222.2，居全省前列。")

    assert (figure.value, figure.unit, figure.form) == (Decimal("222.2"), "", "level")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("收入倍差缩小到1.9倍。", "level"),
        ("产值比2025年翻一番。", "growth"),
        ("五年增量超3亿元。", "change"),
        ("为企业减负3亿元。", "level"),
    ],
)
def test_what_is_counted_decides_the_form(text: str, form: str) -> None:
    assert only(text).form == form


def test_a_minus_makes_a_growth_a_decrease() -> None:
    signs = [figure.sign for figure in figures("增速由一季度的-5.6%回升到二季度的5.8%。")]

    assert signs == ["-", "+"]


def test_a_running_total_beside_a_change_is_a_level() -> None:
    forms = [figure.form for figure in figures("净增企业164家、累计645家。")]

    assert forms == ["change", "level"]


def test_the_time_of_day_of_a_web_page_is_no_figure() -> None:
    assert figures("发布时间：2031-01-20 09:30 来源：办公室\n日期：2031年1月20日 17:05\n") == ()


def test_a_list_number_at_the_head_of_a_line_is_an_ordinal() -> None:
    text = "1.新建学校3所。\n2.新建医院2所。"

    assert [(item.quote, item.reason) for item in excluded(text)] == [("1", "ordinal"), ("2", "ordinal")]
    assert [figure.quote for figure in figures(text)] == ["3所", "2所"]


def test_a_circled_number_is_no_digit() -> None:
    assert only("③改造管网23.5公里。").value == Decimal("23.5")


@pytest.mark.parametrize("path", REPORTS or [ABSENT], ids=lambda path: getattr(path, "stem", "none"))
def test_every_digit_of_every_report_is_a_figure_or_excluded(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        report = document(file.read())

    found, left_out = find_figures(report)

    spans = sorted((item.start, item.end) for item in (*found, *left_out))
    covered = {offset for start, end in spans for offset in range(start, end)}
    runs = [match.span() for match in re.finditer(r"[0-9]+", report.shadow)]
    assert all(offset in covered for run in runs for offset in range(*run))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(report.text[item.start : item.end] == item.quote for item in (*found, *left_out))
