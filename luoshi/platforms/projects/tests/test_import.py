"""A table of six hundred projects: every broken row with its cell and its reason, and nothing half loaded."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db.models import Sum
from openpyxl import Workbook

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.sheets import commit_import, plan_import, read_sheet
from luoshi.kernel.cases.tests.factories import moment, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.tests.factories import MILLION, propose

pytestmark = pytest.mark.django_db
AT = moment("2026-03-02")
ROWS, BROKEN = 600, 40
KEPT = "2601-220300-04-01-999999"  # of a project that is there already
MONEY = (("1.2亿元", 120), ("5000万元", 50), ("3千万", 30), ("8000000", 8), ("￥6,500,000.00", 6.5))


class Fault(NamedTuple):
    """What is written into which cell, and a part of the reason that is then given."""

    column: str
    value: Any
    why: str


FAULTS = (
    Fault("项目名称", "", "请填写项目名称"),
    Fault("责任单位", "没有的局", "没有这个单位"),
    Fault("投资性质", "外商", "只能是政府投资、企业投资"),
    Fault("项目类别", "娱乐", "只能是产业、基础设施"),
    Fault("计划总投资", "约八千万", "请写金额"),
    Fault("计划总投资", "0", "须大于零"),
    Fault("计划总投资", "100.123", "最多两位小数"),
    Fault("计划总投资", "=1+1", "是公式"),
    Fault("建设内容和规模", "", "请填写建设内容和规模"),
    Fault("计划开工", "明年春天", "请写成"),
    Fault("计划开工", "2026-02-30", "没有这一天"),
    Fault("计划开工", "3026-04-01", "年份须在"),
    Fault("计划竣工", "2025-12-31", "不能早于计划开工"),
    Fault("位置", "四平市铁西区", "请写经度,纬度"),
    Fault("项目单位统一社会信用代码", "91220300MA0000000X", "校验位不对"),
    Fault("项目代码", "220300-1", "项目代码应为"),
    Fault("项目代码", "2603-220300-04-01-000001", "第2行已有同一项目代码"),
    Fault("项目代码", KEPT, "重复：事项 project-2026-0001 已有"),
    Fault("国民经济行业代码", "13", "四位数字"),
    Fault("重大项目", "也许", "请写是或否"),
    Fault("外部编号", "E-2", "重复：第2行"),
)


def row(number: int) -> dict[str, Any]:
    """Return the row of that number in the file, as somebody in an office writes it."""
    return {
        "外部编号": f"E-{number}",
        "项目名称": f"示例项目{number}",
        "责任单位": ("education", "transport")[number % 2],
        "投资性质": "企业投资",
        "项目类别": "产业",
        "计划总投资": MONEY[number % len(MONEY)][0],
        "建设内容和规模": f"新建厂房{number}平方米",
        "位置": "124.3504,43.1664",
        "项目单位统一社会信用代码": completed(f"91220300{number:08}"),
        "项目代码": f"2603-220300-04-01-{number - 1:06}",
        "国民经济行业代码": "1353",
        "计划开工": "2026年4月1日",
        "计划竣工": "2027/9/30",
        "重大项目": "是" if number % 10 == 0 else "",
    }


def faulty() -> dict[int, Fault]:
    """Return which rows of the file are broken, and how: each kind about twice, spread over the file."""
    return {15 * (number + 1): FAULTS[number % len(FAULTS)] for number in range(BROKEN)}


def lines(*, broken: bool) -> list[dict[str, Any]]:
    faults = faulty()
    whole = range(2, ROWS + 2)
    if not broken:
        return [row(number) for number in whole if number not in faults]
    wrong = {number: {fault.column: fault.value} for number, fault in faults.items()}
    return [row(number) | wrong.get(number, {}) for number in whole]


def workbook(told: list[dict[str, Any]]) -> io.BytesIO:
    book = Workbook()
    book.worksheets[0].append(list(told[0]))
    for line in told:
        book.worksheets[0].append(list(line.values()))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def text(told: list[dict[str, Any]]) -> io.BytesIO:
    out = io.StringIO()
    csv.writer(out).writerows([list(told[0]), *(line.values() for line in told)])
    return io.BytesIO(out.getvalue().encode("gb18030"))


@pytest.fixture
def office(town):
    """Return somebody who plans for every unit: the commission's post."""

    return actor_of(person("commission", town.units["siping"], "projects"), on=date(2026, 3, 1))


@pytest.fixture
def kept(office):
    return propose(office, national_code=KEPT)


@pytest.mark.usefixtures("kept")
def test_every_broken_row_is_told_with_its_cell_and_its_reason_and_nothing_is_loaded(office):
    sheet = read_sheet(workbook(lines(broken=True)), name="项目.xlsx")

    plan = plan_import("project", sheet, by=office, at=AT)

    assert len(sheet.rows) == ROWS
    assert len({(fault.column, fault.why) for fault in FAULTS}) >= 12
    told = {fault.row: fault for fault in plan.faults}
    assert len(plan.faults) == BROKEN
    assert set(told) == set(faulty())
    for number, fault in faulty().items():
        assert told[number].column == fault.column
        assert fault.why in told[number].why
    assert told[15 * 3].value == "外商"

    with pytest.raises(LuoshiError) as refused:
        commit_import(plan, by=office, at=AT)
    assert refused.value.code == "import-faults"
    assert Case.objects.count() == Project.objects.count() == 1


@pytest.mark.usefixtures("kept")
def test_the_rest_is_loaded_whole_and_the_money_adds_up(office):
    told = lines(broken=False)
    sheet = read_sheet(text(told), name="项目.csv")

    done = commit_import(plan_import("project", sheet, by=office, at=AT), by=office, at=AT)

    assert len(done.opened) == ROWS - BROKEN
    brought = Project.objects.exclude(national_code=KEPT)
    millions = dict(MONEY)
    assert brought.aggregate(all=Sum("planned"))["all"] == sum(
        int(millions[line["计划总投资"]] * MILLION) for line in told
    )
    assert brought.values("national_code").distinct().count() == ROWS - BROKEN

    again = plan_import("project", sheet, by=office, at=moment("2026-03-03"))
    assert again.faults == []
    assert again.new == []


def test_a_project_that_has_a_code_already_is_told_once(office, kept):
    sheet = read_sheet(text([row(2) | {"项目代码": KEPT}]), name="项目.csv")

    [fault] = plan_import("project", sheet, by=office, at=AT).faults

    assert str(fault) == f"第2行 项目代码 “{KEPT}”：重复：事项 {kept.code} 已有同一项目代码"


def test_a_unit_brings_projects_of_its_own_only(town):
    sheet = read_sheet(text([row(2), row(3)]), name="项目.csv")  # education's and transport's

    plan = plan_import("project", sheet, by=town["education_handler"], at=AT)

    assert [fault.row for fault in plan.faults] == [0]
    assert "须由责任单位经办人" in plan.faults[0].why
