"""Every role at every operation of the API, by its own document. An operation without an entry fails."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from luoshi.config.api import PUBLIC, api
from luoshi.kernel.cases.actions import act, take_root
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.calling import ANSWER, BACKEND, PDF, clients
from luoshi.kernel.cases.tests.factories import (
    PROPOSAL,
    Town,
    assign,
    moment,
    person,
    propose,
    town_of,
)
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.orgs.actor import ROLES as KNOWN
from luoshi.platforms.prepaid.models import Shop
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop
from luoshi.platforms.prepaid.tests.test_calculator import STORED as REFUND
from luoshi.platforms.prepaid.tests.tills import Caller, bought
from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import make_city

pytestmark = pytest.mark.django_db
NOBODY, STRANGER = "nobody", "stranger"  # an account that holds no post, and one who has not signed in
PEOPLE = {  # who, and with which account: those of the case first, then those it is no matter of
    "proposer": "deputy",
    "handler": "education_handler",
    "head": "education_head",
    "office": "office",
    "supervisor": "monitor",
    "legal": "city_legal",
    "admin": "city_admin",
    "deputy": "colleague",
    "other head": "transport_head",
    "registrar": "transport_registrar",
    "agent": "hotline_agent",
    "dispatcher": "hotline_dispatcher",
    "arbiter": "hotline_arbiter",
    "discipline": "hotline_discipline",
    "projects": "city_projects",
    "investment": "city_investment",
    NOBODY: NOBODY,
}
TILL, MANAGER, OTHER = "till", "manager", "manager of another merchant"
KEYS = (TILL, MANAGER, OTHER)  # of shops; they stand for nobody, and people's tokens open no shop
ROLES = (*PEOPLE, *KEYS, STRANGER)
SEEING = ("proposer", "handler", "head", "office", "supervisor", "legal", "admin")
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
NAMES = {
    api.get_openapi_operation_id(operation): operation.view_func.__name__
    for router in api._get_bound_routers()
    for view in router.path_operations.values()
    for operation in view.operations
}
OPERATIONS = {
    NAMES[operation["operationId"]]: (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def only(*roles: str, status: int = 200, others: int = 403) -> dict[str, int]:
    """What each role is answered: the status for those named, else the other; a stranger is unknown."""
    people = {role: status if role in roles else others for role in PEOPLE}
    return people | dict.fromkeys((*KEYS, STRANGER), 401)


def of_a_shop(till: int, manager: int, other: int) -> dict[str, int]:
    """What the keys of shops are answered; whoever has none is unknown."""
    return dict.fromkeys(ROLES, 401) | {TILL: till, MANAGER: manager, OTHER: other}


ANYONE = dict.fromkeys(ROLES, 200)
SIGNED_IN = only(*PEOPLE)
OF_THE_CASE = only(*SEEING, others=404)  # whoever may not see it is not told that it is there
TABLE = {
    "list_reports": ANYONE,
    "get_reading": ANYONE,
    "list_figures": ANYONE,
    "list_commitments": ANYONE,
    "list_lights": ANYONE,
    "get_commitment": ANYONE,
    "list_case_types": ANYONE,
    "get_case_type": ANYONE,
    "list_cases": SIGNED_IN,
    "open_one": only("proposer", "deputy", status=201),
    "get_case": OF_THE_CASE,
    "list_events": OF_THE_CASE,
    "list_actions": OF_THE_CASE,
    "take_action": OF_THE_CASE | only("proposer") | dict.fromkeys(set(PEOPLE) - set(SEEING), 404),
    "get_evidence": OF_THE_CASE,
    "verify_case": OF_THE_CASE,
    "list_roots": ANYONE,
    "get_root": ANYONE,
    **dict.fromkeys(("open_card", "get_statement", "reckon_refund"), ANYONE),
    "look_at_card": of_a_shop(200, 200, 404),
    "redeem_card": of_a_shop(200, 200, 404),
    "get_use": of_a_shop(200, 200, 404),
    "undo_use": of_a_shop(200, 200, 404),
    "list_kinds": of_a_shop(200, 200, 200),
    "sell_card": of_a_shop(403, 201, 404),
    "get_contract": of_a_shop(403, 200, 404),
    "send_queue": of_a_shop(200, 200, 200),
    "get_shop_day": of_a_shop(403, 200, 200),
}
BODIES = {  # what is sent: a good call, so that nothing but the role stands against it
    "open_one": {"type": "proposals", "data": PROPOSAL},
    "take_action": {"data": {"rating": "satisfied"}},
}
OF_HOLDERS = {"open_card", "get_statement", "reckon_refund"}
OF_SHOPS = {"look_at_card", "redeem_card", "undo_use", "sell_card", "send_queue"}


@pytest.fixture
def town(settings):
    return everybody(settings.CITY.folder)


@kept
def everybody(folder: Path) -> Town:
    """The town with somebody for each role of the table."""
    found = town_of(folder)
    city, transport = found.units["siping"], found.units["transport"]
    found.accounts["city_legal"] = person("city_legal", city, "legal")
    found.accounts["city_admin"] = person("city_admin", city, "admin")
    found.accounts["transport_registrar"] = person("transport_registrar", transport, "registrar")
    for role in ("projects", "investment"):
        found.accounts[f"city_{role}"] = person(f"city_{role}", transport, role)
    for role in ("agent", "dispatcher", "arbiter", "discipline"):
        found.accounts[f"hotline_{role}"] = person(f"hotline_{role}", transport, role)
    found.accounts[NOBODY] = type(found.accounts["office"]).objects.create(username=NOBODY)
    return found


@pytest.fixture
def callers(town, settings, tmp_path, monkeypatch):
    """Return a client of each role, by token, on a day that stays the same."""
    client_of = clients(town, settings, tmp_path, monkeypatch, api_rate=10**9)
    return {role: client_of(account) for role, account in PEOPLE.items()} | {STRANGER: Client()}


@pytest.fixture
def shop(callers, monkeypatch) -> Shop:
    """Give a shop with its keys, which join the callers, and another merchant's. Nobody tries too often."""
    monkeypatch.setattr("luoshi.kernel.orgs.limits.Limit.spent", lambda *_: False)
    found = make_shop()
    callers[TILL], callers[MANAGER] = Caller(found).client, Caller(found, role="manager").client
    callers[OTHER] = Caller(make_shop(), role="manager").client
    return found


@pytest.fixture
def values(town, callers, shop):
    """Return what the parameters of addresses name: a proposal that may be rated, a card that was used."""
    make_city()
    case = propose(town)
    assign(town, case)
    file = evidence_store().put(io.BytesIO(PDF), name="答复.pdf", limit=10_000, kind="答复件")
    act(case, "answer", by=town["education_head"], data=ANSWER, evidence=[file], at=moment("2026-03-10"))
    take_root(at=moment("2026-03-11"))
    sold = bought(make_kind(shop))
    Caller(shop).use(sold.code, value=1_000)
    return {
        "<card>": sold.code,
        "<kind>": sold.contract.kind.code,
        "{key}/undo": "t1:1/undo",
        "/uses/{key}": "/uses/t1:1",
        "{number}": sold.contract.number,
        "/reports/{slug}": f"/reports/{home_slug()}",
        "/commitments/{code}": "/commitments/2026-002",
        "{key}": "proposals",
        "{code}": case.code,
        "{action}": "rate",
        "{sha256}": file.sha256,
        "{day}": "2026-03-11",
    }


def shop_body(name: str, values: dict[str, str]) -> dict[str, Any]:
    """Return a good call of a till."""
    buyer = {"name": "示例居民", "phone": "13900000000"}
    bodies: dict[str, dict[str, Any]] = {
        **{key: {"code": values["<card>"]} for key in ("look_at_card", "open_card", "get_statement")},
        "reckon_refund": REFUND,
        "redeem_card": {"code": values["<card>"], "value": 1},
        "undo_use": {},
        "sell_card": {"kind": values["<kind>"], "buyer": buyer},
        "send_queue": {"messages": []},
    }
    return bodies[name]


def answer_of(client: Client, name: str, values: dict[str, str]) -> int:
    """Return the status the call is answered with; whatever it wrote is taken back."""
    method, address = OPERATIONS[name]
    for part, value in values.items():
        address = address.replace(part, value)
    assert "{" not in address
    more: dict[str, Any] = {}
    if method != "GET":
        body = BODIES[name] if name in BODIES else shop_body(name, values)
        more = {"data": json.dumps(body), "content_type": "application/json"}
        more["headers"] = {"Idempotency-Key": "t1:2"} if name in OF_SHOPS else {}
    with transaction.atomic():
        answer = client.generic(method, address, **more)
        transaction.set_rollback(True)
    answer.getvalue()  # a file is closed when it has been read
    return answer.status_code


def test_every_operation_of_the_document_is_in_the_table():
    assert set(OPERATIONS) == set(TABLE)
    told = {name for name, (method, _) in OPERATIONS.items() if method != "GET"}
    assert told == set(BODIES) | OF_SHOPS | OF_HOLDERS


def test_every_role_a_post_may_have_is_at_the_table(town):
    played = {role for name in PEOPLE.values() for role in town[name].roles}

    assert played == set(KNOWN)


def test_a_stranger_is_answered_only_where_an_operation_is_named_as_public():
    assert {name for name, row in TABLE.items() if row[STRANGER] == 200} == PUBLIC


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_role_is_answered_as_the_table_says(callers, values, name):
    got = {role: answer_of(callers[role], name, values) for role in ROLES}

    assert got == TABLE[name]


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in PUBLIC])
def test_an_account_that_was_switched_off_is_a_stranger_everywhere(town, callers, values, name):
    town.accounts["office"].is_active = False
    town.accounts["office"].save()

    assert answer_of(callers["office"], name, values) == 401


@pytest.mark.parametrize("name", BODIES)
def test_nothing_is_written_in_a_session_without_a_token_of_the_page(town, values, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["deputy"], BACKEND)

    assert answer_of(client, name, values) == 403
