"""SQL that is written once instead of composed each time, and that the server plans once a connection.

For the few statements that every act consists of: composing one with the ORM costs more of a processor than
all that PostgreSQL does for it. Everything else goes through the ORM.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

_PLANNED_AFTER = 1  # executions; from the second on, the connection keeps the statement prepared


def ask(statement: str, values: Mapping[str, Any] | Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """Execute a constant statement in the current transaction and return its rows.

    The values travel beside the text, which must not change from call to call. A pooler between this and
    the server must know prepared statements, as PgBouncer does from 1.21 on.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    database.connection.prepare_threshold = _PLANNED_AFTER  # the ORM binds in the text and prepares none
    raw: Any = psycopg.Cursor(database.connection)
    counted = database.make_debug_cursor if database.queries_logged else database.make_cursor
    with counted(raw) as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def columns_of(row: Model) -> dict[str, Any]:
    """Return what was set of a row by the names of its columns."""
    held = row.__dict__.items()
    return {name: value for name, value in held if name[0] != "_" and not isinstance(value, DatabaseDefault)}


def packed(value: Any) -> str:
    """Return rows as the JSON that ``json_populate_recordset`` takes: one text, whatever they hold."""
    return json.dumps(value, ensure_ascii=False, default=_moment)


def _moment(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not travel as JSON")
