"""Rule sets are data: every problem of a file is named at once."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.assessing import read_rules, rule_in_force
from luoshi.kernel.commitments.assessing.codes import Comparator
from luoshi.kernel.commitments.assessing.words import SHAPES, TITLES
from luoshi.kernel.commitments.tests.assessing.factories import judge, make_target, months, presets, said

GOOD = """
- key: ours
  version: 1
  title: 本市规则
  from: 2026-01-01
  to: 2026-07-01
  source: {law: 办法, article: "3"}
  verified: true
  text: 差10个百分点为欠进度
  behind: {gap: 10}
- key: ours
  version: 2
  title: 本市规则
  from: 2026-07-01
  source: {law: 办法, article: "3"}
  verified: false
  text: 差5个百分点为欠进度
  behind: {gap: 5}
"""


def read(tmp_path, text):
    (tmp_path / "rules.yaml").write_text(text, "utf-8")
    return read_rules(tmp_path)


def test_a_version_holds_between_its_days(tmp_path):
    rules = read(tmp_path, GOOD)

    assert [
        rule_in_force(rules, "ours", on=day).version for day in (date(2026, 6, 30), date(2026, 7, 1))
    ] == [1, 2]
    assert rules[1].name == "本市规则第2版（待核）"
    with pytest.raises(LuoshiError, match="没有施行中"):
        rule_in_force(rules, "ours", on=date(2025, 12, 31))


def test_a_change_of_version_never_alters_a_past_light(tmp_path):
    old, new = read(tmp_path, GOOD)
    points = months(*[7] * 6)

    assert judge(make_target(), points, rules=old).progress == "on_pace"
    assert judge(make_target(), points, rules=new).progress == "behind"
    assert "第1版" in said(judge(make_target(), points, rules=old))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("key: ours\n  version: 1", "key: Ours!\n  version: 1", "key"),
        ("version: 1", "version: one", "version"),
        ("text: 差10个百分点为欠进度", "text: ''", "text"),
        ("from: 2026-01-01", "from: soon", "from"),
        ("to: 2026-07-01", "to: 2025-07-01", "to"),
        ("to: 2026-07-01", "to: 2026-08-01", "重叠"),
        ("version: 2", "version: 1", "版本号"),
        ("behind: {gap: 10}", "behind: {gap: -1}", "behind"),
        ("behind: {gap: 10}", "behind: {near: 1}", "behind"),
        ("behind: {gap: 10}", "behind: 10", "behind"),
        ("behind: {gap: 10}", "method: magic", "method"),
        ("behind: {gap: 10}", "method: cagr", "cagr"),
        ("behind: {gap: 10}", "method: cagr\n  cagr: [1, 2]", "cagr"),
        ("behind: {gap: 10}", "labels: {green: 绿}", "labels"),
        ("behind: {gap: 10}", "colour: red", "colour"),
        ("behind: {gap: 10}", "exceed: much", "exceed"),
        ("behind: {gap: 10}", "tolerances: [{use: approx, unit: '%'}]", "tolerances"),
        ("behind: {gap: 10}", "tolerances: [{use: other, unit: '%', part: 1}]", "tolerances"),
        ("behind: {gap: 10}", "tolerances: 5", "tolerances"),
        ("behind: {gap: 10}", "tolerances_verified: maybe", "tolerances_verified"),
        ("verified: true", "verified: perhaps", "verified"),
        ('source: {law: 办法, article: "3"}', "source: 办法", "source"),
        ("  title: 本市规则\n  from: 2026-01-01", "  from: 2026-01-01", "title"),
    ],
)
def test_each_mistake_is_named(tmp_path, old, new, where):
    assert old in GOOD

    with pytest.raises(LuoshiError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))

    assert caught.value.code == "rules-invalid"
    assert where in caught.value.zh


def test_all_mistakes_are_named_at_once(tmp_path):
    with pytest.raises(LuoshiError, match="有 3 处"):
        read(tmp_path, GOOD.replace("verified: true", "verified: perhaps").replace("gap:", "near:"))


def test_an_empty_folder_and_a_file_of_something_else_are_named(tmp_path):
    with pytest.raises(LuoshiError, match="没有研判规则"):
        read_rules(tmp_path)
    with pytest.raises(LuoshiError, match="不是研判规则"):
        read(tmp_path, "- 5")


def test_every_preset_prints_where_it_is_from():
    for key, rule in presets().items():
        assert rule.source.name, key
        assert rule.text, key


def test_local_rules_are_to_be_checked_and_ours_and_the_software_s_are_not():
    unread = {key for key, rule in presets().items() if not rule.verified}

    assert unread == {"xuancheng", "yinchuan", "sanya", "tianjin", "xinhuang"}


def test_every_code_has_its_chinese():
    for codes, titles in TITLES.items():
        assert {code.value for code in codes} == set(titles)
    assert Comparator in TITLES
    assert list(SHAPES.values()) == ["●", "▶", "▲", "■", "○"]
