"""The whole API: who may call what, and that whatever is sent is answered as its document says."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from luoshi.config.api import PUBLIC, api
from luoshi.kernel.cases.actions import take_root
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.calling import BACKEND, clients
from luoshi.kernel.cases.tests.factories import PROPOSAL, assign, make_town, moment, propose
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop
from luoshi.platforms.prepaid.tests.test_calculator import STORED as REFUND
from luoshi.platforms.prepaid.tests.tills import Caller, bought

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
ACTIONS = [action.key for action in case_types()["proposals"].actions]
FIELDS = sorted({field.key for action in case_types()["proposals"].acts for field in action.form})
ANY = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
schema = schemathesis.openapi.from_dict(DOCUMENT)


def operations():
    return [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]


def test_every_operation_asks_who_calls_unless_it_is_named_as_public():
    names = {operation.view_func.__name__ for operation in operations()}
    open_to_all = {op.view_func.__name__ for op in operations() if not op.auth_callbacks}

    assert open_to_all == PUBLIC
    assert names >= PUBLIC


# They only read: what is asked stands in no address, as it opens a card or tells of somebody.
ASKING = {"open_card", "get_statement", "reckon_refund"}


def test_no_operation_that_writes_is_public():
    public = [op for op in operations() if op.view_func.__name__ in PUBLIC - ASKING]
    assert not [op for op in public if set(op.methods) != {"GET"}]


@pytest.fixture
def town(db, settings):
    return make_town(settings)


@pytest.fixture
def call(town, settings, tmp_path, monkeypatch):
    return clients(town, settings, tmp_path, monkeypatch, api_rate=10**9)


@pytest.fixture
def bearer(call):
    return call("office").defaults["HTTP_AUTHORIZATION"]


@pytest.fixture
def matter(town):
    found = propose(town)
    assign(town, found)
    take_root(at=moment("2026-03-04"))
    return found


@pytest.fixture
def shop(monkeypatch, call):
    """Give a shop's key, and what may be named in calls: a card that was used once, its contract and kind."""
    monkeypatch.setattr("luoshi.kernel.orgs.limits.Limit.spent", lambda *_: False)
    found = make_shop()
    sold = bought(make_kind(found))
    at = moment("2026-10-30")
    redeem(sold.contract.card, key=f"prepaid:redeem:{found.code}:t1:1", at=at, known_at=at, value=1_000)
    names = {"code": sold.code, "card": sold.code, "kind": sold.contract.kind.code}
    return names | {"contract": sold.contract.number, "key": Caller(found, role="manager").secret}


@pytest.fixture
def application():
    """Serve requests on the test's own connection, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.include(path_regex="^/api/(case|root)").parametrize()
@ANY
def test_any_call_of_somebody_signed_in_is_answered_as_the_document_says(case, application, bearer, matter):
    chance = crc32(repr((case.path_parameters, case.body)).encode("utf-8", "surrogatepass"))
    known = {"code": matter.code, "action": ACTIONS[chance % len(ACTIONS)], "key": "proposals"}
    known["day"] = "2026-03-04"
    if chance % 4:  # mostly something that exists
        given = case.path_parameters or {}
        case.path_parameters = {name: known.get(name, value) for name, value in given.items()}

    response = case.call(app=application, headers={"Accept-Encoding": "identity", "Authorization": bearer})

    case.validate_response(
        response,
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ],
    )


@schema.include(path_regex="^/api/prepaid/holder").parametrize()
@ANY
def test_any_call_of_a_holder_is_answered_as_the_document_says(case, application, call, shop):
    if isinstance(case.body, dict) and crc32(repr(case.body).encode("utf-8", "surrogatepass")) % 2:
        case.body |= {"code": shop["code"]} if "code" in case.body else REFUND

    response = case.call(app=application, headers={"Accept-Encoding": "identity"})

    case.validate_response(
        response,
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ],
    )


@schema.include(path_regex="^/api/prepaid/till").parametrize()
@ANY
def test_any_call_of_a_shop_is_answered_as_the_document_says(case, application, call, shop):
    known = {"key": "t1:1", "number": shop["contract"], "day": "2026-10-30"}
    if crc32(repr((case.path_parameters, case.body)).encode("utf-8", "surrogatepass")) % 4:
        given = case.path_parameters or {}
        case.path_parameters = {name: known.get(name, value) for name, value in given.items()}
        if isinstance(case.body, dict):
            case.body |= {name: shop[name] for name in ("code", "kind", "card") if name in case.body}

    response = case.call(
        app=application, headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {shop['key']}"}
    )

    case.validate_response(
        response,
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ],
    )


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(max_size=20)
    | st.sampled_from(
        ["education", "A", "B", "1e999999", "9999-12-31", "2026-12-01", "ordinary", "是", "deputy"]
    )
    | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)

GOOD: dict[str, dict[str, Any]] = {
    "": {"type": "proposals", "data": PROPOSAL},
    "assign": {"data": {"unit": "education", "breadth": "ordinary"}},
    "return": {"data": {"reason": "不属职责", "fitting": "transport"}},
    "assist": {"data": {"opinion": "同意。"}},
    "extend": {"data": {"reason": "情况复杂"}},
    "urge": {"data": {"note": "请抓紧。"}},
    "answer": {"data": {"result": "A", "reply": "已修缮。", "talked_on": "2026-03-05"}},
}


@given(
    more=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), VALUES, max_size=2),
    action=st.sampled_from([*ACTIONS, *GOOD]),
    who=st.sampled_from(["office", "deputy", "education_handler", "education_head", "monitor"]),
    headers=st.fixed_dictionaries(
        {},
        optional={
            "Idempotency-Key": st.sampled_from(["k1", "k2", "", "k" * 61, "钥"]),
            "If-Match": st.sampled_from(['"1"', '"2"', "*", "W/", '"', "junk"]),
        },
    ),
)
@settings(ANY, max_examples=120)
def test_any_values_for_any_action_by_anyone_meet_no_fault_and_leave_the_chain_sound(
    town, call, matter, more, action, who, headers
):
    client = Client()
    client.force_login(town.accounts[who], BACKEND)
    path = f"/api/cases/{matter.code}/actions/{action}" if action else "/api/cases"
    good = GOOD.get(action, {"data": {}})
    body = good | {"data": good["data"] | more}

    response = client.post(path, json.dumps(body), content_type="application/json", headers=headers)

    assert response.status_code < 500
    assert verify(Case.objects.get(pk=matter.pk)).sound
