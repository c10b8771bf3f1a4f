"""Cases taken away as tables: Chinese titles, local times, no private value, and nothing that runs."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.sheets import export_csv, export_xlsx, read_sheet, table_of
from luoshi.kernel.cases.tests.factories import propose

pytestmark = pytest.mark.django_db
PHONE = "13800000000"


def exported(town, who="office", type_key="proposals"):
    return table_of(visible(town[who]), type_key=type_key)


def test_an_export_has_chinese_titles_local_times_and_no_private_value(town):
    case = propose(town, contact=PHONE)
    table = exported(town)

    text = export_csv(table).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))

    assert export_csv(table).startswith(b"\xef\xbb\xbf")
    assert line["编号"] == case.code
    assert (line["状态"], line["来源"], line["同意公开"]) == ("待交办", "人大代表建议", "是")
    assert line["提出时间"] == "2026-03-02 09:00"
    assert "联系电话" not in line
    book = load_workbook(io.BytesIO(export_xlsx(table)))
    cells = [cell.value for cells in book.worksheets[0].iter_rows() for cell in cells]
    assert PHONE not in text
    assert PHONE not in str(cells)
    assert datetime.fromisoformat("2026-03-02 09:00") in cells


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0"])
def test_nothing_in_an_export_runs(town, said):
    propose(town, title=said, body="a\x0bb")
    table = exported(town)

    rows = list(csv.reader(io.StringIO(export_csv(table).decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(export_xlsx(table)))

    cells = [cell for cells in book.worksheets[0].iter_rows() for cell in cells]
    texts = [text for line in rows for text in line] + [c.value for c in cells if isinstance(c.value, str)]
    assert not [text for text in texts if text[:1] in "=+-@＝＋－＠\t\r" and text]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(said.strip() in text for text in texts)


def test_what_was_disarmed_comes_back_as_it_was(town):
    propose(town, title="=1+1")

    sheet = read_sheet(io.BytesIO(export_xlsx(exported(town))), name="a.xlsx")

    assert "=1+1" in sheet.rows[0].cells


def test_an_export_holds_only_what_its_reader_may_see(town):
    propose(town)

    assert exported(town, "transport_handler").rows == ()
    assert exported(town, "transport_handler").titles[:3] == ("编号", "类型", "标题")


def test_an_export_costs_the_same_however_long_it_is(town):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            exported(town)
        return len(asked)

    propose(town, cosigners=[town.accounts["colleague"].pk])
    few = queries()
    for _ in range(5):
        propose(town, cosigners=[town.accounts["colleague"].pk])

    assert queries() == few == 5  # one for who asks, four for the table
