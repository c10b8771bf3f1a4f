"""Figures at a glance, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from luoshi.kernel.commitments.models import Figure
from luoshi.portal.words import figure_words


def figure(value: str, unit: str, **fields: str | Decimal) -> Figure:
    return Figure(
        value=Decimal(value), unit=unit, **{"cmp": "eq", "form": "level", "sign": "+", "quote": ""} | fields
    )


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("1.5 万人", figure("15000", "人")),
        ("44.1 亿元", figure("4410000000", "元")),
        ("1.2 万亿元", figure("1200000000000", "元")),
        ("≥ 90%", figure("90", "%", cmp="ge")),
        ("增长 ≈ 5%", figure("5", "%", form="growth", cmp="approx")),
        ("下降 3.2%", figure("3.2", "%", form="growth", sign="-")),
        ("减少 2 百分点", figure("2", "百分点", form="change", sign="-")),
        ("12.9–15 公里", figure("12.9", "公里", high=Decimal(15))),
        ("4.5–5%", figure("4.5", "%", high=Decimal(5))),
        ("零", figure("0", "起", cmp="zero")),
        ("第 2 位", figure("2", "位", cmp="rank", quote="第二")),
        ("前 3 位", figure("3", "位", cmp="rank", quote="前三")),
        ("0 起", figure("0", "起")),
        ("200", figure("200", "")),
    ],
)
def test_a_figure_is_shown_with_its_comparator_and_unit(shown, read):
    assert figure_words(read) == shown


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("15,000 people", figure("15000", "人")),
        ("up ≥ 3%", figure("3", "%", form="growth", cmp="ge")),
        ("top 3", figure("3", "位", cmp="rank", quote="前三")),
        ('≥ 200 <span lang="zh-hans">个</span>', figure("200", "个", cmp="ge")),
        ('1 <span lang="zh-hans">&lt;b&gt;</span>', figure("1", "<b>")),
    ],
)
def test_in_english_a_unit_without_an_english_word_keeps_its_own_marked_as_chinese(shown, read):
    with override("en"):
        assert figure_words(read) == shown
