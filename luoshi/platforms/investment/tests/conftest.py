"""The city's parameters, without which no gap has a limit."""

from __future__ import annotations

import pytest
from django.conf import settings

from luoshi.kernel.parameters.actions import load_parameters
from luoshi.platforms.investment.tests.factories import NOW


@pytest.fixture
def limits(db):
    load_parameters(settings.CITY.parameters_folder, at=NOW)
