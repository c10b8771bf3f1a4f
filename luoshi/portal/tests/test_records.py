"""Public pages of matters: what is published shows, nothing else does, and anyone can check a root."""

from __future__ import annotations

import hashlib

import pytest

from luoshi.kernel.cases.actions import act, take_root
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.portal.tests.factories import make_city

pytestmark = pytest.mark.django_db
LETTER = StoredFile("ab" * 32, "答复.pdf", "application/pdf", 10, "答复件")


@pytest.fixture
def town(settings):
    make_city()
    return make_town(settings)


def answered(town, **more):
    case = propose(town, **more)
    assign(town, case)
    data = {"result": "A", "reply": "操场已经修好。", "talked_on": "2026-04-01"}
    act(case, "answer", by=town["education_head"], data=data, evidence=[LETTER], at=moment("2026-04-02"))
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-04-05"))
    return case


def published(town, **more):
    case = answered(town, **more)
    act(case, "publish", by=town["office"], data={"published": True}, at=moment("2026-04-06"))
    return case


def test_a_published_answer_shows_its_steps_and_no_personal_data(client, town):
    case = published(town, contact="13900001111", cosigners=[town.accounts["colleague"].pk])

    page = client.get(f"/proposals/{case.code}/").content.decode()

    assert "操场已经修好。" in page
    assert "已经解决" in page
    assert "2026-04-02" in page
    assert "13900001111" not in page
    assert "deputy" not in page
    assert "colleague" not in page


def test_what_is_not_published_is_not_there(client, town):
    case = answered(town)

    assert client.get(f"/proposals/{case.code}/").status_code == 404
    assert case.title not in client.get("/proposals/").content.decode()


def test_the_rates_of_a_year_stand_side_by_side_with_their_denominators(client, town):
    published(town)
    assign(town, propose(town))

    page = client.get("/proposals/").content.decode()

    assert "50.0%" in page
    assert "1 / 2" in page
    assert "解决率" in page


def test_before_there_are_any_the_page_says_how_they_get_here(client, town):
    assert "还没有建议提案" in client.get("/proposals/").content.decode()


@pytest.mark.parametrize("year", ["", "1999", "二〇二六", "99999", "-1"])
def test_an_odd_year_breaks_nothing(client, town, year):
    published(town)

    assert client.get("/proposals/", {"year": year}).status_code == 200


def test_the_hash_of_the_list_of_a_day_is_its_root(client, town):
    published(town)
    assign(town, propose(town))

    root = take_root(at=moment("2026-04-07"))

    lines = client.get("/roots/2026-04-07.txt").content
    assert lines.count(b"\n") == 2
    assert hashlib.sha256(lines).hexdigest() == root.hash
    assert root.hash in client.get("/roots/").content.decode()


@pytest.mark.parametrize("day", ["2026-04-08", "2026-13-01", "heute"])
def test_a_day_without_a_root_has_no_list(client, town, day):
    assert client.get(f"/roots/{day}.txt").status_code == 404


def test_simulated_matters_say_so(client, town):
    published(town)
    assert "模拟数据" not in client.get("/proposals/").content.decode()
