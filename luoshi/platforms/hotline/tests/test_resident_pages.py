"""What every door for residents is like: in both languages, without scripts, without a trace of a visit."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.tests.factories import Town, organisation
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.tests.test_follow_page import answered, shown
from luoshi.portal.tests.factories import make_report
from luoshi.portal.tests.test_english import Unmarked
from luoshi.portal.tests.test_safety import INLINE

DOORS = ["/12345/", "/12345/ask/", "/12345/follow/", "/12345/neighbours/", "/12345/topics/"]
FEW = 8  # calendar and parameters aside, what a form offers: streets and bodies


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def opened(client: Client, town: Town, language: str = "zh") -> Any:
    return client.post("/12345/follow/", shown(answered(town)), HTTP_ACCEPT_LANGUAGE=language)


@pytest.mark.parametrize("address", DOORS)
def test_an_english_page_marks_every_chinese_word(town: Town, client: Client, address: str):
    parser = Unmarked()
    parser.feed(client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode())

    assert parser.found == []


@pytest.mark.parametrize(("address", "form"), [(DOORS[1], {"sort": "help"}), (DOORS[2], {"code": "x"})])
def test_what_is_wrong_is_said_in_english_too(town: Town, client: Client, address: str, form: Any):
    parser = Unmarked()
    parser.feed(client.post(address, form, HTTP_ACCEPT_LANGUAGE="en").content.decode())

    assert parser.found == []


def test_an_english_request_marks_every_chinese_word(town: Town, client: Client):
    parser = Unmarked()
    parser.feed(opened(client, town, "en").content.decode())

    assert parser.found == []


@pytest.mark.parametrize("address", DOORS)
def test_a_page_holds_no_inline_style_or_script(town: Town, client: Client, address: str):
    page = client.get(address)

    assert not INLINE.search(page.content.decode())
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_looking_around_sets_no_cookie_and_a_form_only_its_token(town: Town, client: Client):
    assert not client.get("/12345/").cookies
    assert set(client.get("/12345/ask/").cookies) == {"csrftoken"}


def test_the_number_of_questions_does_not_grow(town: Town, client: Client):
    make_report("siping-2026")
    client.get("/12345/ask/")
    with CaptureQueriesContext(connection) as few:
        client.get("/12345/ask/")

    for number in range(20):
        organisation(f"district-{number}", parent=town.units["siping"], kind=Kind.DISTRICT)
    with CaptureQueriesContext(connection) as many:
        client.get("/12345/ask/")

    assert len(few) == len(many) <= FEW
