"""With number and code a resident sees their request and no other, and has their say."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.hotline.actions import Taken, take_request
from luoshi.platforms.hotline.limits import WRONG_CODES
from luoshi.platforms.hotline.tests.factories import COLD, DONE, PLEASED, do
from luoshi.platforms.hotline.tests.test_ask_page import hidden

ADDRESS = "/12345/follow/"
WRONG = "7QXM-2KDA-VN9T"
UNKNOWN = "编号或查询码不对"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def taken(**more: Any) -> Taken:
    return take_request(COLD | {"channel": "web"} | more, by=SYSTEM, at=timezone.now())


def handled(town: Town, **more: Any) -> Taken:
    one, now = taken(**more), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"
    do(town, one.case, "dispatch", "dispatcher", now, unit="transport", limit="ordinary", note="内部：催一下")
    do(town, one.case, "sign", "transport_handler", now)
    do(town, one.case, "contact", "transport_handler", now, reached="yes", said="内部：态度不好")
    return one


def answered(town: Town) -> Taken:
    one = handled(town)
    do(town, one.case, "answer", "transport_head", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}", **DONE)
    return one


def shown(one: Taken) -> dict[str, str]:
    return {"number": one.case.code, "code": one.code}


def say(client: Client, one: Taken, door: str, **said: str) -> Any:
    key = hidden(client.post(ADDRESS, shown(one)), "key")
    return client.post(f"{ADDRESS}{door}/", shown(one) | {"key": key} | said)


def state_of(one: Taken) -> str:
    return Case.objects.get(pk=one.case.pk).state


def test_number_and_code_open_the_request(town: Town, client: Client):
    one = answered(town)

    page = client.post(ADDRESS, shown(one))

    said = page.content.decode()
    assert page.status_code == 200
    assert "已答复待回访" in said
    assert str(DONE["reply"]) in said
    assert "no-store" in page.headers["Cache-Control"]


def test_a_number_is_taken_however_it_is_typed(town: Town, client: Client):
    one = taken()
    typed = {"number": f" {one.case.code.upper()} ", "code": one.code.lower().replace("-", "")}

    assert client.post(ADDRESS, typed).status_code == 200


def test_what_is_internal_or_personal_is_not_shown(town: Town, client: Client):
    one = answered(town)

    said = client.post(ADDRESS, shown(one)).content.decode()

    for inner in ("内部：", str(DONE["done"]), str(COLD["phone"]), str(COLD["name"]), "transport_h"):
        assert inner not in said


def test_a_wrong_pair_tells_nothing_about_what_exists(town: Town, client: Client):
    one, other = taken(), taken(title="另一件")
    pairs = [
        (one.case.code, WRONG),
        ("hotline-2026-9999", WRONG),
        ("hotline-2026-9999", one.code),
        (one.case.code, other.code),
    ]

    answers = [client.post(ADDRESS, {"number": number, "code": code}) for number, code in pairs]

    said = {
        answer.content.decode()
        .replace(number, "")
        .split("<main", 1)[1]
        .replace(hidden(answer, "csrfmiddlewaretoken"), "")
        for answer, (number, _) in zip(answers, pairs, strict=True)
    }
    assert {answer.status_code for answer in answers} == {422}
    assert len(said) == 1
    assert UNKNOWN in said.pop()


@pytest.mark.parametrize("door", ["", "supplement/", "rate/", "reopen/"])
def test_no_address_opens_anything(town: Town, client: Client, door: str):
    one = taken()

    page = client.get(f"{ADDRESS}{door}", shown(one), follow=True)

    assert str(COLD["title"]) not in page.content.decode()


@pytest.mark.parametrize("door", ["supplement", "rate", "reopen"])
def test_without_the_code_nothing_is_done(town: Town, client: Client, door: str):
    one, other = answered(town), taken()
    before = one.case.events.count()

    for code in (WRONG, other.code, ""):
        page = client.post(f"{ADDRESS}{door}/", {"number": one.case.code, "code": code, "reason": "x"})
        assert page.status_code == 422

    assert one.case.events.count() == before


def test_after_too_many_wrong_codes_an_address_is_heard_no_more(town: Town, client: Client):
    one = taken()
    for _ in range(WRONG_CODES.most):
        client.post(ADDRESS, {"number": one.case.code, "code": WRONG})

    assert client.post(ADDRESS, shown(one)).status_code == 429
    assert client.post(f"{ADDRESS}reopen/", shown(one)).status_code == 429
    assert client.post(ADDRESS, shown(one), REMOTE_ADDR="192.0.2.1").status_code == 200


def test_right_codes_are_not_counted(town: Town, client: Client):
    one = taken()

    answers = [client.post(ADDRESS, shown(one)).status_code for _ in range(WRONG_CODES.most + 2)]

    assert set(answers) == {200}


def test_a_supplement_reaches_the_unit_once(town: Town, client: Client):
    one = handled(town)
    form = shown(one) | {"key": hidden(client.post(ADDRESS, shown(one)), "key"), "more": "今天又停了。"}

    page, again = (client.post(f"{ADDRESS}supplement/", form) for _ in range(2))

    assert "补充的内容已记入" in page.content.decode()
    assert again.status_code == 200
    assert one.case.events.filter(action="supplement").count() == 1


def test_who_is_pleased_ends_the_request(town: Town, client: Client):
    one = answered(town)

    page = say(client, one, "rate", solved="yes", satisfied="yes")

    assert page.status_code == 200
    assert state_of(one) == "finished"


def test_displeasure_with_the_unit_sends_it_back(town: Town, client: Client):
    one = answered(town)

    page = say(client, one, "rate", solved="no", satisfied="no", cause="unit", note="还是不热")

    assert page.status_code == 200
    assert state_of(one) == "redo"
    assert "重办中" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"solved": "no", "satisfied": "no"}, "rate_cause_error"),
        ({"solved": "no", "satisfied": "no", "cause": "unit"}, "rate_note_error"),
        ({"satisfied": "yes"}, "rate_solved_error"),
    ],
)
def test_a_rating_that_lacks_something_says_what(
    town: Town, client: Client, said: dict[str, str], where: str
):
    one = answered(town)

    page = say(client, one, "rate", **said)

    assert page.status_code == 422
    assert where in page.content.decode()
    assert state_of(one) == "answered"


def test_a_finished_request_is_taken_up_again_for_a_reason(town: Town, client: Client):
    one = answered(town)
    do(town, one.case, "confirm", "agent", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}", **PLEASED)

    lacking, page = say(client, one, "reopen", reason=""), say(client, one, "reopen", reason="又不热了")

    assert lacking.status_code == 422
    assert page.status_code == 200
    assert state_of(one) == "redo"


def test_what_has_moved_on_is_said_and_shown(town: Town, client: Client):
    one = handled(town)

    page = say(client, one, "rate", solved="yes", satisfied="yes")

    assert page.status_code == 422
    assert "已有新的进展" in page.content.decode()


def test_an_invented_request_says_so(town: Town, client: Client):
    one = take_request(COLD | {"channel": "web"}, by=SYSTEM, at=timezone.now(), simulated=True)

    assert "模拟数据" in client.post(ADDRESS, shown(one)).content.decode()
