from __future__ import annotations

from luoshi.desk.tests.factories import hidden, text_of
from luoshi.kernel.cases.models import Case, Party

FORM = {"title": "关于修桥的建议", "origin": "deputy", "body": "桥断了。", "public": "1"}
ADDRESS = "/desk/new/proposals/"


def test_types_are_offered_to_those_who_may_open_them(town, sign_in):
    assert ADDRESS in sign_in("deputy").get("/desk/new/").content.decode()
    assert "没有可以提出的事项" in text_of(sign_in("office").get("/desk/new/"))


def test_a_case_is_opened_once_however_often_the_button_is_pressed(town, sign_in):
    client = sign_in("deputy")
    form = FORM | {"key": hidden(client.get(ADDRESS), "key"), "cosigners": [town.accounts["colleague"].pk]}

    answers = [client.post(ADDRESS, form) for _ in range(2)]

    case = Case.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"/desk/cases/{case.code}/"] * 2
    assert case.path == "siping/office/"
    assert Party.objects.get(case=case).account == town.accounts["colleague"]


def test_a_wrong_form_keeps_what_was_typed(town, sign_in):
    answer = sign_in("deputy").post(ADDRESS, FORM | {"title": "", "unit": "nowhere"})

    assert answer.status_code == 422
    assert "请填写题目" in text_of(answer)
    assert "桥断了。</textarea>" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_unit_that_does_not_exist_is_named(town, sign_in):
    answer = sign_in("deputy").post(ADDRESS, FORM | {"unit": "nowhere"})

    assert answer.status_code == 422
    assert "没有这个单位：nowhere" in text_of(answer)


def test_who_may_not_open_is_told_who_may(town, sign_in):
    answer = sign_in("office").post(ADDRESS, FORM)

    assert answer.status_code == 403
    assert "须由代表或委员提出" in text_of(answer)
    assert sign_in("deputy").get("/desk/new/nothing/").status_code == 404


def test_of_a_type_that_the_system_opens_too_only_people_are_named(town, sign_in):
    answer = sign_in("deputy").get("/desk/new/supervision/")

    assert answer.status_code == 403
    assert "须由督查机构提出" in text_of(answer)
