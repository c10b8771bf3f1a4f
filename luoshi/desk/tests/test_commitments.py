"""One commitment at the desk: the office settles it, the unit reports on it, each refusal says why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.city import OFFICE, PROOF, ROADS, STRANGER, WATCH, proof, signed
from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.kernel.commitments.models import ChangeRecord, Commitment, Happening, Responsibility, TargetPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises")]
CODE, QUOTE = "2026-038", "200公里以上"
PAGE = f"/desk/commitments/{CODE}/"
CHANGE = {
    "quote": QUOTE,
    "nth": "1",
    "seen": "1",
    "value": "180",
    "deadline": "2026-11-30",
    "reason": "汛期水毁，工期顺延。",
    "approved_by": "市人大常委会 四人常〔2026〕8号",
}
ASSIGNED = {
    "organisation": "transport",
    "part": "lead",
    "role": "handler",
    "cites": "四政办发〔2026〕3号",
    "reason": "分工方案明确。",
}
SAID = {"kind": "reported", "on": "2026-03-09", "ref": "交工验收证书", "key": "a-key-of-a-form"}


@pytest.fixture
def roads():
    return Commitment.objects.get(code=CODE)


def test_the_page_tells_who_answers_from_which_post_by_when_and_by_what_it_is_measured(roads):
    told = text_of(signed(OFFICE).get(PAGE))

    for words in ("交通运输局", "承办岗", "待确认", "2026-12-31", "新建农村公路", "凭什么认定", "还没有数"):
        assert words in told


def test_the_office_changes_a_target_and_the_original_stays(roads):
    office = signed(OFFICE)

    done = office.post(f"{PAGE}target/", CHANGE)

    assert done.status_code == 303
    versions = list(roads.plans.order_by("version").values_list("origin", "value", "deadline"))
    assert [origin for origin, _, _ in versions] == ["review", "change"]
    assert versions[0][1:] == (None, date(2026, 12, 31))
    assert (int(versions[1][1]), versions[1][2]) == (180, date(2026, 11, 30))
    record = roads.changes.get()
    assert record.changes["value"] == [None, "180"]
    assert record.who.startswith("模拟·市政府督查室")
    told = text_of(office.get(PAGE))
    for words in ("180公里", "原为 2026-12-31", "汛期水毁", "四人常〔2026〕8号"):
        assert words in told


def test_a_second_click_changes_nothing_more(roads):
    office = signed(OFFICE)

    first, second = (office.post(f"{PAGE}target/", CHANGE) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert ChangeRecord.objects.count() == 1


def test_who_saw_an_older_version_is_told_so_and_keeps_what_was_typed(roads):
    office = signed(OFFICE)
    office.post(f"{PAGE}target/", CHANGE)

    answer = office.post(f"{PAGE}target/", CHANGE | {"value": "150"})

    assert answer.status_code == 409
    assert "已被调整过" in text_of(answer)
    assert 'value="150"' in answer.content.decode()
    assert TargetPlan.objects.filter(commitment=roads).count() == 2


WRONG_CHANGES = [
    ({"value": "很多"}, "不能读作数值"),
    ({"reason": ""}, "必填"),
    ({"approved_by": " "}, "必填"),
    ({"deadline": "明年"}, "有效的日期"),
    ({"value": "", "deadline": ""}, "没有任何改动"),
    ({"course": "declared_nodes"}, "请写明各个节点"),
    ({"course": "declared_nodes", "nodes": "六月 一半"}, "每行写一个日期"),
    ({"nodes": "2026-06-30 40%"}, "请选“申报节点”"),
]


def test_a_change_that_cannot_be_made_says_why_and_keeps_what_was_typed(roads):
    office = signed(OFFICE)

    for wrong, words in WRONG_CHANGES:
        answer = office.post(f"{PAGE}target/", CHANGE | wrong)

        assert answer.status_code == 422, wrong
        assert words in text_of(answer)
        assert "四人常〔2026〕8号" in answer.content.decode() or "approved_by" in wrong
    assert not ChangeRecord.objects.exists()


def test_a_course_of_declared_nodes_is_frozen_with_the_change(roads):
    nodes = {"course": "declared_nodes", "nodes": "2026-11-30 100%\n2026-06-30 40%"}

    signed(OFFICE).post(f"{PAGE}target/", CHANGE | nodes)

    plan = roads.plans.get(origin="change")
    assert plan.trajectory["nodes"] == [["2026-06-30", "0.4"], ["2026-11-30", "1"]]


def test_the_office_changes_a_check(roads):
    given = {"seen": "1", "evidence": "竣工验收鉴定书", "reason": "规范更新", "approved_by": "市政府常务会议"}

    done = signed(OFFICE).post(f"{PAGE}check/", given)

    assert done.status_code == 303
    assert roads.checks.get(origin="change").evidence == "竣工验收鉴定书"


def test_the_office_says_who_answers_from_which_post_and_by_when(roads):
    office = signed(OFFICE)

    done = office.post(f"{PAGE}assign/", ASSIGNED)
    again = office.post(f"{PAGE}assign/", ASSIGNED)

    assert (done.status_code, again.status_code) == (303, 303)
    lead = roads.responsibilities.get(part="lead", valid_to=None)
    assert (lead.organisation.code, lead.confirmed, lead.cites) == ("transport", True, "四政办发〔2026〕3号")
    assert lead.post.roles == ["handler"]
    assert roads.changes.get().what == "responsibility"
    told = text_of(office.get(PAGE))
    assert "四政办发〔2026〕3号" in told
    assert "市交通运输局 承办岗 决定" in told


def test_a_new_lead_takes_the_place_of_the_former_one(roads):
    signed(OFFICE).post(f"{PAGE}assign/", ASSIGNED | {"organisation": "housing", "role": ""})

    leads = Responsibility.objects.filter(commitment=roads, part="lead")
    assert [(one.organisation.code, one.valid_to is None) for one in leads.order_by("pk")] == [
        ("transport", False),
        ("housing", True),
    ]


WRONG_DUTIES = [
    ({"organisation": "nobody"}, "不在可用的选项中"),
    ({"part": ""}, "必填"),
    ({"cites": ""}, "必填"),
    ({"role": "legal"}, "没有这样的岗位"),
]


def test_an_assignment_that_cannot_be_made_says_why(roads):
    office, before = signed(OFFICE), roads.responsibilities.count()

    for wrong, words in WRONG_DUTIES:
        answer = office.post(f"{PAGE}assign/", ASSIGNED | wrong)

        assert answer.status_code == 422, wrong
        assert words in text_of(answer)
        assert "分工方案明确。" in answer.content.decode()
    assert roads.responsibilities.count() == before


def test_only_the_office_settles_anything_and_the_unit_reads_why(roads):
    given = CHANGE | ASSIGNED | {"row": "1"}
    doors = [f"{PAGE}{door}/" for door in ("target", "check", "assign")]
    doors += ["/desk/commitments/confirm/", "/desk/commitments/tasks/"]
    expected = {ROADS: [403] * 5, WATCH: [403] * 5, STRANGER: [404] * 3 + [403] * 2}

    for who, statuses in expected.items():
        answers = [signed(who).post(door, given) for door in doors]

        assert [answer.status_code for answer in answers] == statuses
        assert all("须由督查室办理" in text_of(one) for one in answers if one.status_code == 403)
    assert "须由督查室办理" in text_of(signed(ROADS).get(PAGE))
    assert not ChangeRecord.objects.exists()


def test_a_unit_reports_with_evidence_and_whoever_sees_the_page_may_fetch_it(roads):
    unit = signed(ROADS)

    done = unit.post(PAGE, SAID | {"kind": "node", "share": "40", "evidence": proof()})

    assert done.status_code == 303
    said = Happening.objects.get()
    assert said.share == Decimal("0.4")
    address = f"{PAGE}proof/{said.evidence}/"
    assert address in unit.get(PAGE).content.decode()
    fetched = signed(WATCH).get(address)
    assert fetched.getvalue() == PROOF
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert signed(STRANGER).get(address).status_code == 404
    assert unit.get(f"{PAGE}proof/{'0' * 64}/").status_code == 404


def test_evidence_is_kept_while_the_form_is_put_right(roads):
    unit = signed(ROADS)

    wrong = unit.post(PAGE, SAID | {"on": "", "evidence": proof()})
    token = wrong.content.decode().split('name="evidence-kept" value="')[1].split('"')[0]
    right = unit.post(PAGE, SAID | {"evidence-kept": token})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert len(Happening.objects.get().evidence) == 64


def test_a_file_of_a_kind_nobody_may_upload_is_refused_in_words(roads):
    answer = signed(ROADS).post(PAGE, SAID | {"evidence": proof("x.html", b"<html><script></script>")})

    assert answer.status_code == 422
    assert "不是可收的格式" in text_of(answer)
    assert "交工验收证书" in answer.content.decode()
    assert not Happening.objects.exists()


def test_the_list_is_narrowed_by_words_lead_class_and_owner(roads):
    office = signed(OFFICE)
    office.post(f"{PAGE}assign/", ASSIGNED)
    address = "/desk/commitments/"

    confirmed = text_of(office.get(f"{address}?owner=confirmed"))
    theirs = text_of(office.get(f"{address}?unit=transport"))
    words = text_of(office.get(f"{address}?q=农村公路"))
    none = text_of(office.get(f"{address}?state=done"))
    nonsense = text_of(office.get(f"{address}?state=xx&unit=yy&owner=zz"))

    assert CODE in confirmed
    assert "2026-039" not in confirmed
    assert CODE in theirs
    assert CODE in words
    assert "2026-039" not in words
    assert "没有符合条件的承诺" in none
    assert nonsense.count("2026-") >= 122


def test_pages_ask_as_many_questions_whatever_they_hold(roads):
    office = signed(OFFICE)
    office.post(f"{PAGE}assign/", ASSIGNED)  # names of units are asked for where there are any
    counts = []
    for _ in range(2):
        office.get(PAGE)
        with CaptureQueriesContext(connection) as page:
            office.get(PAGE)
        with CaptureQueriesContext(connection) as listed:
            office.get("/desk/commitments/")
        counts.append((len(page), len(listed)))
        office.post(f"{PAGE}target/", CHANGE)
        office.post(f"{PAGE}assign/", ASSIGNED | {"organisation": "finance", "part": "support"})
        office.post(PAGE, SAID | {"kind": "verified"})

    assert counts[0] == counts[1]
    assert counts[0] <= (32, 14)


def test_the_page_holds_no_inline_style_or_script(roads):
    assert not INLINE.search(signed(OFFICE).get(PAGE).content.decode())
