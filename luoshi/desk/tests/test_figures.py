"""Figures at the desk: a unit files its own with evidence, an office brings in tables, nobody else either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.desk.tests.city import OFFICE, PROOF, ROADS, STRANGER, proof, signed, table
from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.kernel.measures.outside.models import ImportBatch, Observation
from luoshi.kernel.measures.points import Status
from luoshi.kernel.orgs.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises")]
LIST, SHEET = "/desk/figures/", "/desk/figures/import/"
PAGE = f"{LIST}rural_roads/"
FIGURE = {"period": "2026年1—2月", "value": "12.5", "note": "月报"}
GOOD = "指标,时期,数值,公布日期\n新建农村公路,2026年1—2月,12.5,2026-03-05\n"
BAD = GOOD + "新建农村公路,某天,很多,2026-03-05\n"


def test_a_unit_files_its_figure_with_evidence_once_and_a_correction_is_a_revision(now, monkeypatch):
    unit = signed(ROADS)

    done = [unit.post(PAGE, FIGURE | {"evidence": proof()}) for _ in range(2)]
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    unit.post(PAGE, FIGURE | {"value": "13", "provisional": "on", "evidence": proof()})

    assert [one.status_code for one in done] == [303, 303]
    rows = list(Observation.objects.order_by("known_at", "pk"))
    assert [float(row.value or 0) for row in rows] == [12.5, 13]
    assert rows[0].source.startswith("报送：四平市交通运输局")
    told = text_of(unit.get(PAGE))
    assert ("12.5公里" in told, "13公里" in told, "已被替代" in told) == (True, True, True)
    assert "新建农村公路" in text_of(unit.get(LIST))
    fetched = unit.get(f"{PAGE}proof/{rows[0].evidence}/")
    assert (fetched.getvalue(), fetched.headers["Content-Disposition"][:10]) == (PROOF, "attachment")
    assert signed(STRANGER).get(f"{PAGE}proof/{rows[0].evidence}/").status_code == 404


def test_what_the_unit_calls_a_first_count_is_kept_as_one():
    signed(ROADS).post(PAGE, FIGURE | {"provisional": "on", "evidence": proof()})

    assert Observation.objects.get().status == Status.PROVISIONAL


def test_a_figure_that_cannot_be_filed_says_why_and_keeps_what_was_typed():
    unit = signed(ROADS)
    wrong = [
        (FIGURE, "请附上这个数的来源"),
        (FIGURE | {"period": "某天", "evidence": proof()}, "不能识别时期"),
        (FIGURE | {"period": "2026年2月", "evidence": proof()}, "现为2026年2月"),
        (FIGURE | {"value": "很多", "evidence": proof()}, "不能读作数值"),
        (FIGURE | {"evidence": proof("x.html", b"<html><script></script>")}, "不是可收的格式"),
    ]

    for given, words in wrong:
        answer = unit.post(PAGE, given)

        assert answer.status_code == 422
        assert words in text_of(answer)
        assert "月报" in answer.content.decode()
    assert not Observation.objects.exists()


def test_the_office_files_nothing_of_a_units_and_a_stranger_finds_nothing():
    office = signed(OFFICE)

    refused = office.post(PAGE, FIGURE | {"evidence": proof()})

    assert refused.status_code == 403
    assert "须由" in text_of(refused)
    assert "须由公布或负责它的单位报送" in text_of(office.get(PAGE))
    stranger = signed(STRANGER)
    assert (stranger.get(PAGE).status_code, stranger.post(PAGE, FIGURE).status_code) == (404, 404)
    assert "新建农村公路" not in text_of(stranger.get(LIST))
    assert not Observation.objects.exists()


def kept(page) -> dict[str, str]:
    token = page.content.decode().split('name="table-kept" value="')[1].split('"')[0]
    return {"table-kept": token, "commit": "1"}


def test_a_table_is_looked_at_and_then_written_whole_and_once():
    office = signed(OFFICE)

    looked = office.post(SHEET, {"table": table(GOOD)})
    assert not Observation.objects.exists()
    written = [office.post(SHEET, kept(looked)) for _ in range(2)]

    assert "新的 1 个数" in text_of(looked)
    assert ["已导入 1 个数" in text_of(one) for one in written] == [True, False]
    assert (Observation.objects.count(), ImportBatch.objects.get().name) == (1, "表.csv")


def test_a_table_of_an_old_excel_is_sent_again_to_be_written():
    office = signed(OFFICE)

    looked = office.post(SHEET, {"table": table(GOOD, coding="gb18030")})
    written = office.post(SHEET, {"table": table(GOOD, coding="gb18030"), "commit": "1"})

    assert "新的 1 个数" in text_of(looked)
    assert "已导入 1 个数" in text_of(written)


def test_one_bad_cell_stops_the_whole_table():
    answer = signed(OFFICE).post(SHEET, {"table": table(BAD), "commit": "1"})

    assert answer.status_code == 422
    assert "什么都没有写入" in text_of(answer)
    assert not Observation.objects.exists()


def test_nobody_brings_in_what_another_files():
    unit = signed(ROADS)

    own = unit.post(SHEET, {"table": table(GOOD)})
    others = unit.post(SHEET, {"table": table(GOOD.replace("新建农村公路", "地区生产总值")), "commit": "1"})
    empty = unit.post(SHEET, {})

    assert (own.status_code, others.status_code, empty.status_code) == (200, 422, 422)
    deputy = Account.objects.filter(username__contains="deputy").earliest("pk").username
    assert signed(deputy).get(SHEET).status_code == 403
    assert not Observation.objects.exists()


def test_pages_ask_as_many_questions_whatever_they_hold():
    unit, counts = signed(ROADS), []
    for value in ("10", "11"):
        for address in (LIST, PAGE):
            unit.get(address)
            with CaptureQueriesContext(connection) as asked:
                page = unit.get(address)
            counts.append(len(asked))
            assert not INLINE.search(page.content.decode())
        unit.post(PAGE, FIGURE | {"value": value, "evidence": proof()})
        unit.get(LIST)

    assert counts[:2] == counts[2:]
    assert max(counts) <= 16
