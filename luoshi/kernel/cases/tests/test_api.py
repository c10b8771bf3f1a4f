"""Who may call the API of cases, and what it tells of types, cases, histories and roots."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.actions import act, take_root
from luoshi.kernel.cases.chain import root
from luoshi.kernel.cases.models import Case, Event, Head, Party, PrivateValue
from luoshi.kernel.cases.tests.calling import BACKEND, PHONE, clients, post, problem
from luoshi.kernel.cases.tests.factories import PROPOSAL, assign, moment, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(town, settings, tmp_path, monkeypatch):
    return clients(town, settings, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "path", ["/api/cases", "/api/cases/x", "/api/cases/x/events", "/api/cases/x/actions"]
)
def test_a_stranger_is_told_to_sign_in(client, path):
    response = client.get(path)

    problem(response, 401, "not-signed-in")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_refused_even_where_a_session_would_do(client, town):
    client.force_login(town.accounts["deputy"], BACKEND)

    problem(client.get("/api/cases", headers={"Authorization": "Bearer no"}), 401, "not-signed-in")


def test_a_session_reads_and_needs_a_csrf_token_to_write(town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["deputy"], BACKEND)

    assert client.get("/api/cases").status_code == 200
    problem(post(client, "/api/cases", {"type": "proposals", "data": PROPOSAL}), 403, "refused")
    assert not Case.objects.exists()


def test_a_session_with_its_csrf_token_writes(town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["deputy"], BACKEND)
    client.cookies["csrftoken"] = "a" * 32

    opened = post(client, "/api/cases", {"type": "proposals", "data": PROPOSAL}, **{"X-CSRFToken": "a" * 32})

    assert opened.status_code == 201


def test_an_account_that_is_switched_off_is_a_stranger(town, call):
    client = call("deputy")
    town.accounts["deputy"].is_active = False
    town.accounts["deputy"].save()

    problem(client.get("/api/cases"), 401, "not-signed-in")


def test_an_account_may_ask_only_so_often_in_a_minute(town, call, settings):
    settings.ENV = settings.ENV.model_copy(update={"api_rate": 2})
    client = call("deputy")

    answers = [client.get("/api/cases").status_code for _ in range(3)]
    refused = client.get("/api/cases")

    assert answers == [200, 200, 429]
    problem(refused, 429, "too-many-requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert call("office").get("/api/cases").status_code == 200


def test_what_one_person_is_told_is_kept_by_no_cache(town, call):
    assert call("deputy").get("/api/cases").headers["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in Client().get("/api/case-types").headers


def test_types_are_public_and_say_under_which_articles_their_clocks_run(client):
    (head,) = [t for t in client.get("/api/case-types").json() if t["key"] == "proposals"]
    declared = client.get("/api/case-types/proposals").json()

    assert declared["rules"] == head["rules"]
    assert declared["states"][0] == {"key": "submitted", "title": "待交办", "turn": ["office"], "end": False}
    assert {clock["law"] for clock in declared["clocks"]} >= {"代表法(2025)第51条"}
    assert [f["private"] for f in declared["opening"]["fields"] if f["key"] == "contact"] == [True]


def test_a_type_nobody_declares_is_not_found(client):
    problem(client.get("/api/case-types/none"), 404, "case-type-unknown")


def test_a_case_comes_with_its_values_deadlines_and_version(town, call):
    case = propose(town)
    assign(town, case, assisting=["transport"])

    response = call("office").get(f"/api/cases/{case.code}")

    found = response.json()
    assert response.headers["ETag"] == '"2"'
    assert found["unit"] == {"code": "education", "name": "education"}
    assert found["opener"] == {"id": town.accounts["deputy"].pk, "name": "deputy"}
    assert (found["state"], found["state_title"], found["version"]) == ("assigned", "办理中", 2)
    assert [unit["code"] for unit in found["assisting"]] == ["transport"]
    assert {deadline["clock"] for deadline in found["deadlines"]} == {"return", "answer", "assisting"}


def test_a_case_that_has_not_moved_need_not_be_sent_again(town, call):
    case, client = propose(town), call("office")

    same = client.get(f"/api/cases/{case.code}", headers={"If-None-Match": 'W/"1"'})
    assign(town, case)
    moved = client.get(f"/api/cases/{case.code}", headers={"If-None-Match": 'W/"1"'})

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", '"1"')
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("part", ["", "/events", "/actions", "/verify"])
def test_a_case_of_others_does_not_exist(town, call, part):
    case = propose(town)

    hidden = call("transport_handler").get(f"/api/cases/{case.code}{part}")
    missing = call("transport_handler").get(f"/api/cases/nothing{part}")

    assert problem(hidden, 404, "not-found") == problem(missing, 404, "not-found")


def test_the_accused_learn_nothing_by_any_address(town, call):
    case = propose(town)
    assign(town, case)
    Party.objects.create(
        case=case,
        part=Party.Part.ACCUSED,
        unit=town.units["education"],
        path=town.units["education"].path,
    )
    client = call("education_head")

    assert client.get("/api/cases").json()["items"] == []
    problem(client.get(f"/api/cases/{case.code}"), 404, "not-found")
    problem(post(client, f"/api/cases/{case.code}/actions/accept"), 404, "not-found")
    problem(post(client, f"/api/cases/{case.code}/actions/none"), 404, "not-found")


def test_private_values_go_in_and_never_come_out(town, call):
    case = propose(town, contact=PHONE)
    client = call("office")
    assert PrivateValue.objects.filter(case=case).exists()

    parts = ["", "/events", "/actions", "/verify"]
    told = [client.get(f"/api/cases/{case.code}{part}").content.decode() for part in parts]

    assert all(PHONE not in text for text in [*told, client.get("/api/cases").content.decode()])
    assert "contact" not in json.loads(told[0])["data"]


@pytest.mark.parametrize(
    ("narrowed", "codes"),
    [
        ({}, [2, 1, 0]),
        ({"type": "proposals"}, [2, 1, 0]),
        ({"type": "none"}, []),
        ({"state": "assigned"}, [1, 0]),
        ({"unit": "transport"}, [1]),
        ({"unit": "siping"}, [2, 1, 0]),
        ({"unit": "nowhere"}, []),
        ({"overdue": "true"}, [0]),
        ({"due_before": "2026-11-03"}, [0]),
        ({"sort": "due"}, [0, 1]),
        ({"q": "操场"}, [2, 0]),
        ({"q": "道路"}, [1]),
    ],
)
def test_a_list_is_narrowed(town, call, narrowed, codes):
    old = propose(town)
    assign(town, old)
    road = propose(town, title="关于道路的建议", body="路面破损。", at="2026-10-28")
    assign(town, road, unit="transport", at="2026-10-29")
    new = propose(town, at="2026-10-30")
    cases = [old.code, road.code, new.code]

    found = call("office").get("/api/cases", narrowed).json()["items"]

    assert [case["code"] for case in found] == [cases[index] for index in codes]


@pytest.mark.parametrize("sort", ["newest", "due"])
def test_a_list_is_walked_page_by_page_and_nothing_is_shown_twice_or_left_out(town, call, sort):
    cases = [propose(town, at=f"2026-03-{day:02}") for day in range(2, 9)]
    for case in cases:
        assign(town, case, at="2026-03-12")
    client = call("office")

    seen, address = [], f"/api/cases?limit=3&sort={sort}&q=操场"
    while address:
        response = client.get(address)
        seen += [case["code"] for case in response.json()["items"]]
        led_on = response.headers.get("Link", "")
        assert bool(led_on) == bool(response.json()["next"])
        address = led_on.removesuffix('>; rel="next"').removeprefix("<")
        if len(seen) == 3:
            propose(town, at="2026-03-20")  # what is opened meanwhile moves no page

    assert sorted(seen) == sorted(case.code for case in cases)


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzFd", "WyJ4Il0", "W10", "W3RydWVd", "WzFlOTk5XQ"])
def test_a_cursor_of_somebody_else_is_refused_in_words(town, call, cursor):
    client = call("office")

    answers = [
        client.get("/api/cases", {"sort": "due", "cursor": cursor}),
        client.get(f"/api/roots?cursor={cursor}"),
    ]

    for answer in answers:
        problem(answer, 422, "cursor-invalid")


def test_a_list_costs_the_same_whatever_its_length(town, call):
    client = call("office")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/api/cases").status_code == 200
        return len(asked)

    propose(town)
    queries()  # the token notes its day
    few = queries()
    for _ in range(6):
        propose(town)

    assert queries() == few


def test_a_case_costs_the_same_however_long_its_history(town, call):
    case, client = propose(town), call("office")
    assign(town, case)

    def queries(part):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/cases/{case.code}{part}").status_code == 200
        return len(asked)

    queries("")
    few = {part: queries(part) for part in ("", "/events", "/actions")}
    for day in range(4, 9):
        act(case, "urge", by=town["monitor"], data={"note": "请抓紧。"}, at=moment(f"2026-03-0{day}"))

    assert {part: queries(part) for part in ("", "/events", "/actions")} == few


def test_events_come_in_pages_as_they_are_hashed_so_that_anyone_can_recompute_the_chain(town, call):
    case, client = propose(town, contact=PHONE), call("office")
    assign(town, case)
    late = moment("2026-03-04") + timedelta(microseconds=123456)
    act(case, "accept", by=town["education_handler"], at=late)

    first = client.get(f"/api/cases/{case.code}/events?limit=2").json()
    rest = client.get(f"/api/cases/{case.code}/events?limit=2&cursor={first['next']}").json()

    events, previous = first["items"] + rest["items"], "0" * 64
    assert [event["title"] for event in events] == ["提出", "交办", "签收"]
    assert rest["next"] is None
    for event in events:
        previous = recipe()(case.code, event, previous)
        assert previous == event["hash"]
    assert client.get(f"/api/cases/{case.code}").json()["head"] == previous


def recipe():
    """Return the function that the documentation gives to whoever wants to recompute a chain."""
    page = (Path(__file__).parents[4] / "docs" / "howto" / "cases-api.md").read_text("utf-8")
    found: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], found)
    return found["hash_of"]


def test_verification_names_the_first_event_that_does_not_fit(town, call):
    case, client = propose(town), call("office")
    assign(town, case)
    sound = client.get(f"/api/cases/{case.code}/verify").json()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # a hand in the database
    Event.objects.filter(case=case, seq=2).update(data={"unit": "finance"})

    broken = client.get(f"/api/cases/{case.code}/verify").json()

    assert sound == {"sound": True, "events": 2, "seq": None, "why": ""}
    assert (broken["sound"], broken["seq"]) == (False, 2)


def test_roots_are_public_and_their_heads_add_up_to_them(client, town):
    first = propose(town)
    take_root(at=moment("2026-03-03"))
    second, third = propose(town), propose(town)
    assign(town, first)
    take_root(at=moment("2026-03-04"))

    roots = client.get("/api/roots").json()["items"]
    heads: dict[str, tuple[str, int, str]] = {}
    for day in sorted(found["day"] for found in roots):
        address = f"/api/roots/{day}?limit=1"
        while address:
            response = client.get(address)
            heads |= {h["code"]: (h["code"], h["seq"], h["hash"]) for h in response.json()["heads"]}
            address = response.headers.get("Link", "").removesuffix('>; rel="next"').removeprefix("<")

    assert [found["day"] for found in roots] == ["2026-03-04", "2026-03-03"]
    assert set(heads) == {first.code, second.code, third.code}
    assert root(heads.values()) == roots[0]["hash"]
    assert Head.objects.count() == 4
    assert "操场" not in response.content.decode()


def test_a_day_without_a_root_is_not_found(client):
    problem(client.get("/api/roots/2020-01-01"), 404, "not-found")
    problem(client.get("/api/roots/yesterday"), 422, "invalid-parameter")
