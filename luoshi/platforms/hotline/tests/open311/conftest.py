"""A town that takes part in Open311, on Thursday, 5 March 2026 at nine."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.kernel.cases.tests.factories import moment, organisation
from luoshi.kernel.orgs.models import Kind
from luoshi.platforms.hotline.tests.open311.calling import Caller


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    settings.ENV = settings.ENV.model_copy(update={"state": tmp_path, "site": "https://city.example"})
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-03-05"))


@pytest.fixture
def street(town: Any) -> str:
    city = town.units["siping"]
    return organisation("zhanqian", parent=city, kind=Kind.STREET).code


@pytest.fixture
def call(client: Client, town: Any) -> Caller:
    return Caller(client)
