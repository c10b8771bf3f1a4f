"""What anyone reads by Open311, in JSON and in XML alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.platforms.hotline.limits import READING
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.open311.published import plain
from luoshi.platforms.hotline.tests.factories import asked, do, sent
from luoshi.platforms.hotline.tests.open311.calling import POINT, ROOT, Caller, errors, finished, located
from luoshi.platforms.hotline.tests.open311.schemas import require

PLACES = [
    "services",
    "services/010402",
    "requests",
    "requests/hotline-2026-0001",
    "tokens/0",
]


def ids(found: Any) -> list[str]:
    return [one["service_request_id"] for one in found]


def elements(root: etree._Element) -> list[dict[str, str]]:
    return [{each.tag: each.text or "" for each in one} for one in root]


def as_text(value: Any) -> str:
    return (
        {None: "", True: "true", False: "false"}.get(value, str(value))
        if not isinstance(value, str)
        else value
    )


def test_discovery_tells_the_endpoint_its_formats_and_where_a_key_is_had(call: Caller):
    found = require("discovery", call.json("discovery.json"))
    root = call.xml("discovery.xml")

    assert found["endpoints"][0]["url"] == "https://city.example/open311/v2"
    assert root.tag == "discovery"
    assert root.xpath("endpoints/endpoint/formats/format/text()") == ["text/xml", "application/json"]
    assert root.findtext("endpoints/endpoint/url") == "https://city.example/open311/v2"


def test_services_are_the_leaves_of_the_citys_table_under_its_first_level(call: Caller):
    found = require("services", call.json("services.json"))
    root = call.xml("services.xml")

    leaves = city_table("hotline_categories").leaves(date(2026, 3, 5))
    assert [one["service_code"] for one in found] == [entry.code for entry in leaves]
    lamp = next(one for one in found if one["service_code"] == "010402")
    assert (lamp["service_name"], lamp["group"], lamp["type"]) == ("路灯不亮", "城乡建设", "realtime")
    assert root.tag == "services"
    assert {one.tag for one in root} == {"service"}
    assert elements(root) == [{key: as_text(value) for key, value in one.items()} for one in found]


def test_a_service_says_what_else_may_be_told(call: Caller):
    found = require("definition", call.json("services/010402.json"))
    root = call.xml("services/010402.xml")

    assert found["service_code"] == "010402"
    assert [one["order"] for one in found["attributes"]] == [1, 2, 3, 4]
    assert root.tag == "service_definition"
    assert root.xpath("attributes/attribute/code/text()") == [one["code"] for one in found["attributes"]]
    assert root.xpath("attributes/attribute[code='public']/values/value/key/text()") == ["yes", "no"]


def test_a_public_request_with_a_place_is_shown(call: Caller, town: Town, street: str):
    case = located(town, locality=street, address="英雄路3号2单元501")
    do(town, case, "dispatch", "dispatcher", "2026-03-02 10:00", unit="transport", limit="ordinary")

    [found] = require("requests", call.json("requests.json"))

    assert found == {
        "service_request_id": case.code,
        "status": "open",
        "status_notes": "待签收",
        "service_name": "室温不达标",
        "service_code": "010101",
        "description": "城乡建设 / 供热 / 室温不达标",
        "agency_responsible": "transport",
        "service_notice": "2026-03-09 23:59 前答复",
        "requested_datetime": "2026-03-02T09:00:00+08:00",
        "updated_datetime": "2026-03-02T10:00:00+08:00",
        "expected_datetime": "2026-03-09T23:59:59+08:00",
        "address": "zhanqian",
        "address_id": "zhanqian",
        "zipcode": None,
        "lat": 43.166,
        "long": 124.35,
        "media_url": None,
    }
    assert require("request", call.json(f"requests/{case.code}.json")) == [found]


def test_xml_says_the_same_as_json(call: Caller, town: Town):
    located(town)
    finished(town)

    found, root = call.json("requests.json"), call.xml("requests.xml")

    assert (root.tag, {one.tag for one in root}) == ("service_requests", {"request"})
    assert elements(root) == [{key: as_text(value) for key, value in one.items()} for one in found]


def test_a_finished_request_is_closed_and_tells_its_public_answer(call: Caller, town: Town):
    case = finished(town)

    [found] = call.json(f"requests/{case.code}.json")

    assert found["status"] == "closed"
    assert found["status_notes"] == "已办结：已修复，室温达标。"
    assert found["updated_datetime"] == "2026-03-04T09:00:00+08:00"
    assert found["service_notice"] is None


def test_an_answer_that_waits_for_the_call_back_is_not_told_yet(call: Caller, town: Town):
    case = finished(town)
    do(town, case, "reopen", "resident", "2026-03-05", reason="又不热了")

    [found] = call.json(f"requests/{case.code}.json")

    assert (found["status"], found["status_notes"]) == ("open", "重办中")


@pytest.mark.parametrize(
    "more",
    [
        {"public": False},
        {"confidential": True},
        {"point": None},
        {"sort": "report"},
    ],
)
def test_what_is_not_public_or_has_no_place_is_not_shown_and_not_found(call: Caller, town: Town, more: Any):
    case = located(town, **more)

    assert call.json("requests.json") == []
    assert call.json("requests.json", service_request_id=case.code) == []
    errors(call.get(f"requests/{case.code}.json"), 404)
    errors(call.get(f"requests/{case.code}.xml"), 404)


def test_requests_of_the_last_ninety_days_are_meant_where_no_day_is_given(call: Caller, town: Town):
    new, old = located(town), located(town)
    Request.objects.filter(code=old.code).update(opened_at=moment("2026-03-05") - timedelta(days=91))

    assert ids(call.json("requests.json")) == [new.code]
    assert ids(call.json("requests.json", start_date="2025-12-01T00:00:00Z")) == [old.code]
    assert ids(call.json("requests.json", end_date="2025-12-31T00:00:00+08:00")) == [old.code]
    assert ids(call.json("requests.json", start_date="", end_date=" ", status="", service_code="")) == [
        new.code
    ]


def test_a_span_counts_from_its_first_moment_to_its_last(call: Caller, town: Town):
    case = located(town)  # at nine in Shanghai, at one in Greenwich

    def found(start: str, end: str) -> Any:
        return ids(call.json("requests.json", start_date=start, end_date=end))

    assert found("2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z") == [case.code]
    assert found("2026-03-02T09:00:01+08:00", "2026-03-03T00:00:00+08:00") == []
    assert found("2026-03-02T09:00:00", "2026-03-02T09:00:00") == [case.code]
    assert call.client.get(f"{ROOT}/requests.json?start_date=2026-03-02T09:00:00+08:00").json() != []


@pytest.mark.parametrize(
    "given",
    [
        {"start_date": "2025-11-01T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"},
        {"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"},
        {"start_date": "yesterday"},
        {"end_date": "9999-12-31T23:59:59-23:59"},
        {"start_date": "0001-01-01T00:00:00+23:59"},
        {"status": "open,lost"},
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_span_over_ninety_days_and_values_that_are_none_are_refused(call: Caller, given: Any, form: str):
    said = errors(call.get(f"requests.{form}", **given), 400)

    assert next(iter(set(given) & {"status", "end_date", "start_date"})) in said or "end_date" in said


def test_lists_with_commas_and_repeated_names_are_one_list(call: Caller, town: Town):
    cold, done = located(town), finished(town)
    lamp = located(town, category="010402")

    assert set(ids(call.json("requests.json", service_code="010101,010402"))) == {
        cold.code,
        done.code,
        lamp.code,
    }
    assert ids(call.json("requests.json", service_code="010402")) == [lamp.code]
    assert ids(call.json("requests.json", service_code=["999999", "010402"])) == [lamp.code]
    assert ids(call.json("requests.json", status="closed")) == [done.code]
    assert set(ids(call.json("requests.json", status="open"))) == {cold.code, lamp.code}
    assert len(call.json("requests.json", status="open,closed")) == 3


def test_numbers_override_everything_else(call: Caller, town: Town):
    one, two = located(town), located(town)
    located(town)
    Request.objects.filter(code=one.code).update(opened_at=moment("2025-01-05"))

    found = call.json(
        "requests.json",
        service_request_id=f"{one.code}, {two.code},nowhere",
        status="closed",
        service_code="999999",
        start_date="nonsense",
    )

    assert ids(found) == [two.code, one.code]


def test_no_more_than_a_thousand_are_answered_the_latest_first(
    call: Caller, town: Town, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("luoshi.platforms.hotline.open311.published.MOST", 2)
    located(town, "2026-03-01")
    later = [located(town, f"2026-03-0{day}").code for day in (3, 2)]

    assert ids(call.json("requests.json")) == later


def test_the_number_of_queries_does_not_grow_with_the_requests(call: Caller, town: Town, street: str):
    counted = []
    for more in (1, 6):
        for _ in range(more):
            located(town, locality=street)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert call.json("requests.json")
        counted.append(len(queries))

    assert counted == [2, 2]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_another_jurisdiction_is_not_found_and_ours_may_be_named(
    call: Caller, town: Town, settings: Any, place: str, form: str
):
    located(town)

    assert "jurisdiction_id" in errors(call.get(f"{place}.{form}", jurisdiction_id="elsewhere.gov"), 404)
    ours = call.get(f"{place}.{form}", jurisdiction_id=settings.CITY.slug)
    assert ours.status_code == (404 if "tokens" in place else 200)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    "place",
    ["services/999999", "services/01", "requests/hotline-2026-9999", "tokens/1", "tokens/" + "0" * 64],
)
def test_what_is_not_there_is_answered_with_its_number(call: Caller, place: str, form: str):
    errors(call.get(f"{place}.{form}"), 404)


@pytest.mark.parametrize(
    "place", ["services.txt", "services", "", "requests/1/2.xml", "requests.JSON", "../v3/x.xml"]
)
def test_an_address_or_a_form_that_is_none_is_answered_alike(call: Caller, place: str):
    errors(call.get(place), 404)


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\ud7ff\ufffe", "1" * 500, "'", "%"])
def test_odd_signs_find_nothing_and_do_no_harm(call: Caller, value: str):
    for name in ("service_request_id", "service_code"):
        assert call.get("requests.xml", **{name: value}).status_code == 200
    for name in ("status", "start_date", "jurisdiction_id"):
        assert call.get("requests.xml", **{name: value}).status_code in (400, 404)


def test_who_asks_too_often_is_told_when_to_come_again(call: Caller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(READING.__class__, "spent", lambda limit, address: True)

    answer = call.get("services.json")

    assert "Too many" in errors(answer, 429)
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_signs_that_xml_does_not_know_are_replaced(call: Caller, town: Town):
    case = finished(town)
    odd = case.data | {"reply": "好\x01了 <b>&amp; 您 & 我</b>"}
    type(case).objects.filter(pk=case.pk).update(data=odd)

    root = call.xml("requests.xml")

    assert root.findtext("request/status_notes") == "已办结：好\ufffd了 &amp; 您 & 我"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("请拨13900001111联系", "请拨〔略〕联系"),
        ("王先生 139-0000-1111", "王先生 〔略〕"),
        ("证件22030219900101123X", "证件〔略〕"),
        ("０４３４３６６６６６６", "〔略〕"),
        ("写信到 wang.li+1@mail.example.cn 即可", "写信到 〔略〕 即可"),
        ("2026-03-05已修复，拨12345", "2026-03-05已修复，拨12345"),
        ("2026年3月5日，3.5公里，1200元", "2026年3月5日，3.5公里，1200元"),
    ],
)
def test_numbers_by_which_somebody_could_be_reached_are_left_out(said: str, told: str):
    assert plain(said) == told


def test_a_request_that_is_not_sent_yet_has_no_promise(call: Caller, town: Town):
    located(town)

    [found] = require("requests", call.json("requests.json"))

    assert (found["expected_datetime"], found["service_notice"]) == (None, None)


def test_simulated_requests_say_so(call: Caller, town: Town):
    case = located(town)
    Request.objects.filter(code=case.code).update(simulated=True)

    [found] = call.json("requests.json")

    assert found["description"].startswith("（模拟数据）")


def test_a_merged_request_is_closed(call: Caller, town: Town):
    case, other = located(town), sent(town)
    do(town, case, "merge", "dispatcher", "2026-03-02 11:00", into=other.code)

    [found] = call.json("requests.json")

    assert (found["status"], found["status_notes"]) == ("closed", "已并入")


def test_a_place_that_was_corrected_afterwards_counts(call: Caller, town: Town):
    case = asked(town, public=True)
    do(
        town, case, "correct", "dispatcher", "2026-03-02 10:00",
        sort="help", category="010402", limit="ordinary", point=POINT,
    )  # fmt: skip

    [found] = call.json("requests.json")

    assert (found["service_request_id"], found["service_code"]) == (case.code, "010402")
