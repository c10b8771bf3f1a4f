"""One indicator over many places as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from luoshi.reader.cli.terminal import grid
from luoshi.reader.compare import COLUMNS
from luoshi.reader.inputs import Language

Rows = Sequence[dict[str, Any]]

_TITLES = {
    "place": ("地区", "place"),
    "year": ("年份", "year"),
    "quote": ("原文", "quote"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "cmp": ("比较", "cmp"),
    "form": ("形式", "form"),
    "period": ("期间", "period"),
    "report": ("报告", "report"),
}


def table(rows: Rows, language: Language) -> str:
    """Return the rows aligned for a terminal; a range is printed as low–high."""
    titles = [title[0 if language == "zh" else 1] for title in _TITLES.values()]
    body = [[_cell(row, column) for column in _TITLES] for row in rows]
    return "\n".join(grid([titles, *body], right=frozenset({list(_TITLES).index("value")}))) + "\n"


def comma_separated(rows: Rows, language: Language) -> str:
    """Return the rows as CSV with the English column names, whatever the language."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_json(rows: Rows, language: Language) -> str:
    """Return the rows as a JSON list."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n"


def _cell(row: dict[str, Any], column: str) -> str:
    if column == "value" and row["value"] is None:
        return f"{_number(row['low'])}–{_number(row['high'])}"
    value = row[column]
    return _number(value) if column == "value" else "" if value is None else str(value)


def _number(value: int | float | None) -> str:
    if value is None:
        return ""
    return f"{value:,}"


FORMATS: dict[str, Callable[[Rows, Language], str]] = {
    "table": table,
    "csv": comma_separated,
    "json": as_json,
}
