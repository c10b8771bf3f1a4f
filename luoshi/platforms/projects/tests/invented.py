"""The city with its posts held by invented people, for tests that tell invented projects."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.actions import load_organisations
from luoshi.kernel.orgs.rehearsal import staff_posts
from luoshi.kernel.parameters.actions import load_parameters


def make_city() -> None:
    """Load the city as it is set up, and staff it."""
    at = moment("2024-01-02")
    load_calendar(settings.CITY.calendar_folder, at=at)
    load_parameters(settings.CITY.parameters_folder, at=at)
    load_organisations(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
    staff_posts(on=date(2024, 1, 1))
