"""A project as a row of a list: its cells as people read them, and as a table to take away holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from luoshi.kernel.cases.sheets import Table
from luoshi.platforms.projects.lists.fields import Column, Kind
from luoshi.platforms.projects.lists.words import FLAGS, Names
from luoshi.platforms.projects.models import Project

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column."""

    text: str
    numeric: bool = False
    name: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A project in a list."""

    code: str
    simulated: bool
    cells: list[Cell]


def rows_of(
    projects: QuerySet[Project, Any],
    columns: Iterable[Column],
    *,
    on: date,
    names: Names,
    first: int = 0,
    last: int,
) -> list[Row]:
    """Return the projects from one place of the order to another as rows. One query."""
    columns = tuple(columns)
    values = list(projects.values(*_read(columns))[first:last])
    return [
        Row(
            one["code"],
            one["simulated"],
            [Cell(_text(c, one, names, on), c.numeric, c.key == "name") for c in columns],
        )
        for one in values
    ]


def table_of(
    projects: QuerySet[Project, Any], columns: Iterable[Column], *, on: date, names: Names, most: int
) -> Table | None:
    """Return the projects as a table to take away; None where they are more than ``most``. One query."""
    columns = tuple(columns)
    values = list(projects.values(*_read(columns))[: most + 1])
    if len(values) > most:
        return None
    titles = ("编号", *(column.heading for column in columns if column.key != "code"), "模拟")
    rows = (
        (
            one["code"],
            *(_plain(column, one, names, on) for column in columns if column.key != "code"),
            "模拟" if one["simulated"] else "",
        )
        for one in values
    )
    return Table(titles, tuple(rows))


def _read(columns: Iterable[Column]) -> list[str]:
    return list(dict.fromkeys(["code", "simulated", *(name for column in columns for name in column.read)]))


def _text(column: Column, one: Values, names: Names, on: date) -> str:
    value = _plain(column, one, names, on)
    match value:
        case date():
            return f"{value:%Y-%m}" if column.key == "reported_on" else value.isoformat()
        case Decimal():
            return f"{value:,.1f}" if column.kind is Kind.SHARE else f"{value:,.2f}".removesuffix(".00")
        case _:
            return str(value)


def _plain(column: Column, one: Values, names: Names, on: date) -> Any:
    """Return what a table to take away holds: amounts in 万元, shares in per cent, days as days."""
    value = one[column.read[0]]
    if value is None or value == "":
        return ""
    match column.kind:
        case Kind.MONEY:
            return Decimal(value).scaleb(-6)
        case Kind.PERCENT:
            return Decimal(value).scaleb(-2)
        case Kind.SHARE:
            whole = one[column.read[1]]
            return (Decimal(value * 100) / whole).quantize(Decimal("0.1")) if whole else ""
        case Kind.AGE:
            return (on - value).days
        case Kind.UNIT:
            return names.get(_last(value), _last(value))
        case Kind.PLACE:
            return names.get(value, value)
        case Kind.CHOICE:
            return dict(column.choices).get(value, value)
        case Kind.FLAG:
            return FLAGS[value]
        case _:
            return value


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
