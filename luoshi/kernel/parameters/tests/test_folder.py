"""The parameters that ship, and what is refused in a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.parameters.folder import read_folder
from luoshi.kernel.parameters.rules import Book

GOOD = """
- key: fines.late
  title: 加处罚款的比例
  unit: ratio
  source: {law: 行政处罚法(2021), article: "72"}
  verified: true
  values:
    - {scope: nation, from: 2021-07-15, to: null, value: 0.03}
"""


def read(tmp_path: Path, text: str, name: str = "fines.yaml") -> Book:
    (tmp_path / name).write_text(text, "utf-8")
    return Book(read_folder(tmp_path))


def wrong(tmp_path: Path, old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(LuoshiError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert caught.value.code == "parameters-invalid"
    return caught.value.zh


@pytest.mark.parametrize(
    ("key", "on", "term", "verified"),
    [
        ("proposals.deputy.answer_ordinary", "2026-02-01", Term(3, Unit.MONTH), True),
        ("proposals.deputy.answer_hard", "2026-02-01", Term(6, Unit.MONTH), True),
        ("proposals.deputy.answer_ordinary", "2025-03-11", Term(3, Unit.MONTH), False),
        ("proposals.deputy.return", "2026-02-01", Term(10, Unit.WORK), False),
        ("proposals.deputy.cohandle", "2026-02-01", Term(1, Unit.MONTH), False),
        ("proposals.deputy.reanswer", "2025-02-01", Term(1, Unit.MONTH), False),
        ("proposals.cppcc.answer_ordinary", "2026-02-01", Term(3, Unit.MONTH), False),
        ("proposals.cppcc.answer_hard", "2026-02-01", Term(6, Unit.MONTH), False),
        ("proposals.cppcc.return", "2026-02-01", Term(7, Unit.CAL), False),
    ],
)
def test_the_periods_of_proposals_ship_with_their_source(key, on, term, verified):
    book = Book(read_folder(settings.CITY.parameters_folder))

    found, law = book.term(key, on=date.fromisoformat(on), scope=settings.CITY.scope)

    assert (found, law.verified) == (term, verified)
    assert str(law).endswith("（待核）") is not verified


def test_a_decimal_is_read_exactly(tmp_path):
    setting = read(tmp_path, GOOD).value("fines.late", on=date(2026, 1, 1), scope="nation")

    assert (setting.value, type(setting.value)) == (Decimal("0.03"), Decimal)
    assert str(setting.law) == "行政处罚法(2021)第72条"
    assert setting.law.since == date(2021, 7, 15)


def test_a_value_may_differ_from_its_entry_in_unit_source_and_certainty(tmp_path):
    text = GOOD + (
        "    - scope: nation/吉林省\n      from: 2022-01-01\n      value: 3\n      unit: cal\n"
        "      source: {law: 某条例, article: ''}\n      verified: false\n"
    )

    setting = read(tmp_path, text).value("fines.late", on=date(2026, 1, 1), scope="nation/吉林省")

    assert str(setting) == "3日（待核）"
    assert str(setting.law) == "某条例（待核）"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fines.late", "Fines", "key 应形如"),
        ("title: 加处罚款的比例", "title: 5", "title"),
        ("unit: ratio", "unit: percent", "unit"),
        ("unit: ratio", "unit: fen", "不合单位 fen"),
        ("unit: ratio", "unit: month", "不合单位 month"),
        ("unit: ratio", "unit: flag", "不合单位 flag"),
        ("value: 0.03", "value: '0.03'", "不合单位 ratio"),
        ("value: 0.03", "value: true", "不合单位 ratio"),
        ("value: 0.03", "value: null", "不合单位 ratio"),
        ("verified: true", "verified: 是", "应为 true 或 false"),
        ('article: "72"', "article: 72", "数字加引号"),
        ("source: {law: 行政处罚法(2021)", "source: {law: ''", "source.law"),
        ("scope: nation", "scope: 吉林省", "应形如 nation"),
        ("scope: nation", "scope: nation//四平市", "应形如 nation"),
        ("from: 2021-07-15", "from: 2021年", "from"),
        ("to: null", "to: 2021-07-15", "应晚于"),
        ("to: null", "until: null", "不认识的字段：until"),
        ("verified: true", "verified: true\n  colour: red", "不认识的字段：colour"),
        (
            "values:\n    - {scope: nation, from: 2021-07-15, to: null, value: 0.03}",
            "values: []",
            "应列出取值",
        ),
        ("- {scope: nation, from: 2021-07-15, to: null, value: 0.03}", "- 0.03", "不是取值"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path, old, new, words):
    assert words in wrong(tmp_path, old, new)


def test_all_problems_of_all_files_come_at_once(tmp_path):
    (tmp_path / "other.yaml").write_text("key: x", "utf-8")

    zh = wrong(tmp_path, "unit: ratio", "unit: percent\n  colour: red")

    assert "有 3 处需要更正" in zh
    assert "other.yaml：应为参数的列表" in zh


@pytest.mark.parametrize("second", ["2021-08-01", "2021-07-15"])
def test_two_values_of_one_place_may_not_hold_on_the_same_day(tmp_path, second):
    line = "    - {scope: nation, from: 2021-07-15, to: null, value: 0.03}"

    zh = wrong(tmp_path, line, f"{line}\n    - {{scope: nation, from: {second}, value: 0.02}}")

    assert "重叠" in zh


def test_a_key_stands_in_one_file_only(tmp_path):
    (tmp_path / "other.yaml").write_text(
        GOOD.replace("from: 2021-07-15, to: null", "from: 2000-01-01, to: 2001-01-01"), "utf-8"
    )

    with pytest.raises(LuoshiError, match="已有此键"):
        read(tmp_path, GOOD)


@pytest.mark.parametrize("text", ["- key: a.b\n  key: a.c\n", "- {", "- value: .inf"])
def test_what_is_no_yaml_is_refused(tmp_path, text):
    with pytest.raises(LuoshiError) as caught:
        read(tmp_path, text)

    assert caught.value.code == "file-syntax"


def test_an_empty_folder_says_what_is_missing(tmp_path):
    with pytest.raises(LuoshiError) as caught:
        read_folder(tmp_path)

    assert caught.value.code == "file-missing"
