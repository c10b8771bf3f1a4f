"""A caller of the API: a client with the token of somebody in the town, on a day that stays the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tokens import issue

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = "13800000000"
PDF = b"%PDF-1.7\n%%EOF\n"
ANSWER = {"result": "A", "reply": "已修缮。", "talked_on": "2026-03-05"}


def clients(
    town: Town, settings: Any, state: Path, monkeypatch: pytest.MonkeyPatch, **environment: Any
) -> Callable[[str], Client]:
    """Return a function that gives a client with a token of somebody in the town. It is 2 November 2026."""
    cache.clear()
    settings.ENV = settings.ENV.model_copy(update={"state": state, **environment})
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-11-02"))

    def client_of(name: str) -> Client:
        issued = issue(town.accounts[name], name="test", expires_on=date(2027, 3, 1), at=moment("2026-11-01"))
        return Client(headers={"Authorization": f"Bearer {issued.secret}"})

    return client_of


def post(client: Client, path: str, data: Any = None, **headers: str) -> Any:
    """Send JSON."""
    body = json.dumps({} if data is None else data)
    return client.post(path, body, content_type="application/json", headers=headers)


def problem(response: Any, status: int, code: str) -> Any:
    """Require the problem, and return it."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["type"] == f"urn:luoshi:{code}"
    return found
