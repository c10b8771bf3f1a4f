"""A town whose transport office stands for a district that brings investors in, and somebody who counts."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.kernel.cases.tests.factories import make_town, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.investment.tests.chain_factories import NOW

DAY = date(2026, 3, 1)


@pytest.fixture
def town(db, settings):
    made = make_town(settings)
    made.accounts["counter"] = person("counter", made.units["siping"], "investment", reads=("lead",))
    return made


@pytest.fixture
def promoter(town):
    return town["transport_handler"]


@pytest.fixture
def counter(town):
    return actor_of(town.accounts["counter"], on=DAY)


@pytest.fixture
def limits(db):
    bring_in_parameters(NOW)
