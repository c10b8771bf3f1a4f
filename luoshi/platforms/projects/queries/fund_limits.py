"""The limits of money for projects on a day, from the city's parameters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.rules.funding import Limits


def fund_limits(on: date) -> Limits:
    """Return the limits in force on the day. Raises ``parameter-missing``."""
    book = parameter_book()

    def value(key: str) -> object:
        return book.value(f"projects.fund_{key}", on=on, scope=settings.CITY.scope).value

    return Limits(
        tolerance=Decimal(str(value("tolerance"))),
        prepayment=Decimal(str(value("prepayment"))),
        idle=int(str(value("idle"))),
        pass_on=int(str(value("pass_on"))),
        give_back=int(str(value("give_back"))),
    )
