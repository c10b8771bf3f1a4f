"""What programs may do with cases: the same verbs, guards and words as on the pages."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.calling import ANSWER, PDF, PHONE, clients, post, problem
from luoshi.kernel.cases.tests.factories import PROPOSAL, assign, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(town, settings, tmp_path, monkeypatch):
    return clients(town, settings, tmp_path, monkeypatch)


def test_offers_say_why_not_and_by_which_article(town, call):
    case = propose(town)

    offers = {offer["key"]: offer for offer in call("deputy").get(f"/api/cases/{case.code}/actions").json()}

    assert not offers["assign"]["allowed"]
    assert offers["assign"]["refusals"][0]["why"] == "须由交办机关办理"
    assert offers["assign"]["refusals"][0]["law"] == "代表法(2025)第51条"
    assert "unit" in [field["key"] for field in offers["assign"]["fields"]]


def test_a_case_is_opened_once_however_often_the_call_is_repeated(town, call):
    client, body = call("deputy"), {"type": "proposals", "data": PROPOSAL | {"contact": PHONE}}

    first = post(client, "/api/cases", body, **{"Idempotency-Key": "k1"})
    again = post(client, "/api/cases", body, **{"Idempotency-Key": "k1"})
    other = post(call("colleague"), "/api/cases", body, **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 201)
    assert first.json()["code"] == again.json()["code"] != other.json()["code"]
    assert first.headers["Location"] == f"/api/cases/{first.json()['code']}"
    assert first.headers["ETag"] == '"1"'
    assert first.json()["unit"]["code"] == "office"


def test_a_key_used_for_other_content_is_refused(town, call):
    client = call("deputy")
    post(client, "/api/cases", {"type": "proposals", "data": PROPOSAL}, **{"Idempotency-Key": "k1"})

    changed = {"type": "proposals", "data": PROPOSAL | {"title": "另一件"}}

    problem(post(client, "/api/cases", changed, **{"Idempotency-Key": "k1"}), 422, "key-reused")
    assert Case.objects.count() == 1


def test_every_wrong_field_is_named(town, call):
    body = {"type": "proposals", "data": {"origin": "none", "cosigners": [999999], "odd": 1}}

    found = problem(post(call("deputy"), "/api/cases", body), 422, "form-invalid")

    assert {"title", "origin", "body", "odd"} <= {error["parameter"] for error in found["errors"]}


def test_people_and_units_that_do_not_exist_are_named(town, call):
    body = {"type": "proposals", "data": PROPOSAL | {"cosigners": [999999], "unit": "nowhere"}}

    found = problem(post(call("deputy"), "/api/cases", body), 422, "form-invalid")

    assert {error["parameter"] for error in found["errors"]} == {"cosigners", "unit"}


def test_an_act_moves_the_case_and_tells_its_new_version(town, call):
    case = propose(town)
    data = {"unit": "education", "breadth": "ordinary"}

    done = post(
        call("office"), f"/api/cases/{case.code}/actions/assign", {"data": data}, **{"If-Match": '"1"'}
    )

    assert done.status_code == 200
    assert done.headers["ETag"] == '"2"'
    assert (done.json()["seq"], done.json()["state"], done.json()["post"]) == (2, "assigned", "siping-office")


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"x"', '"99999999999999999999"', "nonsense"])
def test_an_act_on_a_case_that_has_moved_on_is_refused_with_its_version(town, call, tag):
    case = propose(town)
    assign(town, case)

    late = post(call("education_handler"), f"/api/cases/{case.code}/actions/accept", **{"If-Match": tag})

    assert problem(late, 412, "case-changed")["current"] == 2
    assert case.events.count() == 2


@pytest.mark.parametrize("tag", ['"2"', 'W/"2"', "*", '"x", "2"'])
def test_an_act_on_the_case_as_it_was_seen_is_done(town, call, tag):
    case = propose(town)
    assign(town, case)

    done = post(call("education_handler"), f"/api/cases/{case.code}/actions/accept", **{"If-Match": tag})

    assert done.status_code == 200


def test_an_act_is_done_once_however_often_the_call_is_repeated(town, call):
    case = propose(town)
    assign(town, case)
    client, path = call("education_handler"), f"/api/cases/{case.code}/actions/accept"
    headers = {"Idempotency-Key": "k2", "If-Match": '"2"'}

    first, again = post(client, path, **headers), post(client, path, **headers)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert case.events.count() == 3


def test_a_refusal_tells_every_reason_with_its_article(town, call):
    case = propose(town)

    by_state = post(call("office"), f"/api/cases/{case.code}/actions/extend", {"data": {"reason": "难"}})
    by_role = post(
        call("deputy"),
        f"/api/cases/{case.code}/actions/assign",
        {"data": {"unit": "finance", "breadth": "hard"}},
    )

    (refusal,) = problem(by_state, 409, "act-refused")["refusals"]
    assert (refusal["code"], refusal["law"]) == ("state", "代表法(2025)第51条")
    assert [r["code"] for r in problem(by_role, 403, "act-refused")["refusals"]] == ["role"]


def test_an_error_is_told_in_the_language_that_is_asked_for(town, call):
    case = propose(town)
    path = f"/api/cases/{case.code}/actions/none"

    chinese = post(call("office"), path, **{"Accept-Language": "zh-hans"})
    english = post(call("office"), path, **{"Accept-Language": "en"})

    assert problem(chinese, 404, "action-unknown")["detail"] == "建议提案没有“none”这个动作。"
    assert problem(english, 404, "action-unknown")["detail"] == "proposals has no action none."


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "body-unreadable"),
        (b"\xff\xfe", "application/json", 400, "body-unreadable"),
        (b"[" * 100_000, "application/json", 400, "body-unreadable"),
        (b'{"data": {"note": ' + b"9" * 5000 + b"}}", "application/json", 400, "body-unreadable"),
        (b"[]", "application/json", 422, "body-invalid"),
        (b'{"data": []}', "application/json", 422, "body-invalid"),
        (b'{"more": 1}', "application/json", 422, "body-invalid"),
        (b'{"data": {"note": 1.5}}', "application/json", 422, "body-invalid"),
        (b'{"data": {"note": NaN}}', "application/json", 422, "body-invalid"),
        (b'{"data": {"note": {"a": 1}}}', "application/json", 422, "form-invalid"),
        (b'{"data": {"note": "\\u0000"}}', "application/json", 422, "form-invalid"),
        (b'{"data": {"note": "\\ud800"}}', "application/json", 422, "form-invalid"),
        (b'{"data": {"note": "' + b"x" * 3_000_000 + b'"}}', "application/json", 413, "body-unreadable"),
        (b"note=x", "application/x-www-form-urlencoded", 415, "media-type"),
        (b"<note/>", "text/xml", 415, "media-type"),
        (b"junk", "multipart/form-data", 400, "body-unreadable"),
        (b"junk", "multipart/form-data; boundary=b", 200, ""),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_in_words(town, call, body, content_type, status, code):
    case = propose(town)
    client = call("monitor")
    if status == 200:
        status, code = 422, "form-invalid"  # an empty form: the note is missing

    response = client.post(f"/api/cases/{case.code}/actions/urge", body, content_type=content_type)

    problem(response, status, code)
    assert case.events.count() == 1


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "soon"])
def test_a_day_no_calendar_can_count_to_is_refused(town, call, day):
    case = propose(town)
    assign(town, case)
    data = ANSWER | {"result": "B", "promised_on": day}

    response = post(call("education_head"), f"/api/cases/{case.code}/actions/answer", {"data": data})

    problem(response, 422, "form-invalid")


def upload(name="答复.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_evidence_comes_with_the_act_that_needs_it_and_can_be_fetched_by_those_who_see_the_case(town, call):
    case = propose(town)
    assign(town, case)
    client, path = call("education_head"), f"/api/cases/{case.code}/actions/answer"

    done = client.post(path, {"data": json.dumps(ANSWER), "答复件": upload()})

    assert done.status_code == 200, done.content
    (row,) = client.get(f"/api/cases/{case.code}").json()["evidence"]
    assert (row["kind"], row["name"], row["media_type"]) == ("答复件", "答复.pdf", "application/pdf")
    sent = client.get(f"/api/cases/{case.code}/evidence/{row['sha256']}")
    assert b"".join(sent.streaming_content) == PDF
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    problem(call("transport_head").get(f"/api/cases/{case.code}/evidence/{row['sha256']}"), 404, "not-found")


def test_a_file_of_another_case_is_not_reached_through_ones_own(town, call):
    mine, others = propose(town), propose(town)
    for case in (mine, others):
        assign(town, case)
    client = call("education_head")
    client.post(f"/api/cases/{others.code}/actions/answer", {"data": json.dumps(ANSWER), "答复件": upload()})
    sha256 = client.get(f"/api/cases/{others.code}").json()["evidence"][0]["sha256"]

    problem(client.get(f"/api/cases/{mine.code}/evidence/{sha256}"), 404, "not-found")


@pytest.mark.parametrize(
    ("kind", "content", "status", "code"),
    [
        ("答复件", b"<html><script>x</script>", 422, "file-type"),
        ("答复件", b"", 422, "file-empty"),
        ("很" * 41, PDF, 422, "form-invalid"),
        ("其他", PDF, 409, "act-refused"),
    ],
)
def test_what_is_no_evidence_is_refused(town, call, kind, content, status, code):
    case = propose(town)
    assign(town, case)

    response = call("education_head").post(
        f"/api/cases/{case.code}/actions/answer", {"data": json.dumps(ANSWER), kind: upload(content=content)}
    )

    problem(response, status, code)
    assert case.events.count() == 2


def test_more_files_than_a_call_may_bring_are_refused(town, call):
    case = propose(town)
    assign(town, case)
    files = [upload(content=PDF + bytes([number])) for number in range(21)]

    response = call("education_head").post(
        f"/api/cases/{case.code}/actions/answer", {"data": json.dumps(ANSWER), "答复件": files}
    )

    problem(response, 422, "form-invalid")
