"""Tables in and out: every bad cell is named, all rows or none are written, and nothing in a table runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Case, Event, PrivateValue
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.sheets import (
    commit_import,
    plan_import,
    read_sheet,
    reading,
)
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.verifying import verify

pytestmark = pytest.mark.django_db
AT = moment("2026-03-02")
TITLES = ["外部编号", "题目", "来源", "内容", "附议人", "联系电话", "同意公开", "受理单位"]
ROW = ["A1", "修缮操场", "人大代表建议", "操场破损。", "colleague", "13800000000", "是", ""]
PHONE = "13800000000"


def row(**changed):
    return [changed.get(title, value) for title, value in zip(TITLES, ROW, strict=True)]


def csv_of(*rows, encoding="utf-8", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return io.BytesIO(out.getvalue().encode(encoding))


def xlsx_of(*rows):
    book = Workbook()
    for line in rows:
        book.worksheets[0].append(line)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def read(*rows):
    return read_sheet(csv_of(*rows), name="建议.csv")


def plan(town, *rows, by="deputy", titles=TITLES):
    return plan_import("proposals", read(titles, *rows), by=town[by], at=AT)


def refused(content, **limits):
    with pytest.raises(LuoshiError) as error:
        read_sheet(io.BytesIO(content), name="x")
    assert error.value.zh
    assert error.value.en
    return error.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_whatever_way_a_spreadsheet_wrote_it(encoding, delimiter):
    file = csv_of(
        ["题目*", " 来源 "], ["修缮，操场", "代表"], [], ["", "x"], encoding=encoding, delimiter=delimiter
    )

    sheet = read_sheet(file, name="a.csv")

    assert sheet.titles == ("题目", "来源")
    assert [(r.number, r.cells) for r in sheet.rows] == [(2, ("修缮，操场", "代表")), (4, ("", "x"))]


def test_a_workbook_is_read_as_a_person_sees_it():
    file = xlsx_of(
        [None, None],
        ["题目", "日期", "时间", "数", "小数", "是否", "公式"],
        ["操场", date(2026, 3, 1), datetime.fromisoformat("2026-03-01 09:30"), 12.0, 0.1 + 0.2, True, "=1+1"],
        [None, None, None, None, None, None, None],
        ["'=text", 10**14, -5, "", " x ", False, None],
    )

    sheet = read_sheet(file, name="a.csv")  # the content tells, not the name

    assert sheet.titles[:2] == ("题目", "日期")
    assert [(r.number, r.cells) for r in sheet.rows] == [
        (3, ("操场", "2026-03-01", "2026-03-01 09:30", "12", "0.3", "是", reading.FORMULA)),
        (5, ("=text", "100000000000000", "-5", "", "x", "否")),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet-empty"),
        (b"\n\n , \n", "sheet-empty"),
        ("题目,题目\na,b".encode(), "sheet-titles"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "sheet-format"),
        (b"PK\x03\x04 no archive", "sheet-format"),
        (b"a,b\n\x00,1", "sheet-format"),
        (b'a,b\n"open,1', "sheet-format"),
        (b'a,b\n"x"y,1', "sheet-format"),
        (b"\xff\xfe\xff" * 5, "sheet-encoding"),
        (b"a" + b",b" * 100, "sheet-too-wide"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, code):
    assert refused(content) == code


def test_a_table_may_be_only_so_large(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    monkeypatch.setattr(reading, "_MOST_UNPACKED", 1000)

    assert refused(b"a\n1\n2\n3") == "sheet-too-long"
    assert refused(b"a" * 101) == "sheet-too-large"
    monkeypatch.setattr(reading, "MOST_BYTES", 10**6)
    assert refused(xlsx_of(["a"]).getvalue()) == "sheet-too-large"


def test_a_sound_table_has_no_faults_and_writes_nothing(town):
    found = plan(town, row(), row(外部编号="A2", 题目="修路", 受理单位="transport"))

    assert found.faults == []
    assert [r.number for r in found.new] == [2, 3]
    assert not Case.objects.exists()


def test_every_bad_cell_is_named_with_row_column_value_and_reason(town):
    found = plan(
        town,
        row(题目="", 来源="其他"),
        row(外部编号="A2", 题目="x" * 301, 附议人="colleague、无此人", 受理单位="无此单位"),
        row(外部编号="A3", 同意公开="也许"),
    )

    assert [(f.row, f.column, f.value[:10]) for f in found.faults] == [
        (2, "题目", ""),
        (2, "来源", "其他"),
        (3, "附议人", "colleague、"),
        (3, "受理单位", "无此单位"),
        (3, "题目", "x" * 10),
        (4, "同意公开", "也许"),
    ]
    assert str(found.faults[1]) == "第2行 来源 “其他”：来源：只能是人大代表建议、政协提案"
    assert found.faults[2].why == "没有这个账号：无此人"


def test_a_formula_is_never_computed(town):
    sheet = read_sheet(xlsx_of(TITLES, row(题目='=HYPERLINK("http://x","y")')), name="a.xlsx")

    found = plan_import("proposals", sheet, by=town["deputy"], at=AT)

    assert [(f.row, f.column, f.value) for f in found.faults] == [(2, "题目", "")]
    assert "公式" in found.faults[0].why


def test_a_private_value_is_never_repeated_in_a_report(town):
    found = plan(town, row(联系电话=PHONE * 30))

    assert [(f.column, f.value) for f in found.faults] == [("联系电话", "")]
    assert PHONE not in str(found.faults)


def test_organisations_and_people_are_found_by_any_of_their_names(town):
    town.units["transport"].name, town.units["transport"].short = "四平市交通运输局", "市交通局"
    town.units["transport"].save()
    town.accounts["colleague"].name = "王代表"
    town.accounts["colleague"].save()

    found = plan(
        town,
        row(受理单位="四平市交通运输局", 附议人="王代表"),
        row(外部编号="A2", 受理单位="市交通局"),
        row(外部编号="A3", 受理单位="transport"),
    )

    assert found.faults == []
    assert {r.data["unit"] for r in found.rows} == {"transport"}
    assert found.rows[0].data["cosigners"] == [town.accounts["colleague"].pk]


def test_a_name_that_two_bear_must_be_told_apart(town):
    town.accounts["office"].name = town.accounts["monitor"].name = "王敏"
    for name in ("office", "monitor"):
        town.accounts[name].save()

    found = plan(town, row(附议人="王敏"))

    assert found.faults[0].why == "有2个账号叫这个名字，请写用户名"


def test_the_same_row_twice_is_a_fault_unless_it_is_told_apart(town):
    same = plan(town, row(外部编号=""), row(外部编号="", 联系电话="1"))
    number = plan(town, row(), row(题目="别的"))
    apart = plan(town, row(), row(外部编号="A2"))

    assert [(f.row, f.column) for f in same.faults] == [(3, "外部编号")]
    assert [(f.row, f.value) for f in number.faults] == [(3, "A1")]
    assert apart.faults == []


def test_unknown_and_missing_columns_are_named_at_once(town):
    with pytest.raises(LuoshiError) as error:
        plan(town, ["x", "y"], titles=["题目", "颜色"])

    assert error.value.code == "sheet-columns"
    assert "没有这些列：颜色" in error.value.zh
    assert "缺少这些列：来源、内容、同意公开" in error.value.zh


def test_columns_may_be_called_by_their_keys(town):
    titles = ["External ID", "title", "origin", "body", "public"]

    found = plan(town, ["A1", "修路", "deputy", "破损", "yes"], titles=titles)

    assert found.faults == []
    assert [r.data["title"] for r in found.rows] == ["修路"]


def test_who_may_not_open_cases_is_told_so_once(town):
    found = plan(town, row(), row(外部编号="A2"), by="finance_handler")

    assert [(f.row, f.column, f.why) for f in found.faults] == [
        (0, "整表", "须由代表或委员办理（代表法(2025)第51条）")
    ]


def test_a_plan_costs_the_same_however_long_the_table(town):
    def queries(length):
        rows = [row(外部编号=f"A{n}", 受理单位=("transport", "finance")[n % 2]) for n in range(length)]
        with CaptureQueriesContext(connection) as asked:
            assert plan(town, *rows).faults == []
        return len(asked)

    queries(1)
    assert queries(2) == queries(200)


def test_an_import_opens_every_case_through_the_same_verb(town):
    found = plan(town, row(), row(外部编号="A2", 题目="修路", 联系电话=""))

    done = commit_import(found, by=town["deputy"], at=AT)

    assert len(done.opened) == 2
    cases = list(Case.objects.order_by("pk"))
    assert [case.title for case in cases] == ["修缮操场", "修路"]
    assert all(verify(case).sound for case in cases)
    assert [case.opener_id for case in cases] == [town.accounts["deputy"].pk] * 2
    assert PrivateValue.objects.count() == 1
    assert PHONE not in str(Event.objects.values_list("data", "key"))


@pytest.mark.parametrize("external", ["A1", ""])
def test_the_same_table_again_opens_nothing_twice(town, external):
    found = plan(town, row(外部编号=external))
    first = commit_import(found, by=town["deputy"], at=AT)

    by_the_same_plan = commit_import(found, by=town["deputy"], at=moment("2026-03-03"))
    planned_anew = plan(town, row(外部编号=external))
    by_a_new_plan = commit_import(planned_anew, by=town["deputy"], at=moment("2026-03-04"))

    assert planned_anew.new == []
    assert by_the_same_plan.existing == by_a_new_plan.existing == first.opened
    assert Case.objects.count() == 1


def test_a_number_that_became_another_case_is_a_fault(town):
    commit_import(plan(town, row()), by=town["deputy"], at=AT)
    code = Case.objects.get().code

    changed = plan(town, row(内容="别的。"))

    assert changed.faults[0].why == f"已用于 {code} ，内容不同。更正请在该事项中办理"


def test_a_number_of_a_case_one_may_not_see_tells_nothing_of_it(town):
    commit_import(plan(town, row(附议人="")), by=town["deputy"], at=AT)
    code = Case.objects.get().code

    found = plan(town, row(附议人=""), by="colleague")

    assert [f.why for f in found.faults] == ["已用于其他事项，内容不同。更正请在该事项中办理"]
    assert code not in str(found.faults)


def test_a_plan_with_faults_writes_nothing_and_repeats_them(town):
    found = plan(town, row(), row(外部编号="A2", 来源="其他"))

    with pytest.raises(LuoshiError) as error:
        commit_import(found, by=town["deputy"], at=AT)

    assert error.value.code == "import-faults"
    assert "第3行 来源" in error.value.zh
    assert not Case.objects.exists()


def test_if_one_row_fails_none_is_written(town):
    found = plan(town, row(), row(外部编号="A2", 受理单位="transport"))
    town.units["transport"].valid_to = date(2026, 3, 1)  # it ends between the plan and the commit
    town.units["transport"].save()

    with pytest.raises(LuoshiError) as error:
        commit_import(found, by=town["deputy"], at=AT)

    assert error.value.zh.startswith("第3行：")
    assert not Case.objects.exists()


def test_a_value_that_tells_cases_apart_is_brought_once(town, monkeypatch):
    declared = replace(case_types()["proposals"], distinct=("body",))
    monkeypatch.setitem(case_types(), "proposals", declared)
    commit_import(plan(town, row()), by=town["deputy"], at=AT)

    said = plan(
        town,
        row(外部编号="A2"),
        row(外部编号="A3", 题目="另一件", 内容="桥断了。"),
        row(外部编号="A4", 题目="又一件", 内容="桥断了。"),
    )

    assert [(fault.row, fault.column) for fault in said.faults] == [(2, "内容"), (4, "内容")]
    assert "proposals-2026-0001" in said.faults[0].why
    assert "第3行" in said.faults[1].why
    assert plan(town, row()).faults == []  # it is the same row again
