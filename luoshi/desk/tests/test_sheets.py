from __future__ import annotations

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from luoshi.desk.tests.factories import assigned, text_of
from luoshi.kernel.cases.models import Case

IMPORT = "/desk/import/proposals/"
TITLES = "题目,来源,内容,同意公开\n"
GOOD = f"{TITLES}关于修桥的建议,人大代表建议,桥断了。,是\n关于修路的建议,人大代表建议,路坏了。,否\n"
BAD = f"{TITLES}关于修桥的建议,天上,桥断了。,是\n,人大代表建议,路坏了。,否\n"


def table(text):
    return SimpleUploadedFile("建议.csv", text.encode("utf-8"))


def test_the_list_is_taken_away_as_it_is_narrowed(town, sign_in):
    ours, theirs = assigned(town), assigned(town, unit="transport")
    client = sign_in("office")

    rows = list(
        csv.reader(
            io.StringIO(client.get("/desk/cases.csv?section=all&unit=education").content.decode("utf-8-sig"))
        )
    )
    book = load_workbook(io.BytesIO(client.get("/desk/cases.xlsx?section=all").content))

    assert [row[0] for row in rows[1:]] == [ours.code]
    assert {row[0].value for row in list(book.worksheets[0])[1:]} == {ours.code, theirs.code}


def test_nobody_takes_away_what_they_may_not_read(town, sign_in):
    assigned(town)

    answer = sign_in("transport_head").get("/desk/cases.csv?section=all")

    assert answer.content.decode().count("\n") == 1
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_table_larger_than_one_carries_is_refused_in_words(town, sign_in, monkeypatch):
    monkeypatch.setattr("luoshi.desk.queries.lists.EXPORTED", 0)
    assigned(town)

    assert sign_in("office").get("/desk/cases.csv?section=all").status_code == 409


def test_a_table_is_checked_first_and_then_brought_in_once(town, sign_in):
    client = sign_in("deputy")

    checked = client.post(IMPORT, {"table": table(GOOD)})
    assert not Case.objects.exists()
    done = client.post(IMPORT, {"table": table(GOOD), "commit": "1"})
    again = client.post(IMPORT, {"table": table(GOOD), "commit": "1"})

    assert "可以导入" in text_of(checked)
    assert "已导入 2 件" in text_of(done)
    assert "已导入 0 件；2 件以前导入过" in text_of(again)
    assert Case.objects.count() == 2


def test_every_wrong_cell_is_named_and_nothing_written(town, sign_in):
    answer = sign_in("deputy").post(IMPORT, {"table": table(BAD), "commit": "1"})

    assert answer.status_code == 422
    assert "2 行里有 2 处要改正" in text_of(answer)
    assert "来源 天上" in text_of(answer)
    assert not Case.objects.exists()


def test_what_is_no_table_is_refused_in_words(town, sign_in):
    answer = sign_in("deputy").post(IMPORT, {"table": SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0")})

    assert answer.status_code == 422
    assert "另存为" in text_of(answer)


def test_only_those_who_may_open_a_type_import_it(town, sign_in):
    assert sign_in("office").get(IMPORT).status_code == 403
    assert sign_in("deputy").get("/desk/import/nothing/").status_code == 404
    assert sign_in("deputy").get(IMPORT).status_code == 200
