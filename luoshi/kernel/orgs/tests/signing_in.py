"""What a visitor does at the door: sign in, look whether they are in, bind an authenticator."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from luoshi.kernel.orgs.tests.factories import PASSWORD

WRONG = "not-the-password-1"


def sign_in(client: Client, *, username: str = "wang", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def body(response: Any, *names: str) -> str:
    """Return the page without what differs by itself: the token, and the names that were typed in."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for name in names:
        text = text.replace(name, "…")
    return text


def signed_in(client: Client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def confirm(client: Client) -> None:
    """Show once more that it is the same person."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def activate(client: Client) -> str:
    """Activate the authenticator of whoever is signed in; return its secret."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    cache.clear()  # a code counts once; the next sign-in would wait for the next
    return secret
