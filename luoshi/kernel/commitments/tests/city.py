"""The commitments of the city that is set: adopted by their actions, and from then on as a copy."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from luoshi.kernel.cases.tests.city import bring_in_organisations
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.actions import adopt, adopt_tracking


@kept
def adopt_city(at: datetime, tracked: datetime | None = None) -> None:
    """Bring in the organisations, adopt the report and how it is tracked, where nothing is said at once."""
    bring_in_organisations()
    adopt_promises(at, tracked)


@kept
def adopt_promises(at: datetime, tracked: datetime | None = None) -> None:
    """Adopt the report of organisations that are there, and how it is tracked."""
    city = settings.CITY
    adopt(city=city, year=city.year, at=at)
    adopt_tracking(city.year, city=city, at=tracked or at)
