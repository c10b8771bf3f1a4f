"""Suggested units are confirmed together by one decision; what changed meanwhile stops the whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.city import OFFICE, signed
from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.kernel.commitments.models import Responsibility

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises")]
PAGE = "/desk/commitments/confirm/"
DECIDED = {"cites": "四政办发〔2026〕3号", "reason": "分工方案明确。"}


def rows_of(unit: str) -> list[int]:
    found = Responsibility.objects.filter(organisation__code=unit, confirmed=False, valid_to=None)
    return list(found.values_list("pk", flat=True))


def test_the_suggestions_of_a_unit_come_ticked_and_are_confirmed_once():
    office, rows = signed(OFFICE), rows_of("transport")

    shown = office.get(f"{PAGE}?unit=transport").content.decode()
    done = office.post(PAGE, DECIDED | {"row": rows})
    again = office.post(PAGE, DECIDED | {"row": rows})

    assert shown.count("checked>") == len(rows) > 1
    assert (done.status_code, again.status_code) == (303, 303)
    assert rows_of("transport") == []
    assert Responsibility.objects.filter(confirmed=True).count() == len(rows)
    assert f"已确认 {len(rows)} 项分工" in text_of(office.get(PAGE))


def test_what_cannot_be_confirmed_says_why_and_keeps_the_ticks():
    office, rows = signed(OFFICE), rows_of("transport")
    office.post(PAGE, DECIDED | {"row": rows[0]})

    answers = {
        422: office.post(PAGE, {"row": rows[1:]}),
        409: office.post(PAGE, DECIDED | {"cites": "另一份文件", "row": rows}),
    }
    none = office.post(PAGE, DECIDED | {"row": ["x", ""]})

    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.content.decode().count("checked>") == len(rows) - 1
    assert "一个也没有确认" in text_of(answers[409])
    assert (none.status_code, "请选择要确认的单位" in text_of(none)) == (422, True)
    assert rows_of("transport") == rows[1:]


def test_the_page_asks_as_many_questions_whatever_it_holds():
    office, counts = signed(OFFICE), []
    for _ in range(2):
        office.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            page = office.get(PAGE)
        counts.append(len(asked))
        office.post(PAGE, DECIDED | {"row": rows_of("transport")})
        office.get(PAGE)

    assert counts[0] == counts[1] <= 14
    assert not INLINE.search(page.content.decode())
