"""Anyone reads what was asked and answered, and speaks in a round from a phone, once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment, organisation
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.actions import draw_survey, evaluate_topic, raise_topic, record_answer
from luoshi.platforms.hotline.limits import SPEAKING
from luoshi.platforms.hotline.models import Opinion
from luoshi.platforms.hotline.tests.factories import WHY, asked, do
from luoshi.platforms.hotline.tests.topics.told import LAMPS, a_round, a_topic, delivered, phoned, said
from luoshi.portal.tests.factories import make_report
from luoshi.portal.tests.test_english import Unmarked
from luoshi.portal.tests.test_safety import INLINE

NOW = moment("2026-03-10")
ROUND = "/12345/rounds/2026-spring/"
LIST, ONE, FORM = (
    6,
    10,
    8,
)  # questions at most; a page of one asks for its steps, survey, round and what is behind


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def judged(town: Town, *answers: str, persons: int = 6) -> Case:
    case = delivered(town, a_topic(town, persons=persons))
    survey = draw_survey(case, size=len(answers), by=town["discipline"], at=moment("2026-09-21"))
    for row, one in zip(survey.sample.all(), answers, strict=True):
        record_answer(row, one, by=town["discipline"], at=moment("2026-09-21"))
    evaluate_topic(case, by=town["discipline"], at=moment("2026-09-22"))
    case.refresh_from_db()
    return case


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def key_on(page: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def spoken(client: Client, text: str = LAMPS[0], **more: str) -> Any:
    key = more.pop("key", None) or key_on(client.get(ROUND))
    return client.post(ROUND, {"text": text, "key": key} | more)


def test_a_question_tells_what_was_asked_answered_watched_and_judged(town: Town, client: Client):
    case = judged(town, "pleased", "pleased", "pleased", "none")

    told = text_of(client.get(f"/12345/topics/{case.code}/"))

    for words in (
        "英雄路多处路灯不亮。",
        "transport",
        "九月底前更换三条街的路灯",
        "2026-09-30",
        "三条街都亮了",
    ):
        assert words in told
    assert "3 / 3 人满意（100.0%）" in told
    assert "抽样 4 人，应答率 75.0%" in told
    assert "应答的人少" in told
    assert "6 人里抽 4 人" in told
    assert case.data["seed"] in told
    assert "1390000" not in told


def test_what_the_discipline_office_found_is_public_and_what_it_weighed_is_not(town: Town, client: Client):
    case = a_topic(town)
    do(town, case, "watch", "discipline", "2026-03-04", finding="现场核对属实")

    assert "现场核对属实" in text_of(client.get(f"/12345/topics/{case.code}/"))
    do(town, case, "drop", "dispatcher", "2026-03-05", **WHY)
    assert client.get(f"/12345/topics/{case.code}/").status_code == 404
    assert case.title not in text_of(client.get("/12345/topics/"))


def test_a_request_is_no_public_question(town: Town, client: Client):
    assert client.get(f"/12345/topics/{asked(town).code}/").status_code == 404


def test_the_list_is_narrowed_by_state_and_unit(town: Town, client: Client):
    case = judged(town, "not", "not")
    other = raise_topic(
        [said(a_round(town), "河水发黑", 70).pk],
        title="河水何时清",
        question="河水发黑",
        by=town["dispatcher"],
        at=moment("2026-03-06"),
    )

    closed, raised = (text_of(client.get("/12345/topics/", {"state": s})) for s in ("closed", "raised"))
    led = text_of(client.get("/12345/topics/", {"unit": "transport"}))

    assert (case.title in closed, other.title in closed) == (True, False)
    assert (case.title in raised, other.title in raised) == (False, True)
    assert (case.title in led, other.title in led) == (True, False)
    assert "0 / 2 人满意（0.0%）" in closed
    assert "群众不满意" in closed
    assert case.title in text_of(client.get("/12345/topics/", {"state": "nonsense"}))


def test_somebody_speaks_from_a_phone_and_a_form_sent_twice_is_one_opinion(town: Town, client: Client):
    a_round(town)
    key = key_on(client.get(ROUND))

    first = spoken(client, key=key, phone="139-0000-0001")
    again = spoken(client, key=key, phone="139-0000-0001")

    assert (first.status_code, again.status_code) == (200, 200)
    assert "已收到您的意见" in text_of(first)
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.channel) == (LAMPS[0], Opinion.Channel.PAGE)
    assert key not in str(Opinion.objects.values())
    other = spoken(client, LAMPS[1], key=key)
    assert other.status_code == 422
    assert "已经提交过" in text_of(other)


def test_who_scanned_the_poster_is_counted_as_such(town: Town, client: Client):
    a_round(town)
    page = client.get(ROUND, {"from": "scan"})
    assert '<input type="hidden" name="channel" value="scan"' in page.content.decode()

    spoken(client, channel="scan")
    spoken(client, LAMPS[1], channel="visit")

    assert sorted(Opinion.objects.values_list("channel", flat=True)) == ["page", "scan"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "灯"}, "4"),
        ({"phone": "12"}, "电话号码不对"),
        ({"place": "nowhere"}, "nowhere"),
        ({"key": "forged"}, "放得太久"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(town: Town, client: Client, wrong: Any, words: str):
    a_round(town)

    answer = spoken(client, **({"text": LAMPS[0], "key": key_on(client.get(ROUND))} | wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((date(2026, 4, 1), date(2026, 4, 9)), "还没有开始"),
        ((date(2026, 1, 1), date(2026, 2, 1)), "已经结束"),
    ],
)
def test_a_round_that_is_not_open_takes_nothing(town: Town, client: Client, days: Any, words: str):
    row = a_round(town)
    key = key_on(client.get(ROUND))
    type(row).objects.update(opens_on=days[0], closes_on=days[1])

    page, answer = client.get(ROUND), spoken(client, key=key)

    assert words in text_of(page)
    assert "<textarea" not in page.content.decode()
    assert answer.status_code == 422
    assert not Opinion.objects.exists()


def test_an_address_that_speaks_too_often_is_told_when_to_come_again(town: Town, client: Client):
    a_round(town)
    key = key_on(client.get(ROUND))

    answers = [spoken(client, key=key).status_code for _ in range(SPEAKING.most + 1)]

    assert (answers[-2], answers[-1]) == (200, 429)


def test_a_round_tells_what_became_of_all_that_was_said(town: Town, client: Client):
    case = a_topic(town)

    told = text_of(client.get(ROUND))

    assert "收到 3" in told
    assert "列入题目 3" in told
    assert case.title in told
    assert LAMPS[0] not in told


def test_nothing_in_an_address_a_cookie_or_a_cache_tells_who_spoke(town: Town, client: Client):
    a_round(town)

    answer = spoken(client)

    assert "no-store" in answer.headers["Cache-Control"]
    assert set(client.cookies) <= {"csrftoken"}
    assert "Location" not in answer.headers
    assert Client(enforce_csrf_checks=True).post(ROUND, {"text": LAMPS[0]}).status_code == 403
    assert client.get("/12345/rounds/none/").status_code == 404


@pytest.mark.parametrize("address", ["/12345/topics/", "one", ROUND])
def test_pages_are_english_without_scripts_and_mark_every_chinese_word(
    town: Town, client: Client, address: str
):
    case = judged(town, "pleased", "none")
    page = client.get(
        address.replace("one", f"/12345/topics/{case.code}/"), HTTP_ACCEPT_LANGUAGE="en"
    ).content.decode()

    parser = Unmarked()
    parser.feed(page)
    assert parser.found == []
    assert not INLINE.search(page)


def test_what_is_wrong_and_what_is_taken_is_said_in_english_too(town: Town, client: Client):
    a_round(town)
    key = key_on(client.get(ROUND))
    forms: tuple[dict[str, str], ...] = ({}, {"text": LAMPS[0], "key": key}, {"text": LAMPS[1], "key": key})

    for form in forms:
        parser = Unmarked()
        parser.feed(client.post(ROUND, form, HTTP_ACCEPT_LANGUAGE="en").content.decode())
        found = [words for words in parser.found if words not in LAMPS]  # what was typed stays as it was
        assert found == []


@pytest.mark.parametrize(("address", "most"), [("/12345/topics/", LIST), ("one", ONE), (ROUND, FORM)])
def test_the_number_of_questions_does_not_grow(town: Town, client: Client, address: str, most: int):
    make_report("siping-2026")
    case = judged(town, "pleased", "none")
    address = address.replace("one", f"/12345/topics/{case.code}/")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    row = a_round(town)
    for number in range(20):
        organisation(f"district-{number}", parent=town.units["siping"], kind=Kind.DISTRICT)
        opinion = said(row, f"第{number}件事没人管", 200 + number, phone=phoned(200 + number))
        raise_topic(
            [opinion.pk], title=f"题目{number}", question="问", by=town["dispatcher"], at=moment("2026-03-06")
        )
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= most
