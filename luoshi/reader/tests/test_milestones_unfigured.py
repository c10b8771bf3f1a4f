"""Promises that can be compared but name no figure."""

from __future__ import annotations

import pytest

from luoshi.reader.milestones import find_unfigured
from luoshi.reader.tests.plans import figure, plan


@pytest.mark.parametrize(
    ("sentence", "wording", "indicator"),
    [
        ("居民收入与经济增长同步。", "与经济增长同步", "居民收入"),
        ("主要指标增速位居全省前列。", "位居全省前列", "主要指标增速"),
        ("确保信访总量大幅下降。", "大幅下降", "信访总量"),
        ("大幅降低企业专线资费。", "大幅降低", "企业专线资费"),
        ("研发投入强度高于全国平均水平。", "高于全国平均水平", "研发投入强度"),
        ("能耗降幅完成国家下达目标。", "完成国家下达目标", "能耗降幅"),
        ("确保粮食播种面积只增不减。", "只增不减", "粮食播种面积"),
        ("空气质量持续改善。", "持续改善", "空气质量"),
        ("国际收支保持基本平衡。", "保持基本平衡", "国际收支"),
    ],
)
def test_a_comparison_without_a_figure_is_kept_with_its_wording(sentence, wording, indicator):
    document = plan(sentence)

    found = find_unfigured(document, ())

    assert [(item.wording, item.indicator) for item in found] == [(wording, indicator)]


@pytest.mark.parametrize(
    "sentence",
    [
        "持续优化营商环境。",
        "推动经济实现质的有效提升和量的合理增长。",
        "扩大往来有利于明显增加农民收入。",
        "坚持城乡融合发展。",
    ],
)
def test_an_argument_or_a_plain_task_is_no_comparison(sentence):
    document = plan(sentence)

    found = find_unfigured(document, ())

    assert found == ()


def test_beside_a_figure_only_the_stretch_without_one_counts():
    document = plan("居民收入增长5%、与经济增长同步，增速高于全国平均2个百分点。")
    figures = (
        figure(document, "5%", indicator="居民收入"),
        figure(document, "2个百分点", indicator="增速"),
    )

    found = find_unfigured(document, figures)

    assert [item.quote for item in found] == ["与经济增长同步"]


def test_a_clause_without_a_subject_takes_the_one_measured_before_it():
    document = plan("网办率保持在90%以上，确保稳居全省第一方阵。")

    found = find_unfigured(document, (figure(document, "90%以上", indicator="网办率"),))

    assert [(item.quote, item.indicator) for item in found] == [("确保稳居全省第一方阵", "网办率")]


def test_the_outlook_compares_too_and_the_review_does_not():
    outlook = plan("居民收入与经济增长同步。", half="outlook")
    review = plan("居民收入与经济增长同步。", half="review")

    found = find_unfigured(outlook, ())

    assert [item.half for item in found] == ["outlook"]
    assert find_unfigured(review, ()) == ()
