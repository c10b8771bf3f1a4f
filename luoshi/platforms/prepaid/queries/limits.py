"""The limits of early warning on a day, from the city's parameters."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.prepaid.warning.signals import Limits


def warning_limits(on: date) -> Limits:
    """Return the limits in force on the day. Raises ``parameter-missing``."""
    book = parameter_book()
    keys = [field.name for field in fields(Limits)]
    values = {
        key: int(book.value(f"prepaid.warning_{key}", on=on, scope=settings.CITY.scope).value) for key in keys
    }
    return Limits(**values)
