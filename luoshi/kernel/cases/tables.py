"""The code tables of this city, as fields of cases use them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from luoshi.kernel.base.tables import Table, read_table
from luoshi.kernel.cases.declarations import Action, Field, Kind
from luoshi.kernel.cases.fields import Problem


def city_table(name: str) -> Table:
    """Return the city's table of that name. Raises ``table-missing`` or ``table-invalid``."""
    return read_table(settings.CITY.table_path(name))


def titled(table: str, code: str) -> str:
    """Return the entry of the table as a person reads it, with what stands above it."""
    return city_table(table).titled(code)


def entry_of(field: Field, text: str, *, on: date) -> str:
    """Return the code of the entry that is named by code or title. Raises ValueError in words."""
    table = city_table(field.table)
    if table.names(text, on=on):
        return text
    fitting = [entry.code for entry in table.leaves(on) if text in (entry.title, table.titled(entry.code))]
    if not fitting:
        raise ValueError(f"码表中没有“{text[:40]}”，或已停用")
    if len(fitting) > 1:
        raise ValueError(f"码表中有{len(fitting)}项叫这个名字，请写代码：{'、'.join(fitting)}")
    return fitting[0]


def unlisted(action: Action | None, values: Mapping[str, Any], *, on: date) -> list[Problem]:
    """Return a problem for each code that its table does not have, or does not have any more."""
    return [
        Problem(field.key, f"{field.title}：码表中没有 {values[field.key]}，或已停用")
        for field in (action.form if action else ())
        if field.kind is Kind.ENTRY and field.key in values
        if not city_table(field.table).names(values[field.key], on=on)
    ]
