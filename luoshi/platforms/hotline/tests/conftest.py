"""The town with its hotline."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.kernel.cases.tests.factories import Town
from luoshi.platforms.hotline.tests.factories import make_hotline


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    return make_hotline(settings)
