"""The outside series that ship, and what is refused in a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.measures.outside.folder import read_series
from luoshi.kernel.measures.outside.reading import amount_written, period_written
from luoshi.kernel.measures.outside.registry import series_keyed

GOOD = """
place: "220300"
series:
  - key: outside.cards
    title: 备案发卡企业
    kind: stock
    unit: 家
    direction: more
    cycle: month
    decimals: 0
    lag: 10
    owner: commerce
    source: {document: 备案月报, law: 某办法}
    rehearsal: {last_year: 10, this_year: 20, shape: even}
"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "series.yaml"
    path.write_text(text, "utf-8")
    return read_series(path)


def wrong(tmp_path, *changes):
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(LuoshiError) as caught:
        read(tmp_path, text)
    assert caught.value.code == "series-invalid"
    return caught.value.zh


def test_the_series_that_ship_have_known_owners():
    city = yaml.safe_load(settings.CITY.organisations_path.read_text("utf-8"))
    bodies = {body["code"] for body in city["organisations"]}

    found = read_series(settings.CITY.series_path)

    assert len(found) > 60
    assert {one.owner for one in found} <= bodies


def test_every_figure_promised_this_year_has_a_series():
    year = settings.CITY.year
    report = yaml.safe_load(settings.CITY.commitments_path(year).read_text("utf-8"))
    promised = {
        one["id"]
        for one in report["commitments"]
        if one["kind"] == "quantified" and one["review"]["status"] != "rejected"
    }

    text = settings.CITY.series_path.read_text("utf-8")
    named = {id for line in re.findall(r"- key: \S+ # (.*)", text) for id in line.split()}
    tracked = yaml.safe_load(settings.CITY.tracking_path(year).read_text("utf-8"))["entries"]
    measured = {
        one["commitment"]
        for one in tracked
        for target in one.get("targets", ())
        if not target.get("series", "outside.").startswith("outside.")  # a platform computes it
    }

    assert promised - named - measured == set()


def test_a_series_in_the_plain_unit_of_its_commitment():
    assert series_keyed("outside.investment_attracted").unit == "元"
    assert series_keyed("outside.farmland").unit == "亩"


def test_every_problem_of_the_file_comes_at_once(tmp_path):
    zh = wrong(
        tmp_path,
        ("kind: stock", "kind: heap"),
        ("    lag: 10\n", ""),
        ("decimals: 0", "decimals: 9"),
        ("owner: commerce", "owner: commerce\n    colour: red"),
        ("law: 某办法", "rule: 某办法"),
        ("shape: even", "shape: square"),
    )

    for words in (".kind：", ".lag：缺少", ".decimals：", ".colour：不认识", ".law：缺少", ".shape："):
        assert words in zh


def test_a_key_or_title_is_given_once(tmp_path):
    entry = GOOD[GOOD.index("  - key") :]

    with pytest.raises(LuoshiError, match="已在"):
        read(tmp_path, GOOD + entry)


def test_a_definition_that_means_something_else_has_another_hash(tmp_path):
    (before,) = read(tmp_path, GOOD)

    (reworded,) = read(tmp_path, GOOD.replace("备案发卡企业", "在营发卡企业"))
    (rehearsed,) = read(tmp_path, GOOD.replace("this_year: 20", "this_year: 30"))

    assert reworded.sha256 != before.sha256
    assert rehearsed.sha256 == before.sha256


@pytest.mark.parametrize(
    ("key", "fits", "misfits"),
    [
        ("outside.urban_jobs", ["2026-01", "2026-01..2026-02", "2026-Q1", "2026"], ["2026-02", "2026-Q2"]),
        ("outside.gdp_growth", ["2026-Q1", "2026-H1", "2026-01..2026-09", "2026"], ["2026-01", "2026-Q2"]),
        ("outside.retail_growth", ["2026-01..2026-02"], ["2026-01", "2025-01..2026-02"]),
        ("outside.loans", ["2026-02"], ["2026-Q1", "2026-01..2026-02"]),
        ("outside.grain", ["2026"], ["2026-Q4"]),
    ],
)
def test_a_figure_is_for_a_period_of_its_series(key, fits, misfits):
    series = series_keyed(key)

    assert [text for text in fits if series.misfit(parse_period(text))] == []
    assert [text for text in misfits if not series.misfit(parse_period(text))] == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026年", "2026"),
        ("2026年9月", "2026-09"),
        ("2026年1—9月", "2026-01..2026-09"),
        ("2026年1-2月", "2026-01..2026-02"),
        ("2026年1月至9月", "2026-01..2026-09"),
        ("2026年第三季度", "2026-Q3"),
        ("2026年上半年", "2026-H1"),
        ("2026年前三季度", "2026-01..2026-09"),
        ("2026/9", "2026-09"),
        ("2026-09-01", "2026-09"),
        ("2026-Q3", "2026-Q3"),
    ],
)
def test_periods_are_read_as_officers_write_them(text, period):
    assert period_written(text) == parse_period(period)


@pytest.mark.parametrize("text", ["9月", "2026年13月", "2026年9月5日", "去年", "", "2026年9—1月"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match="不能识别时期"):
        period_written(text)


@pytest.mark.parametrize(
    ("text", "printed", "amount"),
    [
        ("220亿元", "", 22_000_000_000),
        ("220", "亿元", 22_000_000_000),
        ("1.5万", "", 15_000),
        ("1,234.5", "", "1234.5"),
        ("－3.2", "", "-3.2"),
        ("２０元", "", 20),
    ],
)
def test_amounts_are_read_in_the_plain_unit(text, printed, amount):
    assert str(amount_written(text, unit="元", printed=printed).normalize()) == str(
        amount_written(str(amount), unit="元").normalize()
    )


@pytest.mark.parametrize("text", ["3亩", "约3", "3元左右", "0.0000001", "1e5", "—"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=r"不是数|单位应为|小数"):
        amount_written(text, unit="元")
