"""A request comes in from a phone, once, and its code is told once."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.kernel.cases.access import may_see
from luoshi.kernel.cases.actions import reveal
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import Town, moment, organisation
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.limits import ASKING
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.queries import request_by

ADDRESS = "/12345/ask/"
PHONE = "13900001111"
LAMP = {
    "title": "楼下路灯不亮",
    "content": "三天了，晚上看不见路。",
    "sort": "help",
    "category": "010402",
    "address": "英雄路与中央路口",
    "name": "王某",
    "phone": f"{PHONE[:3]}-{PHONE[3:]}",
    "callback": "on",
    "public": "on",
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Any) -> None:
    cache.clear()
    settings.ENV = settings.ENV.model_copy(update={"state": tmp_path})


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def filled(client: Client, **more: Any) -> dict[str, Any]:
    values = LAMP | {"key": hidden(client.get(ADDRESS), "key")} | more
    return {key: value for key, value in values.items() if value is not None}


def told(page: Any) -> tuple[str, str]:
    number, code = re.findall(r"<code>([^<]+)</code>", page.content.decode())
    return number, code


def test_a_request_is_taken_and_its_number_and_code_are_shown(town: Town, client: Client):
    page = client.post(ADDRESS, filled(client))

    assert page.status_code == 200
    number, code = told(page)
    case = Case.objects.get()
    assert (case.code, request_by(code).case_id) == (number, case.pk)
    assert (case.data["channel"], case.data["limit"], case.data["public"]) == ("web", "ordinary", True)
    assert reveal(case, "phone", by=town["agent"], reason="回访", at=moment("2026-03-02")) == PHONE


def test_the_code_stands_in_no_address_cookie_or_record_and_is_kept_by_no_cache(town: Town, client: Client):
    page = client.post(ADDRESS, filled(client))

    _, code = told(page)
    kept = [*Event.objects.values(), *Request.objects.values(), *Case.objects.values("data")]
    assert code not in str(kept)
    assert "no-store" in page.headers["Cache-Control"]
    assert code not in str(page.headers) + str(page.cookies)
    assert "sessionid" not in client.cookies


def test_a_form_sent_twice_is_one_request_with_one_code(town: Town, client: Client):
    form = filled(client)

    first, again = told(client.post(ADDRESS, form)), told(client.post(ADDRESS, form))

    assert first == again
    assert Case.objects.count() == 1
    assert request_by(first[1]).code == first[0]


def test_a_form_changed_after_it_was_sent_says_that_it_was_sent(town: Town, client: Client):
    form = filled(client)
    client.post(ADDRESS, form)

    page = client.post(ADDRESS, form | {"title": "另一件事"})

    assert page.status_code == 422
    assert "这张表已经提交过" in page.content.decode()
    assert Case.objects.count() == 1


def test_a_page_that_leads_here_fills_in_what_it_is_about_and_never_who_asks(town: Town, client: Client):
    about = {"title": "示例健身店", "sort": "complaint", "address": "英雄大路1号", "phone": PHONE}

    said = client.get(ADDRESS, about).content.decode()

    assert 'value="示例健身店"' in said
    assert 'value="英雄大路1号"' in said
    assert f'value="{PHONE}"' not in said


def test_two_forms_have_two_codes(town: Town, client: Client):
    assert told(client.post(ADDRESS, filled(client))) != told(client.post(ADDRESS, filled(client)))


@pytest.mark.parametrize("key", ["", "made-up", "IjEi:1:2"])
def test_a_key_that_is_not_ours_takes_nothing_and_keeps_what_was_written(
    town: Town, client: Client, key: str
):
    page = client.post(ADDRESS, LAMP | {"key": key})

    assert page.status_code == 422
    assert "放得太久" in page.content.decode()
    assert LAMP["content"] in page.content.decode()
    assert hidden(page, "key") != key
    assert not Case.objects.exists()


def test_nothing_but_what_is_needed_is_asked(town: Town, client: Client):
    bare = {key: None for key in LAMP if key not in ("title", "content", "sort")}

    page = client.post(ADDRESS, filled(client, **bare))

    assert page.status_code == 200
    case = Case.objects.get()
    assert (case.data["anonymous"], case.data["category"]) == (True, "120401")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "id_title_error"),
        ({"sort": "nothing"}, "id_sort_error"),
        ({"category": "01"}, "id_category_error"),
        ({"phone": "12"}, "电话号码不对"),
        ({"phone": "", "name": ""}, "要回电话"),
        ({"happened_on": "2999-01-01"}, "日期还没有到"),
        ({"locality": "nowhere"}, "id_locality_error"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(town: Town, client: Client, wrong: dict[str, str], words: str):
    page = client.post(ADDRESS, filled(client, **wrong))

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Case.objects.exists()


def test_streets_are_offered_under_their_district(town: Town, client: Client):
    district = organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    organisation("220302001", parent=district, kind=Kind.STREET)
    Organisation.objects.filter(code__in=("tiexi", "220302001")).update(region="220302")

    page = client.post(ADDRESS, filled(client, locality="220302001"))

    assert page.status_code == 200
    assert Case.objects.get().data["locality"] == "220302001"
    assert '<optgroup label="tiexi">' in client.get(ADDRESS).content.decode()


def test_whom_a_request_accuses_never_sees_it(town: Town, client: Client):
    client.post(ADDRESS, filled(client, sort="complaint", accused="transport"))

    case = Case.objects.get()
    assert not may_see(town["transport_head"], case)
    assert may_see(town["dispatcher"], case)


def test_what_is_confidential_is_not_published(town: Town, client: Client):
    client.post(ADDRESS, filled(client, confidential="on"))

    data = Case.objects.get().data
    assert (data["confidential"], data["public"]) == (True, False)


def test_a_picture_comes_along(town: Town, client: Client):
    picture = SimpleUploadedFile("灯.png", PICTURE)

    client.post(ADDRESS, filled(client, photos=[picture]))

    assert Case.objects.get().evidence.get().media_type == "image/png"


def test_a_picture_is_kept_while_something_else_is_put_right(town: Town, client: Client):
    page = client.post(ADDRESS, filled(client, title="", photos=[SimpleUploadedFile("灯.png", PICTURE)]))
    kept = {"key": hidden(page, "key"), "kept": hidden(page, "kept")}

    client.post(ADDRESS, LAMP | kept)

    assert Case.objects.get().evidence.get().name == "灯.png"


def test_a_picture_of_another_form_is_ignored(town: Town, client: Client):
    page = client.post(ADDRESS, filled(client, title="", photos=[SimpleUploadedFile("灯.png", PICTURE)]))

    client.post(ADDRESS, filled(client, kept=hidden(page, "kept")))

    assert not Case.objects.get().evidence.exists()


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"plain words", b"%PDF-1.7 x", b""])
def test_what_is_no_picture_is_refused(town: Town, client: Client, content: bytes):
    page = client.post(ADDRESS, filled(client, photos=[SimpleUploadedFile("灯.png", content)]))

    assert page.status_code == 422
    assert not Case.objects.exists()


def test_a_forged_form_is_refused(town: Town):
    client = Client(enforce_csrf_checks=True)

    assert client.post(ADDRESS, filled(client)).status_code == 403


def test_too_many_from_one_address_are_told_when_to_come_again(town: Town, client: Client):
    for _ in range(ASKING.most):
        ASKING.count("127.0.0.1")

    page = client.post(ADDRESS, filled(client))

    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) <= ASKING.seconds + 1
    assert client.post(ADDRESS, filled(client), REMOTE_ADDR="192.0.2.1").status_code == 200
