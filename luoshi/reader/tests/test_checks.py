"""Questions about the content: which figures ask one, and which must not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from luoshi.reader.checks import find_checks
from luoshi.reader.document import Document
from luoshi.reader.model import Check, Form, Half, Quantity
from luoshi.reader.shadow import shadow


def figure(
    text: str,
    quote: str,
    value: str,
    unit: str,
    indicator: str,
    *,
    half: Half = "review",
    period: str = "2025",
    form: Form = "level",
    share_of: str | None = None,
) -> Quantity:
    start = text.index(quote)
    return Quantity(
        start=start,
        end=start + len(quote),
        quote=quote,
        value=Decimal(value),
        unit=unit,
        cmp="eq",
        form=form,
        sign="+",
        id=f"q{start}",
        half=half,
        indicator=indicator,
        period=period,
        sentence=f"s{text.count('。', 0, start)}",
        section="",
        share_of=share_of,
    )


def checks(text: str, *quantities: Quantity) -> list[Check]:
    document = Document(text=text, shadow=shadow(text), place=None, year=2026, sections=(), sentences=())
    found = find_checks(document, quantities, ())
    assert all(text[s.start : s.end] == s.quote for item in found for s in item.spans)
    return list(found)


def test_a_target_below_last_years_result_is_asked_about_with_both_places() -> None:
    text = "去年城镇新增就业1.6万人。今年城镇新增就业1.5万人。"
    result = figure(text, "1.6万人", "16000", "人", "城镇新增就业")
    target = figure(text, "1.5万人", "15000", "人", "全市城镇新增就业", half="plan", period="2026")

    (found,) = checks(text, result, target)

    assert found.kind == "target_below_result"
    assert found.message == "全市城镇新增就业：2026年目标“1.5万人”低于2025年实绩“1.6万人”。"
    assert [s.quote for s in found.spans] == ["今年城镇新增就业1.5万人", "去年城镇新增就业1.6万人"]
    assert found.quantities == (target.id, result.id)


def test_less_is_better_for_unemployment_and_prices_have_no_better() -> None:
    text = "去年失业率5.1%，价格上涨0.2%。今年失业率5.5%，价格上涨2%。"
    rate = figure(text, "5.1%", "5.1", "%", "城镇调查失业率")
    price = figure(text, "0.2%", "0.2", "%", "居民消费价格", form="growth")
    cap = figure(text, "5.5%", "5.5", "%", "城镇调查失业率", half="plan", period="2026")
    band = figure(text, "2%", "2", "%", "居民消费价格", half="plan", period="2026", form="growth")

    assert [item.kind for item in checks(text, rate, price, cap, band)] == ["target_above_result"]


def test_a_target_is_not_compared_with_another_scope_form_or_year() -> None:
    text = "市区财政收入8%，财政收入7%，财政收入6%。财政收入增长5%。"
    target = figure(text, "5%", "5", "%", "地方级财政收入", half="plan", period="2026", form="growth")
    scope = figure(text, "8%", "8", "%", "市区地方级财政收入", form="growth")
    level = figure(text, "7%", "7", "%", "地方级财政收入")
    older = figure(text, "6%", "6", "%", "地方级财政收入", form="growth", period="2021-2025")

    assert checks(text, scope, level, older, target) == []


def test_an_amount_and_its_rate_imply_a_base() -> None:
    text = "全年审减投资1.69亿元、审减率16.9%。"
    amount = figure(text, "1.69亿元", "169000000", "元", "审减投资")
    rate = figure(text, "16.9%", "16.9", "%", "审减率")

    (found,) = checks(text, amount, rate)

    assert found.kind == "implied_base"
    assert "隐含基数约10亿元" in found.message


def test_a_base_that_the_text_states_is_not_asked_for() -> None:
    text = "送审投资10亿元，审减投资1.69亿元、审减率16.9%。"
    base = figure(text, "10亿元", "1000000000", "元", "送审投资")
    amount = figure(text, "1.69亿元", "169000000", "元", "审减投资")
    rate = figure(text, "16.9%", "16.9", "%", "审减率")

    assert checks(text, base, amount, rate) == []


def test_a_ratio_to_a_target_that_is_not_stated_is_asked_about() -> None:
    text = "清收处置不良资产15.7亿元，完成年度目标的105.5%。"
    amount = figure(text, "15.7亿元", "1570000000", "元", "清收处置不良资产")
    ratio = figure(text, "105.5%", "105.5", "%", "完成年度目标")

    (found,) = checks(text, amount, ratio)

    assert found.kind == "unstated_target"
    assert "推算约14.9亿元" in found.message


def test_listed_parts_must_not_exceed_their_whole() -> None:
    text = "开工项目200个，其中工业项目150个、农业项目80个，新修道路90条。"
    whole = figure(text, "200个", "200", "个", "开工项目")
    factories = figure(text, "150个", "150", "个", "工业项目", share_of=whole.id)
    farms = figure(text, "80个", "80", "个", "农业项目", share_of=whole.id)
    roads = figure(text, "90条", "90", "个", "道路", share_of=whole.id)

    (found,) = checks(text, whole, factories, farms, roads)

    assert found.kind == "parts_over_whole"
    assert found.quantities == (whole.id, factories.id, farms.id)
    assert checks(text, whole, factories, roads) == []


def test_shares_of_one_whole_must_not_exceed_a_hundred_percent() -> None:
    text = "开工项目200个，其中工业占60%、农业占55%。"
    whole = figure(text, "200个", "200", "个", "开工项目")
    factories = figure(text, "60%", "60", "%", "工业占比", share_of=whole.id)
    farms = figure(text, "55%", "55", "%", "农业占比", share_of=whole.id)

    assert [item.kind for item in checks(text, whole, factories, farms)] == ["shares_over_full"]
    assert checks(text, whole, factories) == []


def test_a_rate_of_satisfaction_has_a_ceiling_and_a_rate_of_cover_for_bad_loans_has_none() -> None:
    text = "满意率101%，拨备覆盖率150%。"
    satisfied = figure(text, "101%", "101", "%", "群众满意率")
    provisions = figure(text, "150%", "150", "%", "拨备覆盖率")

    assert [item.kind for item in checks(text, satisfied, provisions)] == ["rate_over_full"]


def test_a_headline_figure_with_two_values_is_asked_about_unless_one_is_a_copy_or_a_part() -> None:
    text = "去年固定资产投资400亿元。全年固定资产投资450亿元。其中高新区固定资产投资90亿元。"
    one = figure(text, "400亿元", "40000000000", "元", "固定资产投资")
    other = figure(text, "450亿元", "45000000000", "元", "固定资产投资")
    part = figure(text, "90亿元", "9000000000", "元", "固定资产投资")

    assert [item.kind for item in checks(text, one, other)] == ["two_values"]
    assert checks(text, one, replace(other, duplicate_of=one.id)) == []
    assert checks(text, one, part) == []


def test_of_two_decreases_the_smaller_is_the_weaker() -> None:
    text = "去年能耗下降5%。今年能耗下降3%。"
    result = replace(figure(text, "5%", "5", "%", "单位生产总值能耗", form="growth"), sign="-")
    target = replace(
        figure(text, "3%", "3", "%", "单位生产总值能耗", half="plan", period="2026", form="growth"), sign="-"
    )

    (found,) = checks(text, result, target)

    assert found.kind == "decrease_target_below_result"
    assert "2026年目标降幅“3%”小于2025年实绩降幅“5%”" in found.message


def test_a_rate_without_an_earlier_value_is_asked_about_once_and_a_deed_is_not() -> None:
    text = "综合机械化水平达到96%。改造外墙15栋。机械化水平达到96%以上。"
    rate = figure(text, "96%", "96", "%", "农业综合机械化水平", half="plan", period="2026")
    deed = figure(text, "15栋", "15", "栋", "回迁楼外墙改造", half="plan", period="2026")
    again = replace(rate, start=text.rindex("96%"), end=text.rindex("96%") + 3, id="q-again")

    assert [item.kind for item in checks(text, rate, deed, again)] == ["no_result"]
