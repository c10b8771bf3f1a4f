"""A sample is drawn at the desk, asked one by one, and closes the question; never by who answers for it."""

from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import person
from luoshi.platforms.hotline.models import Survey
from luoshi.platforms.hotline.tests.factories import make_hotline
from luoshi.platforms.hotline.tests.topics.told import a_topic, delivered, phoned
from luoshi.portal.tests.test_english import Unmarked

MORE = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def town(db, settings):
    return make_hotline(settings)


@pytest.fixture
def topic(town) -> Case:
    return delivered(town, a_topic(town, persons=5))


def at(topic: Case, *more: object) -> str:
    return "/".join(["/desk/12345/surveys", topic.code, *map(str, more), ""])


def test_the_sample_is_drawn_asked_and_closes_the_question(town, sign_in, topic):
    client = sign_in("discipline")
    assert "留有电话的征集意见 5 人" in text_of(client.get(at(topic)))

    client.post(at(topic), {"do": "draw", "size": "3"})
    for place, said in enumerate(("pleased", "none", "not"), start=1):
        assert client.post(at(topic, place), {"answer": said}).status_code == 303
    told = text_of(client.get(at(topic)))
    closed = client.post(at(topic), {"do": "evaluate"})

    survey = Survey.objects.get()
    for words in (
        "5 人里抽 3 人",
        survey.seed,
        survey.listed,
        "抽样 3 人，应答 2 人，满意 1 人",
        "应答的人少",
    ):
        assert words in told
    assert all(member in told for member in survey.members)
    assert phoned(1) not in told
    assert closed.status_code == 303
    topic.refresh_from_db()
    assert (topic.state, topic.data["judged"], topic.data["responded"]) == ("closed", "unmet", 2)
    assert 'name="answer"' not in client.get(at(topic)).content.decode()


def test_it_is_not_closed_before_everybody_was_asked_and_somebody_answered(town, sign_in, topic):
    client = sign_in("discipline")
    client.post(at(topic), {"do": "draw", "size": "2"})

    early = client.post(at(topic), {"do": "evaluate"})
    for place in (1, 2):
        client.post(at(topic, place), {"answer": "none"})
    silent = client.post(at(topic), {"do": "evaluate"})

    assert early.status_code in (403, 409, 422)
    assert silent.status_code in (403, 409, 422)
    assert "没有一个人应答" in text_of(client.get(at(topic)))
    topic.refresh_from_db()
    assert topic.state == "delivered"


@pytest.mark.parametrize("who", ["transport_head", "insider", "agent"])
def test_who_answers_and_who_has_no_part_in_it_sees_no_sample(town, sign_in, topic, who: str):
    town.accounts["insider"] = person("insider", town.units["transport"], "dispatcher", "discipline")
    sign_in("discipline").post(at(topic), {"do": "draw", "size": "2"})
    client = sign_in(who)

    answers = [
        client.get(at(topic)),
        client.post(at(topic), {"do": "draw", "size": "1"}),
        client.post(at(topic, 1), {"answer": "pleased"}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert "opinion:" not in text_of(answers[0])


@pytest.mark.parametrize("size", ["0", "", "-1", "many", "99999999"])
def test_a_size_that_is_none_draws_nobody(town, sign_in, topic, size: str):
    assert sign_in("discipline").post(at(topic), {"do": "draw", "size": size}).status_code == 422
    assert not Survey.objects.exists()


def test_what_was_not_drawn_or_is_no_question_is_not_found(town, sign_in, topic):
    client = sign_in("discipline")

    assert client.post(at(topic, 1), {"answer": "pleased"}).status_code == 404
    assert client.get("/desk/12345/surveys/topic-0/").status_code == 404


def test_a_case_that_waits_for_its_verdict_leads_to_its_sample(town, sign_in, topic):
    assert at(topic) in sign_in("discipline").get(f"/desk/cases/{topic.code}/").content.decode()
    assert at(topic) not in sign_in("transport_head").get(f"/desk/cases/{topic.code}/").content.decode()


def test_the_page_is_english_at_every_step(town, sign_in, topic):
    client = sign_in("discipline")
    pages = [client.get(at(topic), **MORE)]
    client.post(at(topic), {"do": "draw", "size": "2"}, **MORE)
    pages.append(client.get(at(topic), **MORE))
    for place in (1, 2):
        client.post(at(topic, place), {"answer": "pleased"})
    pages.append(client.get(at(topic), **MORE))

    for page in pages:
        parser = Unmarked()
        parser.feed(page.content.decode())
        assert parser.found == []
        assert not INLINE.search(page.content.decode())
