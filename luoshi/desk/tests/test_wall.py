"""The wall of the hotline's operators: whose it is, what it shows, and that it can be stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.factories import text_of
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.platforms.hotline.tests.factories import BACK, asked, do, make_hotline, sent
from luoshi.platforms.hotline.wall import MINUTES, wall_at

ADDRESS = "/desk/12345/wall/"
NOW = moment("2026-03-02 12:05")


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    return make_hotline(settings)


def signed(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_wall_is_for_the_hotlines_own_people(town: Town):
    got = {
        name: signed(town, name).get(ADDRESS).status_code
        for name in ("agent", "dispatcher", "arbiter", "office", "transport_head", "deputy")
    }

    assert got == {
        **dict.fromkeys(("agent", "dispatcher", "arbiter"), 200),
        **dict.fromkeys(("office", "transport_head", "deputy"), 403),
    }


def test_it_tells_today_by_ten_minutes_and_what_is_owed(town: Town):
    asked(town, "2026-03-01")
    asked(town, "2026-03-02 09:01", limit="emergency", locality="education")
    case = sent(town, "2026-03-02 10:00")
    do(town, case, "return", "transport_handler", "2026-03-02 11:00", **BACK)

    wall = wall_at(NOW)

    assert wall.today == 2
    assert {slot.begins: slot.requests for slot in wall.slots if slot.requests} == {"09:00": 2}
    assert len(wall.slots) == 12 * 60 // MINUTES + 1
    assert {one.title: one.requests for one in wall.waiting}["退回待改派"] == 1
    owing = {one.title: (one.over, one.soon) for one in wall.owing}
    assert owing["派单"] == (2, 1)  # yesterday's, this morning's, and what came back
    assert [row.code for row in wall.soon] == [case.code]
    assert wall.categories[0].title == "城乡建设"
    assert sum(one.requests for one in wall.districts) == wall.today


def test_it_is_told_anew_until_it_is_paused(town: Town):
    page, paused = (signed(town, "agent").get(ADDRESS, given) for given in ({}, {"paused": "1"}))
    part = signed(town, "agent").get(ADDRESS, headers={"HX-Request": "true"})

    assert 'hx-trigger="every 30s"' in page.content.decode()
    assert "hx-trigger" not in paused.content.decode()
    assert "继续更新" in text_of(paused)
    assert part.content.decode().lstrip().startswith('<div id="wall"')


def test_it_asks_the_same_few_queries_however_much_there_is(town: Town):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            wall_at(NOW)
        return len(asked_for)

    few = queries()
    for number in range(15):
        asked(town, f"2026-03-02 09:{number:02}")
        sent(town, "2026-03-02 10:00")

    assert queries() == few == 5
    assert wall_at(NOW + timedelta(days=1)).today == 0
