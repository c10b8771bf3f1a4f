"""The city with its posts held by invented people, for tests that tell invented projects."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.tests.factories import moment


def make_city() -> None:
    """Load the city as it is set up, and staff it."""
    bring_in_city(moment("2024-01-02"), staffed=date(2024, 1, 1))
