"""A client that is not ours reads everything over a socket, in JSON and in XML."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import requests
from georeport import GeoReport

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town
from luoshi.platforms.hotline.actions import issue_key
from luoshi.platforms.hotline.tests.open311.calling import LAMP, ROOT, finished, located


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_their_definition_and_requests(live_server: Any, town: Town, form: str):
    cases = [located(town), finished(town)]
    client = GeoReport(f"{live_server.url}{ROOT}", output_format=form)

    services = client.get_service_list()
    definition = client.get_service_definition("010101")
    listed = client.get_service_requests(start_date="2026-03-01T00:00:00Z")
    closed = client.get_service_requests(
        service_request_id=",".join(case.code for case in cases), status="closed"
    )
    one = client.get_service_request(cases[1].code)

    assert "010402" in {service["service_code"] for service in services}
    assert definition["service_code"] == "010101"
    assert {each["service_request_id"] for each in listed} == {case.code for case in cases}
    assert len(closed) == 2  # numbers override
    assert (one["status"], one["agency_responsible"]) == ("closed", "transport")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_is_told_what_is_not_there(live_server: Any, town: Town, form: str):
    client = GeoReport(f"{live_server.url}{ROOT}", jurisdiction="elsewhere", output_format=form)

    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_list()


def test_a_plain_post_is_taken_and_read_back_by_georeport(live_server: Any, town: Town):
    key = issue_key(name="app", contact="dev", valid_from=date(2026, 1, 1)).secret

    answer = requests.post(f"{live_server.url}{ROOT}/requests.json", LAMP | {"api_key": key}, timeout=20)

    number = answer.json()[0]["service_request_id"]
    assert (answer.status_code, Case.objects.get().code) == (200, number)
    found = GeoReport(f"{live_server.url}{ROOT}").get_service_request(number)
    assert (found["status"], found["service_name"]) == ("open", "路灯不亮")
