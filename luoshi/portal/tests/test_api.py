"""What programs are told: pages of lists, whole readings, and errors that explain themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks

from luoshi.config.api import api
from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import HEAD, make_city, make_report, promise_school

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).with_name("openapi.json")
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))


def test_a_list_comes_in_pages(client):
    report = make_city(schools=5)
    for number in range(2, 6):
        promise_school(report, number)

    page = client.get("/api/commitments?limit=2&offset=2").json()

    assert page["count"] == 8
    assert [item["code"] for item in page["items"]] == ["2026-003", "2026-004"]


def test_a_commitment_comes_with_its_target_its_history_and_the_text_it_counts_in(client):
    report = make_city()

    found = client.get("/api/commitments/2026-002").json()

    assert report.current is not None
    assert found["sha256"] == report.current.sha256
    assert report.current.text[found["start"] : found["end"]] == found["quote"]
    assert found["targets"][0]["value"] == 15000
    assert found["revisions"][0]["action"] == "adopted"
    assert found["checks"][0]["message"] == "今年的目标低于去年的结果。"


def test_commitments_are_narrowed_as_on_the_page(client):
    make_city()

    found = client.get("/api/commitments", {"q": "剧院", "kind": "milestone"}).json()

    assert [item["code"] for item in found["items"]] == ["2026-003"]


def test_figures_of_all_reports_are_searched_by_indicator(client):
    make_city()
    make_report("lin-2026")

    found = client.get("/api/figures", {"indicator": "就业", "half": "review"}).json()

    assert {(item["report"], item["value"]) for item in found["items"]} == {
        (home_slug(), 16000),
        ("lin-2026", 16000),
    }


def test_a_reading_is_whole(client):
    make_report("lin-2026")

    reading = client.get("/api/reports/lin-2026/reading").json()

    assert reading["text"] == HEAD
    assert reading["coverage"]["sentences"] == 5


def test_the_list_of_reports_counts_the_sentences_left_out_and_does_not_name_them(client):
    make_report("lin-2026")

    (report,) = client.get("/api/reports").json()["items"]

    assert report["coverage"]["skipped_by_reason"] == [["guiding_principle", 1]]
    assert "skipped" not in report["coverage"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/commitments/2026-999", 404, "not-found"),
        ("/api/reports/nowhere/reading", 404, "not-found"),
        ("/api/nothing", 404, "not-found"),
        ("/api/commitments?kind=no-such", 422, "invalid-parameter"),
        ("/api/figures?offset=-1", 422, "invalid-parameter"),
        ("/api/figures?indicator=%00", 422, "invalid-parameter"),
    ],
)
def test_an_error_says_what_happened_in_the_form_of_rfc_9457(client, address, status, code):
    make_city()

    response = client.get(address)

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:luoshi:{code}"
    assert problem["status"] == status
    assert problem["detail"]


def test_the_openapi_document_changes_only_on_purpose():
    """Where the change is meant, write the document anew: ``python -m luoshi.portal.tests.snapshot``."""
    assert json.loads(SNAPSHOT.read_text("utf-8")) == DOCUMENT


def test_the_page_of_the_api_names_every_operation(client):
    make_city()

    page = client.get("/api/docs").content.decode()

    assert all(path in page for path in DOCUMENT["paths"])


@pytest.fixture
def application():
    """Serve requests on the test's own connection, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
def test_any_question_the_document_allows_is_answered_as_it_says(case, application):
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
