"""The town and the invented types, for every test of cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.factories import Town, make_town
from luoshi.kernel.cases.tests.invented import ERRAND, REVIEW


@pytest.fixture
def town(db: None, settings: Any) -> Town:
    return make_town(settings)


@pytest.fixture
def invented() -> Iterator[None]:
    """Install the invented types for the length of a test."""
    case_types().update({ERRAND.key: ERRAND, REVIEW.key: REVIEW})
    yield
    del case_types()[ERRAND.key], case_types()[REVIEW.key]
