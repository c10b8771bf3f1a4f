"""What a browser is told, and what it is not given."""

from __future__ import annotations

import re

import pytest

from luoshi.portal.tests.factories import addresses, make_city

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("address", [*addresses(), "/nowhere/"])
def test_a_page_holds_no_inline_style_or_script_and_a_strict_policy(client, address):
    make_city()

    response = client.get(address)

    assert not INLINE.search(response.content.decode())
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", addresses())
def test_reading_sets_no_cookie(client, address):
    make_city()

    assert not client.get(address).cookies


def test_large_print_is_kept_in_a_cookie_that_scripts_cannot_read(client):
    make_city()

    response = client.post("/display/", {"size": "large", "next": "/method/"})

    assert response.headers["Location"] == "/method/"
    assert response.cookies["size"]["httponly"]
    assert response.cookies["size"]["samesite"] == "Lax"
    assert 'class="large"' in client.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(client, target):
    response = client.post("/display/", {"size": "large", "next": target})

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("address", [address for address in addresses() if address != "/api/docs"])
def test_pages_are_for_reading_only(client, address):
    make_city()

    assert client.post(address).status_code == 405
