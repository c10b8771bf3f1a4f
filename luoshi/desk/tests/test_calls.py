"""The agent's page: one call, one page, one save."""

from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import text_of
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import organisation
from luoshi.kernel.orgs.doors import new_key
from luoshi.platforms.hotline.models import Request, Suggestion
from luoshi.platforms.hotline.queries import request_by
from luoshi.platforms.hotline.tests.factories import asked, make_hotline, record_of
from luoshi.portal.tests.test_english import Unmarked

ADDRESS, ADVICE = "/desk/12345/new/", "/desk/12345/advice/"
CALL = {
    "phone": "139 0000 1111",
    "content": "家里暖气不热，室温只有十四度。已经三天了。",
    "sort": "help",
    "category": "010101",
    "channel": "phone",
    "callback": "on",
}


@pytest.fixture
def town(db, settings):
    return make_hotline(settings)


@pytest.fixture
def agent(town, sign_in):
    return sign_in("agent")


def sent(client, **more):
    return client.post(ADDRESS, {"key": new_key()} | CALL | more)


def test_a_call_becomes_a_request_and_the_agent_reads_out_number_and_code(agent):
    answer = sent(agent)

    case = Case.objects.get()
    said = text_of(answer)
    assert case.title == "家里暖气不热，室温只有十四度"
    assert (case.data["channel"], case.data["limit"]) == ("phone", "utility")
    assert case.code in said
    code = answer.context["tickets"][0]["taken"].code
    assert code in said
    assert request_by(code).case_id == case.pk
    assert "13900001111" not in str(case.data)


def test_a_form_sent_twice_saves_one_request_and_shows_the_same_code(agent):
    key = new_key()

    first, second = sent(agent, key=key), sent(agent, key=key)

    assert Case.objects.count() == 1
    assert first.context["tickets"][0]["taken"].code in text_of(second)


def test_a_form_sent_again_with_other_words_is_told_so(agent):
    key = new_key()
    sent(agent, key=key)

    again = sent(agent, key=key, content="另一件事，路灯不亮了。")

    assert again.status_code == 422
    assert "已经提交过" in text_of(again)
    assert Case.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(agent):
    answer = sent(agent, phone="12", content="")

    assert answer.status_code == 422
    assert {"phone", "content"} <= set(answer.context["form"].errors)
    assert 'value="12"' in answer.content.decode()
    assert not Case.objects.exists()


def test_every_field_has_a_label_and_the_first_one_the_caret(agent):
    page = agent.get(ADDRESS)

    said = page.content.decode()
    for name in ("phone", "content", "locality", "address", "category"):
        assert f'for="id_{name}"' in said
    assert said.index("autofocus") > said.index('name="phone"') - 200
    for key in "pwldcs":
        assert f'accesskey="{key}"' in said


def test_suggestions_come_while_it_is_typed_and_say_why(town, agent):
    organisation("urban-management", parent=town.units["siping"])
    asked(town, title="路灯三天不亮", content="三号楼前的路灯三天不亮了。")

    page = agent.post(ADVICE, {"content": "路灯三天不亮了，三号楼前", "category": "010402"})

    said = text_of(page)
    assert "还没有训练分类模型" in said
    assert "“路灯不亮”类归它办理" in said
    assert "三号楼前的路灯三天不亮了。" in said
    assert 'name="shown"' in page.content.decode()


def test_nothing_is_suggested_before_anything_is_said(agent):
    assert "都是建议" in text_of(agent.post(ADVICE, {"content": "喂"}))


def test_what_was_shown_is_recorded_with_the_request(town, agent):
    organisation("urban-management", parent=town.units["siping"])
    page = agent.post(ADVICE, {"content": "路灯三天不亮了", "category": "010402"})

    sent(agent, content="路灯三天不亮了", category="010402", shown=page.context["shown"])

    row = Suggestion.objects.get()
    assert (row.kind, row.value, row.producer, row.taken) == ("unit", "urban-management", "rule:010402", None)


def test_a_suggestion_somebody_made_up_is_not_recorded(agent):
    sent(agent, shown="made-up")

    assert Case.objects.count() == 1
    assert not Suggestion.objects.exists()


def test_a_text_with_two_matters_is_saved_as_two_that_are_tied(agent):
    content = "反映几件事：1、小区暖气不热温度很低。2、门口路灯三天都不亮。"
    shown = agent.post(ADVICE, {"content": content})
    assert "拆成 2 件保存" in text_of(shown)

    answer = sent(agent, content=content, shown=shown.context["shown"], split="1")

    first, second = (ticket["taken"].case for ticket in answer.context["tickets"])
    assert second.data["part_of"] == first.code
    assert len({ticket["taken"].code for ticket in answer.context["tickets"]}) == 2
    assert Suggestion.objects.get(kind="split").taken is True


def test_a_text_with_one_matter_is_not_split(agent):
    answer = sent(agent, split="1")

    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_request_the_agent_calls_a_repeat_points_to_the_first(town, agent):
    first = asked(town, "2026-01-02", phone="13800000000")

    sent(agent, repeat_of=first.code)

    second = Request.objects.exclude(case=first).get()
    assert second.repeat_of_id == first.pk


def test_who_asks_for_confidence_is_marked_so(agent):
    sent(agent, confidential="on", public="on")

    row = record_of(Case.objects.get())
    assert (row.confidential, row.public) == (True, False)


@pytest.mark.parametrize("who", ["transport_handler", "office"])
def test_only_agents_take_calls(town, sign_in, who):
    client = sign_in(who)

    assert {client.get(ADDRESS).status_code, sent(client).status_code} == {403}
    assert client.post(ADVICE, {"content": "路灯三天不亮了"}).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("page", ["form", "wrong", "advice", "taken", "knowledge"])
def test_an_english_page_marks_every_chinese_word(town, agent, page):
    asked(town, title="路灯三天不亮", content="三号楼前的路灯三天不亮了。")
    said = {"content": "1、路灯三天不亮了，三号楼前。2、家里暖气不热温度低。", "sort": "question"}
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    answer = {
        "form": lambda: agent.get(ADDRESS, **english),
        "wrong": lambda: agent.post(ADDRESS, CALL | {"key": new_key(), "content": ""}, **english),
        "advice": lambda: agent.post(ADVICE, said, **english),
        "taken": lambda: agent.post(ADDRESS, CALL | {"key": new_key()}, **english),
        "knowledge": lambda: agent.get("/desk/12345/knowledge/", **english),
    }[page]()

    parser = Unmarked()
    parser.feed(f'<html lang="en">{answer.content.decode()}' if page == "advice" else answer.content.decode())
    assert parser.found == []
