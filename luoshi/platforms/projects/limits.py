"""Numbers that the delivery of projects goes by, as they hold in the city on a day."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Setting
from luoshi.platforms.projects.rules.season import Season
from luoshi.platforms.projects.rules.visiting import Limits

_MONTHS = range(1, 13)


def setting(key: str, on: date) -> Setting:
    """Return the setting that holds. Raises ``parameter-missing``."""
    return parameter_book().value(f"projects.{key}", on=on, scope=settings.CITY.scope)


def season(on: date) -> Season:
    """Return how much of each month can be built in, as held on the day."""
    return Season(tuple(float(setting(f"season_{month:02}", on).value) for month in _MONTHS))


def photo_limits(on: date) -> Limits:
    """Return how far and how long from the visit a picture may be taken."""
    return Limits(int(setting("photo_metres", on).value), int(setting("photo_days", on).value))
