"""Firms outside, and why each stands where it does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from luoshi.platforms.investment.chain.candidates import Outside, candidates

SINCE = date(2025, 1, 1)
TALKS = ("来访洽谈", date(2026, 1, 5), "接待记录")
OLD = ("投资公告", date(2020, 1, 5), "公告")


def outside(name, industry="1391", place="2201", *, makes=False, signs=(), kin=False):
    return Outside(hash(name) % 1000, name, industry, place, makes, signs, kin)


def ranked(*firms, single=False, inputs=(1, 2)):
    return candidates(firms, industries=["1391"], home="2203", inputs=inputs, since=SINCE, single=single)


def test_whoever_makes_the_product_comes_before_whoever_is_of_the_class_and_the_group():
    found = ranked(outside("中类", "1392"), outside("小类"), outside("生产", "9999", makes=True))

    assert [one.outside.name for one in found] == ["生产", "小类", "中类"]
    assert all(len(one.parts) == 4 and all(part.why for part in one.parts) for one in found)


def test_another_trade_is_no_candidate():
    assert ranked(outside("软件", "6513")) == []


def test_nearer_and_with_a_recent_sign_comes_first():
    found = ranked(
        outside("远", place="4401"),
        outside("近", place="2201"),
        outside("近有迹象", signs=(TALKS,)),
        outside("近旧迹象", signs=(OLD,)),
    )

    assert found[0].outside.name == "近有迹象"
    assert found[-1].outside.name == "远"
    assert found[1].fit == found[2].fit  # an old sign counts nothing


def test_what_is_not_known_counts_half_and_says_so():
    (found,) = ranked(outside("不明", place=""), inputs=(0, 0))

    assert "没有数据" in found.parts[1].why
    assert found.fit == Decimal("0.6") * Decimal("0.5") ** 3


def test_a_firm_of_the_group_that_is_here_stands_last_with_the_conflict():
    found = ranked(outside("同门", makes=True, kin=True), outside("别家", "1392"), single=True)

    assert [one.outside.name for one in found] == ["别家", "同门"]
    assert "不改变独家" in found[1].conflicts[0]
