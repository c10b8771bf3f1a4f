"""A town whose education office plans, and somebody who does all of the commission's work."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.tests.factories import make_town, person
from luoshi.kernel.orgs.queries import actor_of


@pytest.fixture
def town(settings):
    return make_town(settings)


@pytest.fixture
def builder(town):
    account = person("builder", town.units["education"], "handler", "head", "projects")
    return actor_of(account, on=date(2026, 3, 1))
