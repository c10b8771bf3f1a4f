"""Suggestions on the page of a request: to whoever dispatches it, and to the unit that answers."""

from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import at_case, text_of
from luoshi.kernel.cases.tests.factories import organisation
from luoshi.platforms.hotline.models import Suggestion
from luoshi.platforms.hotline.tests.factories import asked, handled, make_hotline, sent


@pytest.fixture
def town(db, settings):
    town = make_hotline(settings)
    town.units["housing"] = organisation("housing", parent=town.units["siping"])
    return town


def test_who_dispatches_sees_the_unit_with_its_reason_and_nothing_is_done(town, sign_in):
    case = asked(town)

    page = sign_in("dispatcher").get(at_case(case))

    said = text_of(page)
    assert "建议的主办单位" in said
    assert "“室温不达标”类归它办理" in said
    assert 'data-into="dispatch-unit"' in page.content.decode()
    assert 'id="dispatch-unit"' in page.content.decode()
    case.refresh_from_db()
    assert case.state == "received"
    assert not Suggestion.objects.exists()


def test_requests_alike_and_the_one_it_repeats_are_told(town, sign_in):
    first = asked(town)
    case = asked(town, "2026-03-03")

    said = text_of(sign_in("dispatcher").get(at_case(case)))

    assert f"重复诉求，首件 {first.code}" in said
    assert "1 件相似的在办诉求" in said


def test_who_has_nothing_to_dispatch_sees_no_suggestion(town, sign_in):
    case = sent(town)

    for who in ("dispatcher", "transport_handler", "agent"):
        assert "建议的主办单位" not in text_of(sign_in(who).get(at_case(case)))


def test_the_unit_is_told_what_a_reader_would_miss_and_may_answer_all_the_same(town, sign_in):
    case = handled(town)
    client = sign_in("transport_head")
    assert f'hx-post="{at_case(case, "doubts")}"' in client.get(at_case(case)).content.decode()

    doubts = text_of(client.post(at_case(case, "doubts"), {"reply": "已收悉，请拨打13900001111。"}))
    fine = text_of(client.post(at_case(case, "doubts"), {"reply": ""}))

    assert "公开文本中有手机号码" in doubts
    assert "不拦您" in doubts
    assert fine.strip() == ""
    assert not Suggestion.objects.filter(kind="quality").exists()


def test_doubts_are_told_to_those_who_may_read_the_request_only(town, sign_in):
    case = handled(town)

    answer = sign_in("education_head").post(at_case(case, "doubts"), {"reply": "已办理。"})

    assert answer.status_code == 404
