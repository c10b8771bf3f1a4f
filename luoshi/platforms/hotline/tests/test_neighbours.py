"""What others asked of the same matter in the same place: published, finished, and naming nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.kernel.cases.tests.factories import moment, organisation
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.actions import Entry, add_knowledge
from luoshi.platforms.hotline.limits import LOOKING
from luoshi.platforms.hotline.tests.factories import DONE, PLEASED, do, handled

DOOR = "/12345/neighbours/"
HERE = {"category": "010101", "locality": "tiexi"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-03-10"))


@pytest.fixture
def town(town):
    district = organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    district.region = "220302"
    district.save()
    return town


def published(town, reply=DONE["reply"], **more):
    data: dict[str, Any] = {"locality": "tiexi", "public": True} | more
    case = handled(town, **data)
    do(town, case, "answer", "transport_head", "2026-03-03", **(DONE | {"reply": reply}))
    do(town, case, "confirm", "agent", "2026-03-04", **PLEASED)
    return case


def told(client, **more):
    answer = client.post(DOOR, {"title": "暖气不热", "content": "冷"} | HERE | more)
    return answer.content.decode()


def test_a_published_finished_request_is_told_with_its_answer(town, client):
    published(town)

    said = told(client)

    assert "家里暖气不热" in said
    assert DONE["reply"] in said
    assert DONE["done"] not in said
    assert "13900001111" not in said
    assert "王某" not in said


@pytest.mark.parametrize(
    "more",
    [
        {"public": False},
        {"confidential": True},
        {"locality": "education"},
        {"category": "010102"},
        {"accused": ["education"]},
        {"title": "请回电13900002222，暖气不热"},
        {"reply": "已与3栋2单元501室住户联系。"},
    ],
)
def test_what_is_not_public_or_could_name_somebody_is_not_told(town, client, more):
    published(town, **more)

    assert "邻居问过的" not in told(client)


def test_an_unfinished_request_is_not_told(town, client):
    handled(town, locality="tiexi", public=True)

    assert "邻居问过的" not in told(client)


def test_what_is_known_is_told_before_it_is_asked(town, client):
    entry = Entry(
        question="暖气不热室温多少达标",
        answer="请供热单位上门测温。",
        category="010101",
        owner="transport",
        valid_from=date(2026, 1, 1),
    )
    add_knowledge(entry, by=town["dispatcher"], at=moment("2026-03-01"))

    said = told(client)

    assert "请供热单位上门测温。" in said
    assert "请供热单位上门测温。" in client.get(DOOR, HERE).content.decode()


def test_without_scripts_it_is_a_page_of_its_own(town, client):
    published(town)

    page = client.get(DOOR, HERE).content.decode()

    assert "家里暖气不热" in page
    assert "还没有公开的" in client.get(DOOR, HERE | {"category": "010103"}).content.decode()
    assert client.get(DOOR).status_code == 200
    assert f'href="{DOOR}"' in client.get("/12345/ask/").content.decode()


def test_as_much_is_asked_for_many_requests_as_for_few(town, client):
    def queries(many):
        for number in range(many):
            published(town, phone=f"1390000{number:04d}")
        with CaptureQueriesContext(connection) as asked_for:
            told(client)
        return len(asked_for)

    assert queries(1) == queries(5) <= 8


def test_who_looks_too_often_is_asked_to_wait(town, client):
    for _ in range(LOOKING.most):
        LOOKING.count("127.0.0.1")

    assert client.post(DOOR, HERE).status_code == 429
