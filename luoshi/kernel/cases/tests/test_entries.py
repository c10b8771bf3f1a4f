"""Fields that take an entry of a code table or a place on the map: only what the day allows, read alike."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from luoshi.kernel.cases import checks
from luoshi.kernel.cases.declarations import CaseType
from luoshi.kernel.cases.errors import FormInvalid
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.sheets import plan_import, read_sheet
from luoshi.kernel.cases.sheets.exporting import table_of
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tests.invented import ERRAND, errand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
AT = moment("2026-03-02")
TABLE = """code,parent,title,from,to
01,,城乡建设,2020-01-01,
0101,01,室温不达标,2020-01-01,
0102,01,小锅炉,2020-01-01,2024-11-01
02,,交通,2020-01-01,
0201,02,公交,2020-01-01,
0202,02,其他,2020-01-01,
0103,01,其他,2020-01-01,
"""


@pytest.fixture(autouse=True)
def of_a_city_with_its_own_table(town: Town, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "hotline_categories.csv").write_text(TABLE, "utf-8")
    settings.CITY = replace(settings.CITY, folder=tmp_path)


def refused(town: Town, at: str = "2026-03-02", **data: Any) -> str:
    with pytest.raises(FormInvalid) as caught:
        errand(town, at, **data)
    assert not Case.objects.exists()
    (problem,) = caught.value.problems
    assert problem.field in data
    return problem.message


def test_an_entry_is_kept_as_its_code_and_read_as_its_titles(town: Town):
    case = errand(town, topic="0101")

    assert case.data["topic"] == "0101"
    assert titled("hotline_categories", "0101") == "城乡建设 / 室温不达标"
    table = table_of(Case.objects.all(), type_key="errand")
    assert "城乡建设 / 室温不达标" in table.rows[0]


@pytest.mark.parametrize("code", ["9999", "01", "0102"])  # unknown, with others below it, ended
def test_only_a_leaf_of_the_day_may_be_named(town: Town, code: str):
    assert refused(town, topic=code) == f"分类：码表中没有 {code}，或已停用"


def test_what_has_ended_could_be_named_before(town: Town):
    assert errand(town, "2024-10-31", topic="0102").data["topic"] == "0102"


def test_a_place_is_kept_with_six_decimals(town: Town):
    case = errand(town, point=" 124.3504 ，43.16640049 ")

    assert case.data["point"] == "124.350400,43.166400"


@pytest.mark.parametrize("point", ["124.35", "180.1,43", "124,90.5", "东经,北纬", "nan,43", "1,2,3", "inf,1"])
def test_what_is_no_place_is_refused(town: Town, point: str):
    assert "经度,纬度" in refused(town, point=point)


def test_a_table_names_entries_by_code_or_title(town: Town):
    lines = "题目,单位,分类\n一,education,0101\n二,education,公交\n三,education,城乡建设 / 其他\n"
    sheet = read_sheet(io.BytesIO(lines.encode()), name="x.csv")
    plan = plan_import("errand", sheet, by=town["deputy"], at=AT)

    assert plan.faults == []
    assert [row.data["topic"] for row in plan.rows] == ["0101", "0201", "0103"]


def test_an_entry_that_a_table_names_wrongly_is_a_fault_of_its_cell(town: Town):
    lines = "题目,单位,分类\n一,education,其他\n二,education,小锅炉\n"
    sheet = read_sheet(io.BytesIO(lines.encode()), name="x.csv")
    plan = plan_import("errand", sheet, by=town["deputy"], at=AT)

    assert [(fault.row, fault.column, fault.why) for fault in plan.faults] == [
        (2, "分类", "码表中有2项叫这个名字，请写代码：0202、0103"),
        (3, "分类", "码表中没有“小锅炉”，或已停用"),
    ]


def test_a_table_that_is_not_there_is_told_at_start_up(settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.CITY = replace(settings.CITY, folder=settings.CITY.folder / "elsewhere")
    types: dict[str, CaseType] = {ERRAND.key: replace(ERRAND, children=())}
    monkeypatch.setattr(checks, "case_types", lambda: types)

    (fault,) = checks.declared_types_are_sound(None)

    assert "hotline_categories.csv" in fault.msg
