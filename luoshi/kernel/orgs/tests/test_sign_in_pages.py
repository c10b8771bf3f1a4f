"""The pages of signing in: ours in dress and language, and without anything inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.kernel.orgs.tests.factories import PASSWORD, make_account
from luoshi.kernel.orgs.tests.signing_in import WRONG, activate, confirm, sign_in

INLINE = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
CHINESE = re.compile(r"[\u3400-\u9fff]+")
OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
OPEN += ["account_reset_password_from_key_done", "socialaccount_login_cancelled", "socialaccount_login_error"]
INSIDE = ["account_logout", "account_change_password", "mfa_index", "mfa_activate_totp"]
WITH_FACTOR = ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]

pytestmark = pytest.mark.django_db


def pages(client: Client, **headers: Any) -> dict[str, str]:
    """Return every page of signing in, as each is met."""
    make_account(password=PASSWORD)
    met = {name: client.get(reverse(name), **headers) for name in OPEN}
    met["wrong"] = client.post(reverse("account_login"), {"login": "wang", "password": WRONG}, **headers)
    met["token"] = client.get("/accounts/password/reset/key/1-x/", follow=True, **headers)
    sign_in(client, **headers)
    met["confirm"] = client.get(reverse("account_reauthenticate"), **headers)
    confirm(client)
    met |= {name: client.get(reverse(name), **headers) for name in INSIDE}
    activate(client)
    met |= {f"{name} with factor": client.get(reverse(name), **headers) for name in WITH_FACTOR}
    met["confirm by code"] = client.get(reverse("mfa_reauthenticate"), **headers)
    second = Client()
    sign_in(second, **headers)
    met["second factor"] = second.get(reverse("mfa_authenticate"), **headers)
    third = Client()
    for _ in range(5):
        met["locked"] = third.post(reverse("account_login"), {"login": "x", "password": WRONG}, **headers)
    for name, page in met.items():
        assert page.status_code in (200, 401, 429), name
        assert "unsafe" not in page.headers["Content-Security-Policy"]
    return {name: page.content.decode() for name, page in met.items()}


def test_no_page_of_signing_in_holds_an_inline_style_or_script(client):
    found = {name for name, text in pages(client).items() if INLINE.search(text)}

    assert found == set()


def test_every_page_of_signing_in_has_one_heading_and_our_dress(client):
    odd = {
        name
        for name, text in pages(client).items()
        if text.count("<h1>") != 1 or 'class="entrance"' not in text or "<title>" not in text
    }

    assert odd == set()


class Unmarked(HTMLParser):
    """Collects Chinese outside elements that say they are Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.chinese = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "button" and (said.get("lang") or "").startswith("zh"):
            self.chinese += 1
        self.found += [value for value in said.values() if value and CHINESE.search(value)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self.chinese = 0

    def handle_data(self, data: str) -> None:
        if CHINESE.search(data) and not self.chinese:
            self.found.append(data.strip())


def test_in_english_every_page_of_signing_in_is_english(client):
    parser = Unmarked()

    for text in pages(client, HTTP_ACCEPT_LANGUAGE="en").values():
        parser.feed(text)

    assert set(parser.found) == set()
