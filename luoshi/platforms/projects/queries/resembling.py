"""Which projects resemble each other, among those that somebody reads."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.rules.resembling import Bounds, Entry, Finding, resembling

OVER = ("terminated", "merged", "split", "settled", "evaluated", "closed")
_COLUMNS = (
    *("code", "name", "planned", "proposed_on", "developer", "uscc", "address", "locality"),
    *("longitude", "latitude"),
)


def resemblance_bounds(on: date) -> Bounds:
    """Return from where on projects resemble. Raises ``parameter-missing``."""
    book, scope = parameter_book(), settings.CITY.scope
    keys = {"alike": "alike", "nearby": "nearby", "money": "money", "days": "split_days"}
    said = {name: book.value(f"projects.{key}", on=on, scope=scope) for name, key in keys.items()}
    return Bounds(**{name: int(setting.value) for name, setting in said.items()})


def resembling_among(projects: QuerySet[Project], bounds: Bounds) -> list[Finding]:
    """Return what resembles among the projects that are not over. One query; nothing is decided."""
    columns = ["developer_uscc" if name == "uscc" else name for name in _COLUMNS]
    rows = projects.exclude(state__in=OVER).order_by("code").values_list(*columns)
    return resembling((Entry(**dict(zip(_COLUMNS, row, strict=True))) for row in rows), bounds)
