"""The invented fact, for every test that asks for it."""

from __future__ import annotations

import pytest

from luoshi.kernel.measures.tests.factories import make_table


@pytest.fixture
def requests(db: None) -> None:
    make_table()
