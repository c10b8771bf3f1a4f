"""Secrets at rest and on screens."""

from __future__ import annotations

import pytest
from django.forms.models import model_to_dict
from pytest_django import Settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.actions import subscribe
from luoshi.kernel.notices.models import Subscription
from luoshi.kernel.notices.sealing import seal, unseal
from luoshi.kernel.notices.tests.factories import MONDAY


@pytest.mark.django_db
def test_the_database_and_no_display_hold_the_secret():
    new = subscribe(url="https://oa.example.cn/", topics=["*"], at=MONDAY)

    row = Subscription.objects.values().get()
    shown = [repr(new), repr(new.subscription), str(new.subscription), str(model_to_dict(new.subscription))]

    assert new.secret not in str(row)
    assert unseal(row["sealed"]) == new.secret
    assert not [text for text in shown if new.secret in text or row["sealed"] in text]


def test_a_secret_sealed_twice_looks_different():
    assert seal("secret") != seal("secret")


def test_a_former_key_still_opens(settings: Settings):
    sealed, former = seal("secret"), settings.SECRET_KEY

    settings.SECRET_KEY = "another"
    settings.SECRET_KEY_FALLBACKS = [former]

    assert unseal(sealed) == "secret"


def test_another_key_says_what_to_do(settings: Settings):
    sealed = seal("secret")

    settings.SECRET_KEY = "another"

    with pytest.raises(LuoshiError) as caught:
        unseal(sealed)
    assert caught.value.code == "seal-broken"
