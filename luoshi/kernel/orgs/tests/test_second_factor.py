"""A second factor, once bound, is asked for; its secret lies encrypted; a lost one can be removed."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from luoshi.kernel.orgs.actions import drop_second_factor
from luoshi.kernel.orgs.adapters import SecondFactorAdapter
from luoshi.kernel.orgs.tests.factories import PASSWORD, make_account
from luoshi.kernel.orgs.tests.signing_in import activate, code_of, sign_in, signed_in

pytestmark = pytest.mark.django_db


def test_a_second_factor_once_activated_is_required(client):
    make_account(password=PASSWORD)
    sign_in(client)
    secret = activate(client)
    other = Client()

    first = sign_in(other)
    before = signed_in(other)
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert not before
    assert wrong.status_code == 200
    assert signed_in(other)


def test_a_recovery_code_stands_in_once(client):
    make_account(password=PASSWORD)
    sign_in(client)
    activate(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    one, two = Client(), Client()

    for visitor in (one, two):
        sign_in(visitor)
        visitor.post(reverse("mfa_authenticate"), {"code": code})

    assert signed_in(one)
    assert not signed_in(two)


def test_guessing_the_second_factor_stops(client):
    make_account(password=PASSWORD)
    sign_in(client)
    secret = activate(client)
    other = Client()
    sign_in(other)

    for _ in range(5):
        other.post(reverse("mfa_authenticate"), {"code": "000000"})
    other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not signed_in(other)


def test_the_secret_of_an_authenticator_lies_encrypted(client, settings):
    make_account(password=PASSWORD)
    sign_in(client)
    secret = activate(client)

    stored = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret
    settings.SECRET_KEY = "another"
    with pytest.raises(PermissionDenied, match="SECRET_KEY"):
        SecondFactorAdapter().decrypt(stored)


def test_a_lost_authenticator_is_removed_by_an_administrator(client):
    account = make_account(password=PASSWORD)
    sign_in(client)
    activate(client)

    removed = drop_second_factor(account)

    assert removed == 2
    assert sign_in(Client()).headers["Location"] == "/method/"
