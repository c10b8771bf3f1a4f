"""The city that is set, as its own files describe it: brought in by its loaders, then as a copy."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.orgs.actions import load_organisations
from luoshi.kernel.orgs.rehearsal import staff_posts
from luoshi.kernel.parameters.actions import load_parameters


@kept
def bring_in_city(at: datetime, staffed: date | None = None, deputies: int = 30) -> None:
    """Bring in the calendar, the parameters, the organisations, and people for their posts from a day on."""
    load_calendar(settings.CITY.calendar_folder, at=at)
    bring_in_parameters(at)
    bring_in_organisations()
    if staffed:
        staff_posts(on=staffed, deputies=deputies)


@kept
def bring_in_parameters(at: datetime) -> None:
    """Bring in the parameters alone."""
    load_parameters(settings.CITY.parameters_folder, at=at)


@kept
def bring_in_organisations() -> None:
    """Bring in the organisations alone."""
    load_organisations(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
