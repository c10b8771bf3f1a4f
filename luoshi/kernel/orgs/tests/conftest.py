"""The small city, loaded; and tests that start with no rates counted and hash passwords quickly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from luoshi.kernel.orgs.tests.factories import make_city


@pytest.fixture
def city(db: None, tmp_path: Path) -> Path:
    """Load the small city and return the path of its organisations."""
    make_city(tmp_path)
    return tmp_path / "organisations.yaml"


@pytest.fixture(autouse=True)
def _quick_and_fresh(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LOGIN_REDIRECT_URL = "/method/"
    cache.clear()
