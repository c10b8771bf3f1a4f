"""What a program with a key brings in by Open311."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from lxml import etree

from luoshi.kernel.cases.actions import reveal
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.platforms.hotline.actions import issue_key, revoke_key
from luoshi.platforms.hotline.limits import BRINGING, WRONG_KEYS
from luoshi.platforms.hotline.models import Open311Key, Request
from luoshi.platforms.hotline.queries import request_by
from luoshi.platforms.hotline.tests.open311.calling import LAMP, Caller, errors
from luoshi.platforms.hotline.tests.open311.schemas import require

CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2}\b")


def taken(response: Any) -> Case:
    assert response.status_code == 200, response.content.decode()
    [one] = require("posted", response.json())
    return Case.objects.get(code=one["service_request_id"])


def test_a_request_is_taken_with_its_place_and_its_person_sealed(call: Caller, town: Town):
    case = taken(call.post())

    assert (case.title, case.data["content"]) == ("楼下路灯不亮", LAMP["description"])
    assert (case.data["channel"], case.data["category"], case.data["limit"]) == (
        "open311",
        "010402",
        "ordinary",
    )
    assert (case.data["point"], case.data["sort"], case.data["public"]) == (
        "124.350449,43.166351",
        "help",
        True,
    )
    for field, value in {"name": "王某某", "phone": "13900001111", "email": "wang@mail.example"}.items():
        assert reveal(case, field, by=town["agent"], reason="回访", at=moment("2026-03-05")) == value
    kept = str([*Event.objects.values(), *Case.objects.values("data"), *Request.objects.values()])
    assert not [LAMP[key] for key in ("phone", "email", "device_id", "account_id") if LAMP[key] in kept]


def test_the_resident_gets_number_and_code_and_may_follow_it(call: Caller):
    answer = call.post()

    [one] = answer.json()
    found = CODE.search(one["service_notice"])
    assert found
    assert request_by(found[0]).code == one["service_request_id"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_answer_in_xml_names_one_request(call: Caller):
    answer = call.post("xml")

    root = etree.fromstring(answer.content)
    assert (answer.status_code, root.tag, [one.tag for one in root]) == (200, "service_requests", ["request"])
    assert root.findtext("request/service_request_id") == Case.objects.get().code
    assert root.find("request/token") is None


def test_what_was_brought_can_be_read(call: Caller):
    case = taken(call.post())

    [found] = require("request", call.json(f"requests/{case.code}.json"))

    assert (found["status"], found["lat"], found["long"]) == ("open", 43.166, 124.35)


def test_sent_again_under_the_same_key_it_is_one_request_with_one_code(call: Caller):
    again = {"Idempotency-Key": "7c1f"}

    first, second = call.post(headers=again), call.post(headers=again)

    assert first.json() == second.json()
    assert Case.objects.count() == 1
    assert call.post().json() != first.json()


def test_the_same_key_with_other_words_is_refused(call: Caller):
    again = {"Idempotency-Key": "7c1f"}
    call.post(headers=again)

    errors(call.post(headers=again, description="别的事"), 409)
    assert Case.objects.count() == 1


def test_the_same_key_of_another_program_is_another(call: Caller):
    again = {"Idempotency-Key": "7c1f"}
    call.post(headers=again)
    call.key = issue_key(name="another", contact="dev", valid_from=date(2026, 1, 1)).secret

    assert call.post(headers=again).status_code == 200
    assert Case.objects.count() == 2


@pytest.mark.parametrize("form", ["json", "xml"])
def test_who_prefers_a_token_gets_one_that_leads_to_the_number(call: Caller, form: str):
    answer = call.post(headers={"Prefer": "respond-async"})

    [one] = require("posted", answer.json())
    assert "service_request_id" not in one
    assert answer.headers["Preference-Applied"] == "respond-async"
    number = Case.objects.get().code
    [found] = require("token", call.json(f"tokens/{one['token']}.json"))
    assert found == {"service_request_id": number, "token": one["token"]}
    root = call.xml(f"tokens/{one['token']}.xml")
    assert root.findtext("request/service_request_id") == number


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("key", ["", "luoshi311_wrong", None])
def test_without_a_good_key_nothing_is_taken(call: Caller, form: str, key: str | None):
    call.key = "unused"

    assert "api_key" in errors(call.post(form, api_key=key), 403)
    assert not Case.objects.exists()


def test_a_key_is_good_from_its_first_day_until_it_ends(call: Caller):
    later = issue_key(name="later", contact="dev", valid_from=date(2026, 3, 6))
    ended = issue_key(name="ended", contact="dev", valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 5))
    gone = issue_key(name="gone", contact="dev", valid_from=date(2026, 1, 1))
    revoke_key(gone.key.pk, on=date(2026, 3, 5))

    for issued in (later, ended, gone):
        errors(call.post(api_key=issued.secret), 403)


def test_a_key_is_kept_as_a_hash(db: None):
    issued = issue_key(name="app", contact="dev", valid_from=date(2026, 1, 1))

    assert issued.secret not in str(Open311Key.objects.values())


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("given", "status", "named"),
    [
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "999999"}, 404, "service_code"),
        ({"service_code": "0104"}, 404, "service_code"),
        ({"jurisdiction_id": "elsewhere"}, 404, "jurisdiction_id"),
        ({"lat": None, "long": None}, 400, "address_string"),
        ({"lat": "", "long": "", "address_string": " "}, 400, "address_string"),
        ({"lat": None}, 400, "lat"),
        ({"lat": "north"}, 400, "point"),
        ({"lat": "91"}, 400, "point"),
        ({"lat": "NaN"}, 400, "point"),
        ({"lat": "1e999999"}, 400, "point"),
        ({"lat": "43,1"}, 400, "point"),
        ({"address_id": "nowhere"}, 400, "address_id"),
        ({"address_id": "transport"}, 400, "address_id"),
        ({"address_string": "路" * 301}, 400, "address"),
        ({"description": "字" * 4001}, 400, "description"),
        ({"description": "看 <script>alert(1)</script>"}, 400, "description"),
        ({"description": "空\x00字"}, 400, "content"),
        ({"phone": "call me"}, 400, "phone"),
        ({"email": "nobody"}, 400, "email"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"attribute[sort]": "murder"}, 400, "attribute[sort]"),
        ({"attribute[nothing]": "1"}, 400, "attribute[nothing]"),
        ({"attribute[sort][]": ["help", "advice"]}, 400, "attribute[sort]"),
        ({"attribute[happened_on]": "soon"}, 400, "happened_on"),
        ({"attribute[happened_on]": "2026-04-01T00:00:00Z"}, 400, "happened_on"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_name_and_nothing_is_written(
    call: Caller, form: str, given: Any, status: int, named: str
):
    assert named in errors(call.post(form, **given), status)
    assert not Case.objects.exists()


def test_empty_values_count_as_none(call: Caller, town: Town):
    names = ("last_name", "first_name", "phone", "email", "media_url", "address_string")
    empty: dict[str, Any] = dict.fromkeys(names, " ") | {"attribute[public]": "", "attribute[sort]": ""}

    case = taken(call.post(**empty, description=""))

    assert case.data["anonymous"]
    assert (case.title, case.data["public"], case.data["sort"]) == ("路灯不亮", False, "help")


def test_an_address_or_the_code_of_a_street_will_do_for_a_place(call: Caller, town: Town, street: str):
    words = taken(call.post(lat=None, long=None, address_string="英雄路与中央路口"))
    coded = taken(call.post(lat=None, long=None, address_id=street))

    assert words.data["address"] == "英雄路与中央路口"
    assert coded.data["locality"] == street
    assert call.json("requests.json") == []  # neither has a point


def test_attributes_say_of_what_sort_it_is_and_who_may_see_it(call: Caller):
    said: dict[str, Any] = {
        "attribute[sort][]": "complaint",
        "attribute[confidential]": "yes",
        "attribute[public]": "yes",
    }
    said["attribute[happened_on]"] = "2026-03-03T23:30:00Z"

    case = taken(call.post(**said))

    assert (case.data["sort"], case.data["confidential"], case.data["public"]) == ("complaint", True, False)
    assert case.data["happened_on"] == "2026-03-04"
    assert call.json("requests.json") == []


def test_who_is_not_asked_has_not_agreed(call: Caller):
    silent: dict[str, Any] = {"attribute[public]": None}

    case = taken(call.post(**silent))

    assert case.data["public"] is False
    errors(call.get(f"requests/{case.code}.json"), 404)


def test_a_link_to_a_picture_is_kept_and_not_followed(call: Caller):
    case = taken(call.post(media_url="https://pictures.example/1.jpg"))

    assert "https://pictures.example/1.jpg" in case.data["content"]


def test_a_western_name_is_written_as_one(call: Caller, town: Town):
    case = taken(call.post(first_name="John", last_name="Smith"))

    assert reveal(case, "name", by=town["agent"], reason="回访", at=moment("2026-03-05")) == "John Smith"


def test_another_body_than_a_form_gives_no_service_code(call: Caller):
    call.post()
    answer = call.client.post(
        "/open311/v2/requests.json", '{"service_code": "010402"}', content_type="application/json"
    )

    errors(answer, 403)


def test_who_guesses_keys_or_brings_too_much_has_to_wait(call: Caller):
    cache.clear()
    for _ in range(WRONG_KEYS.most):
        errors(call.post(api_key="guess"), 403)

    errors(call.post(), 429)
    cache.clear()
    key = Open311Key.objects.get()
    for _ in range(BRINGING.most):
        BRINGING.count(str(key.pk))
    answer = call.post()
    errors(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_body_that_is_too_large_is_refused_in_words(call: Caller, settings: Any):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    errors(call.post(), 413)
