"""The city's bodies as suggestions know them: which place a text names, and which district answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

from luoshi.kernel.composed import Blank, Where, answers, question_of
from luoshi.kernel.orgs.models import Kind, Organisation

_PLACES = (Kind.DISTRICT, Kind.STREET, Kind.TOWN)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: the code of the division and the district that answers for it."""

    region: str = ""
    district: str = ""


class Body(NamedTuple):
    """A body in force on the day."""

    code: str
    name: str
    short: str
    path: str
    region: str
    kind: str


@dataclass(frozen=True)
class Bodies:
    """All bodies in force on a day."""

    rows: tuple[Body, ...]

    @cached_property
    def by_code(self) -> dict[str, Body]:
        """Return them by their codes."""
        return {row.code: row for row in self.rows}

    def place_of(self, locality: str) -> Place:
        """Return the place of a locality: a street, town or district."""
        here = self.by_code.get(locality)
        if here is None:
            return Place()
        around = [row for row in self.rows if row.kind == Kind.DISTRICT and here.path.startswith(row.path)]
        return Place(here.region, max(around, key=lambda row: len(row.path)).code if around else "")

    def named_in(self, text: str) -> Body | None:
        """Return the street, town or district that a text names, the narrowest first."""
        places = [row for row in self.rows if row.kind in _PLACES]
        named = [row for row in places if row.name in text or (row.short and row.short in text)]
        return max(named, key=lambda row: (row.path.count("/"), len(row.name)), default=None)


def bodies_on(day: date) -> Bodies:
    """Return the bodies in force on the day. One query."""
    return Bodies(tuple(Body(*row) for row in answers(_in_force(), {"on": day})))


@cache
def _in_force() -> Where:
    on: Any = Blank("on")
    rows = Organisation.objects.in_force(on).order_by("path")
    return question_of(rows.values_list("code", "name", "short", "path", "region", "kind"))
