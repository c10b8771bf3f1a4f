"""A calendar to test with, straight from the city's folder."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from luoshi.kernel.calendar.folder import read_folder
from luoshi.kernel.calendar.rules import WorkingCalendar


@cache
def make_calendar() -> WorkingCalendar:
    """Return the calendar that ships with the city, without a database."""
    years, days = read_folder(settings.CITY.calendar_folder)
    return WorkingCalendar(
        {day.date: day.kind for day in days}, [year.year for year in years if year.published]
    )
