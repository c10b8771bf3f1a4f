"""One indicator over many reports, whatever each calls it."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from luoshi.reader.cli import main
from luoshi.reader.compare import COLUMNS, Question, compare, names_of
from luoshi.reader.tests.pages import SHARED

REPORTS = {
    "甲市": "国内生产总值增长5%左右，财政收入增长4%。人均地区生产总值增长7%。",
    "乙市": "全市生产总值增长4.5%—5%。地区生产总值达到3000亿元。",
    "丙市": "粮食产量稳定在100亿斤以上。",
}
TARGETS = SHARED / "data" / "targets" / "province_2026_gdp_target.csv"


@pytest.fixture
def folder(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    for place, plan in REPORTS.items():
        review = "一、2025年工作回顾\n\n地区生产总值增长9%。"
        text = f"{place}2026年政府工作报告\n\n{review}\n\n二、2026年重点工作\n\n{plan}\n"
        (reports / f"{place}.txt").write_text(text, "utf-8")
    return reports


def found(capsysbinary, *arguments: str) -> list[dict[str, object]]:
    assert main(["compare", *arguments, "--format", "json"]) == 0
    rows: list[dict[str, object]] = json.loads(capsysbinary.readouterr().out)
    return rows


def test_the_planned_growth_is_found_under_every_name(folder, capsysbinary):
    rows = found(capsysbinary, str(folder), "--indicator", "GDP")

    assert [(row["report"], row["quote"], row["low"], row["high"]) for row in rows] == [
        ("乙市", "4.5%—5%", 4.5, 5),
        ("甲市", "5%左右", None, None),
    ]


def test_half_and_form_choose_what_is_compared(folder, capsysbinary):
    past = found(capsysbinary, str(folder), "--indicator", "地区生产总值", "--half", "review")
    level = found(capsysbinary, str(folder), "--indicator", "地区生产总值", "--form", "level")

    assert [row["quote"] for row in past] == ["9%"] * 3
    assert [row["value"] for row in level] == [3e11]


def test_files_of_readings_are_compared_as_the_folder_itself(folder, tmp_path, capsysbinary):
    for name in ("readings.parquet", "readings.jsonl"):
        main(["read", str(folder), "--out", str(tmp_path / name), "--jobs", "1"])
        capsysbinary.readouterr()

        rows = found(capsysbinary, str(tmp_path / name), "--indicator", "GDP")

        assert rows == found(capsysbinary, str(folder), "--indicator", "GDP")


def test_csv_has_the_columns_of_the_table(folder, capsysbinary):
    main(["compare", str(folder), "--indicator", "粮食产量", "--format", "csv"])

    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["quote"], rows[0]["value"]) == ("100亿斤以上", "10000000000")


def test_an_indicator_no_report_states_is_an_error(folder, capsys):
    status = main(["compare", str(folder), "--indicator", "登月次数"])

    assert status == 2
    assert "[no_match]" in capsys.readouterr().err


def test_what_is_not_written_by_read_is_refused(tmp_path, capsys):
    (tmp_path / "other.parquet").write_bytes(b"PAR1 not really")

    status = main(["compare", str(tmp_path / "other.parquet"), "--indicator", "GDP"])

    assert status == 2
    assert "[not_readings]" in capsys.readouterr().err


def test_growth_this_year_is_taken_before_levels_and_later_periods():
    row = {
        **dict.fromkeys(COLUMNS),
        **{"report": "r", "half": "plan", "indicator": "GDP", "year": 2026, "duplicate_of": None},
    }
    level = {**row, "form": "level", "period": "2026", "start": 1}
    later = {**row, "form": "growth", "period": "2026-2030", "start": 2}
    wanted = {**row, "form": "growth", "period": "2026", "start": 3, "quote": "5%"}
    copy = {**wanted, "start": 0, "quote": "a copy", "duplicate_of": "q3"}

    rows = compare([level, later, copy, wanted], Question(indicator="地区生产总值"))

    assert [found["quote"] for found in rows] == ["5%"]


def test_a_share_or_a_figure_per_head_is_another_indicator():
    names = names_of("国内生产总值")

    assert {"地区生产总值", "GDP", "生产总值"} <= names
    assert names.isdisjoint({"人均地区生产总值", "海洋生产总值", "单位地区生产总值能耗"})
    assert names_of("全市粮食产量") == {"粮食产量"}


@pytest.mark.skipif(not TARGETS.exists(), reason="no provincial targets in ../shared/data")
def test_the_growth_targets_of_the_provinces_are_those_a_person_found(tmp_path, capsysbinary):
    reports = tmp_path / "reports"
    reports.mkdir()
    for path in (SHARED / "data" / "reports").glob("province_*_2026.txt"):
        (reports / path.name).symlink_to(path)
    with TARGETS.open(encoding="utf-8") as file:
        wanted = {row["report"]: row["gdp_growth_target"] for row in csv.DictReader(file)}

    rows = found(capsysbinary, str(reports), "--indicator", "地区生产总值")

    figures = {str(row["report"]): alike(str(row["quote"])) for row in rows}
    assert {report: figures.get(report) for report in wanted} == {
        report: alike(target) for report, target in wanted.items()
    }


def alike(quote: str) -> str:
    """Return the quote without the ways of printing the same."""
    return re.sub("[—－–-]+", "-", quote.replace("％", "%"))
