"""Where evidence lies in this installation, and how large one file of it may be."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.evidence import Store
from luoshi.kernel.parameters.queries import parameter_book


def evidence_store() -> Store:
    """Return the store of evidence."""
    return Store(settings.ENV.state / "evidence")


def evidence_limit(at: datetime) -> int:
    """Return how many bytes one file may have, by the parameter ``cases.evidence.size``."""
    day = at.astimezone(LOCAL).date()
    return int(parameter_book().value("cases.evidence.size", on=day, scope=settings.CITY.scope).value)
