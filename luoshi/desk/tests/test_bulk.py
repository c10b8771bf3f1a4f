from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.factories import assigned, hidden, proposed, text_of
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import moment

ASSIGN = {"action": "assign", "unit": "education", "breadth": "ordinary"}


def chosen(*cases):
    return [f"{case.code}@{case.version}" for case in cases]


def test_the_actions_offered_say_on_how_many_they_can_be_done(town, sign_in):
    cases = proposed(town), proposed(town), assigned(town)

    page = sign_in("office").get("/desk/bulk/", {"case": chosen(*cases)})

    numbers = {offered.action.key: offered.number for offered in page.context["chosen"].offered}
    assert numbers == {"assign": 2, "decline": 2, "extend": 1}
    assert "3 件中现在可办 2 件" in text_of(page)


def test_many_are_assigned_each_on_its_own_and_the_report_names_what_was_refused(town, sign_in):
    client, one, two, late = sign_in("office"), proposed(town), proposed(town), assigned(town)
    key = hidden(client.get("/desk/bulk/", {"case": chosen(one, two), "action": "assign"}), "key")

    answer = client.post("/desk/bulk/", ASSIGN | {"case": chosen(one, two, late), "key": key})

    assert "办成 2 件，没有办成 1 件。" in text_of(answer)
    assert "当前为“办理中”，不能交办" in text_of(answer)
    assert set(Case.objects.values_list("state", flat=True)) == {"assigned"}

    again = client.post("/desk/bulk/", ASSIGN | {"case": chosen(one, two), "key": key})
    assert "办成 2 件，没有办成 0 件。" in text_of(again)
    assert Event.objects.filter(action="assign").count() == 3


def test_the_result_says_that_what_it_shows_is_invented(town, sign_in):
    client, case = sign_in("office"), proposed(town)
    Case.objects.update(simulated=True)

    answer = client.post("/desk/bulk/", ASSIGN | {"case": chosen(case), "key": "k" * 24})

    assert "本页含模拟数据" in text_of(answer)


def test_one_that_has_moved_on_meanwhile_is_left_alone(town, sign_in):
    one, moved = proposed(town), proposed(town)
    act(moved, "urge", by=town["monitor"], data={"note": "快"}, at=moment("2026-03-10"))

    answer = sign_in("office").post("/desk/bulk/", ASSIGN | {"case": chosen(one, moved), "key": "k" * 20})

    assert "办成 1 件，没有办成 1 件。" in text_of(answer)
    assert f"{moved.code} 已有新的办理" in text_of(answer)


def test_a_wrong_form_writes_nothing_and_keeps_what_was_typed(town, sign_in):
    one, two = proposed(town), proposed(town)

    answer = sign_in("office").post(
        "/desk/bulk/", {"action": "decline", "case": chosen(one, two), "reason": " "}
    )

    assert answer.status_code == 422
    assert "请填写理由" in text_of(answer)
    assert Event.objects.count() == 2


def test_cases_one_may_not_read_are_only_counted(town, sign_in):
    ours, theirs = assigned(town), assigned(town, unit="transport")
    client = sign_in("education_handler")

    answer = client.post("/desk/bulk/", {"action": "accept", "case": chosen(ours, theirs), "key": "k" * 20})

    assert "办成 1 件" in text_of(answer)
    assert "另有 1 件您不经办" in text_of(answer)
    assert theirs.code not in answer.content.decode()
    assert Event.objects.filter(case=theirs, action="accept").count() == 0


@pytest.mark.parametrize("query", [{}, {"case": "x"}, {"case": "x@9999999999999"}, {"case": "@"}])
def test_nothing_chosen_is_said(town, sign_in, query):
    assert "没有选中事项" in text_of(sign_in("office").get("/desk/bulk/", query))


def test_choosing_asks_as_many_questions_for_many_as_for_few(town, sign_in):
    client, cases = sign_in("office"), [assigned(town) for _ in range(9)]
    client.get("/desk/bulk/", {"case": chosen(*cases)})

    with CaptureQueriesContext(connection) as few:
        client.get("/desk/bulk/", {"case": chosen(*cases[:2])})
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/bulk/", {"case": chosen(*cases)})

    assert len(few) == len(many) <= 16
