"""Rows that are copied: what comes back is what was given."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from luoshi.kernel.cases.actions.bulk import copy_rows

NOW = datetime(2026, 3, 2, 1, 2, 3, 4, tzinfo=UTC)
COLUMNS = {
    **{"number": "int", "said": "text", "perhaps": "text", "held": "jsonb", "listed": "jsonb"},
    **{"yes": "boolean", "day": "date", "at": "timestamptz", "later": "timestamptz"},
}


def given(number: int) -> tuple[Any, ...]:
    said = ("", "\\N", "a\tb", "c\r\nd", "\\", "【模拟】\\n", "\x01", "\x85 ")[number % 8]
    some = None if number % 3 else f"{number}\t"
    held: dict[str, Any] = {"said": said, "more": [some, {}]} if number % 2 else {}
    listed = [said] if number % 5 else []
    day, at = date(2026, 1, 1) + timedelta(days=number % 300), NOW + timedelta(seconds=number)
    return number, said, some, held, listed, number % 2 == 0, day, at, at if number % 7 else None


@pytest.mark.django_db
@pytest.mark.parametrize("many", [0, 1, 1_000, 2_001])
def test_what_is_copied_comes_back_as_it_was(many: int):
    rows = [given(number) for number in range(many)]
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute(f"CREATE TEMPORARY TABLE copied ({columns}) ON COMMIT DROP")

        copy_rows("copied", list(COLUMNS), iter(rows))

        cursor.execute("SELECT * FROM copied ORDER BY number")
        found = [tuple(json_of(value) for value in row) for row in cursor.fetchall()]
    assert found == rows


def json_of(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value
