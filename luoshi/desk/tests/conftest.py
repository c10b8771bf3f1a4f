from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from luoshi.desk.tests.city import make_promises
from luoshi.desk.tests.factories import NOW
from luoshi.kernel.cases.tests.factories import make_town


@pytest.fixture
def town(db, settings):
    return make_town(settings)


@pytest.fixture(scope="module")
def promises(django_db_setup, django_db_blocker):
    """The city's commitments, brought in once for all tests of a file, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_promises()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The desk's clock stands still; only the doors read it."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def sign_in(town):
    """Return a browser at which somebody of the town has signed in."""

    def signed(name: str, **options) -> Client:
        client = Client(**options)
        client.force_login(town.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed
