"""Whatever the document of Open311 allows is answered as it says, and never with a fault of ours."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks

from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.orgs.limits import Limit
from luoshi.platforms.hotline.actions import issue_key
from luoshi.platforms.hotline.open311.api import api
from luoshi.platforms.hotline.tests.open311.calling import located

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/open311/v2/"), default=str))
schema = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture
def application() -> Any:
    """Serve requests on the test's own connection, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(town: Town, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(Limit, "spent", lambda limit, address: False)
    located(town)
    return issue_key(name="app", contact="dev", valid_from=date(2026, 1, 1)).secret


@schema.parametrize()
@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
def test_anything_that_is_sent_is_answered_as_the_document_says(case: Any, application: Any, secret: str):
    chance = crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "surrogatepass"))
    known = {"service_code": "010402", "service_request_id": "hotline-2026-0001"}
    given = case.path_parameters or {}
    if chance % 2:
        case.path_parameters = {name: known.get(name, value) for name, value in given.items()}
    if case.method == "POST" and isinstance(case.body, dict) and chance % 4:
        case.body = {**case.body, "api_key": secret, "service_code": "010402", "jurisdiction_id": ""}

    response = case.call(app=application, headers={"Accept-Encoding": "identity"})

    case.validate_response(
        response,
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
        ],
    )


def test_nothing_but_bringing_a_request_writes():
    writing = [
        (verb, path)
        for path, verbs in DOCUMENT["paths"].items()
        for verb in verbs
        if verb not in ("get", "head")
    ]

    assert writing == [("post", "/open311/v2/requests.{form}")]
