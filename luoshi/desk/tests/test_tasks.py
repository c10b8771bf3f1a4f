"""A task list at the desk: looked at row by row, then brought in whole and once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.city import OFFICE, ROADS, signed, table
from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.desk.tests.test_commitments import ASSIGNED, CHANGE, SAID
from luoshi.desk.tests.test_commitments import PAGE as ROADS_PAGE
from luoshi.desk.tests.test_english import unmarked
from luoshi.desk.tests.test_figures import BAD, GOOD, SHEET, kept
from luoshi.desk.tests.test_figures import PAGE as FIGURE_PAGE
from luoshi.kernel.commitments.models import ChangeRecord, Commitment, Decomposition, Responsibility

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises")]
PAGE = "/desk/commitments/tasks/"
PAGES = [
    *(PAGE, ROADS_PAGE, "/desk/commitments/", "/desk/commitments/confirm/?unit=transport"),
    *("/desk/figures/", FIGURE_PAGE, SHEET),
]
HEAD = "任务,牵头单位,配合单位,完成时限\n"
LISTED = (
    HEAD
    + "新改建农村公路200公里以上,市交通运输局,市财政局,11月底前\n开展国际空间站建设前期研究,市教育局,,长期\n"
)


def test_a_list_is_looked_at_first_and_every_row_without_a_place_is_named():
    answer = signed(OFFICE).post(PAGE, {"table": table(LISTED)})

    told = text_of(answer)
    assert answer.status_code == 200
    for words in ("2 行，落位 1 行", "1 行有问题", "还没有写入", "2026-038", "国际空间站", "2026-11-30"):
        assert words in told
    assert not Decomposition.objects.exists()


def test_it_is_then_brought_in_whole_and_once_and_names_who_did_it():
    office = signed(OFFICE)

    again = kept(office.post(PAGE, {"table": table(LISTED)}))
    first, second = (office.post(PAGE, again) for _ in range(2))

    assert "已导入 2 行" in text_of(first)
    assert "以前已经导入" in text_of(second)
    roads = Commitment.objects.get(code="2026-038")
    rows = Responsibility.objects.filter(commitment=roads, valid_to=None, confirmed=True)
    assert {(row.organisation.code, row.part) for row in rows} == {
        ("transport", "lead"),
        ("finance", "support"),
    }
    assert all(record.who.startswith("模拟·") for record in ChangeRecord.objects.all())
    assert "表.csv" in text_of(office.get(PAGE))


def test_what_is_no_task_list_is_refused_in_words():
    office = signed(OFFICE)

    for given in ({}, {"table": table("a,b\n1,2\n")}, {"table": table("", name="x.xlsx")}):
        answer = office.post(PAGE, given)

        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Decomposition.objects.exists()


def test_a_longer_list_asks_no_more_questions():
    office = signed(OFFICE)
    longer = LISTED + "".join(f"第{n}件开展国际空间站建设前期研究,市教育局,,长期\n" for n in range(30))
    counts = []
    for text in (LISTED, LISTED, longer):
        with CaptureQueriesContext(connection) as asked:
            page = office.post(PAGE, {"table": table(text)})
        counts.append(len(asked))

    assert counts[1] == counts[2] <= 20
    assert not INLINE.search(page.content.decode())


def test_the_english_pages_mark_every_chinese_word():
    office, unit = signed(OFFICE), signed(ROADS)
    for client in (office, unit):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    office.post(f"{ROADS_PAGE}target/", CHANGE)
    office.post(f"{ROADS_PAGE}assign/", ASSIGNED)
    office.post(ROADS_PAGE, SAID | {"kind": "verified"})

    pages = [office.get(address) for address in PAGES]
    pages += [unit.get(address) for address in (ROADS_PAGE, FIGURE_PAGE)]
    sheets = ((PAGE, LISTED), (SHEET, GOOD), (SHEET, BAD))
    pages += [office.post(address, {"table": table(text)}) for address, text in sheets]

    assert [found for page in pages if (found := unmarked(page))] == []
