"""SQL that is written once instead of composed each time, and that the server plans once a connection.

For the few statements that every act consists of: composing one with the ORM costs more of a processor than
all that PostgreSQL does for it, and so does a cursor that learns anew how to turn each value into text and
back. Everything else goes through the ORM.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault
from psycopg.adapt import AdaptersMap, Buffer, Loader, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

Values = Mapping[str, Any] | Sequence[Any]  # for %(name)s, or for each %s in turn
_NAMED = re.compile(r"%\((\w+)\)s")
_PLACE = re.compile(r"%s")
_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class _MomentLoader(Loader):
    """The server writes moments as ISO 8601 with their offset, so that one call reads them."""

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(str(data, "ascii"))


class _JsonLoader(Loader):
    def load(self, data: Buffer) -> Any:
        return json.loads(str(data, "utf-8"))


class _Plan(NamedTuple):
    """A statement as the server knows it; ``names`` are those of its values, where they are named."""

    name: bytes
    text: bytes
    names: tuple[str, ...] | None
    formats: list[PyFormat]


class Hand:
    """What Django takes for a cursor: it prepares a statement once and learns each type once.

    Needs nothing of Django, and may write by any connection of psycopg.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.rows: list[tuple[Any, ...]] = []
        adapters = AdaptersMap(connection.adapters)
        adapters.register_loader("timestamptz", _MomentLoader)
        adapters.register_loader("json", _JsonLoader)
        self._adapter = Transformer(adapters)
        self._plans: dict[str, _Plan] = {}
        self._query = SimpleNamespace(query=b"")  # where Django's log looks for what was asked

    def execute(self, statement: str, values: Values | None = None) -> None:
        """Keep the rows of the statement. A wait for a lock is not cut short by Ctrl-C."""
        server = self.connection.pgconn
        if not self.connection.autocommit and server.transaction_status == TransactionStatus.IDLE:
            self._checked(server.exec_(b"BEGIN"))
        plan = self._plans.get(statement) or self._planned(statement, values)
        self._query.query = plan.text
        given: Any = values or ()
        if plan.names is not None:
            given = [given[name] for name in plan.names]
        sent: Any = self._adapter.dump_sequence(given, plan.formats)
        result = self._checked(server.exec_prepared(plan.name, sent))
        self._adapter.set_pgresult(result)
        self.rows = self._adapter.load_rows(0, result.ntuples, tuple)

    def _planned(self, statement: str, values: Values | None) -> _Plan:
        text, names = _numbered(statement, values)
        name = b"luoshi_%d" % len(self._plans)
        self._checked(self.connection.pgconn.prepare(name, text))
        formats = [PyFormat.TEXT] * len(values or () if names is None else names)
        plan = self._plans[statement] = _Plan(name, text, names, formats)
        return plan

    def close(self) -> None:
        """Keep all for the next statement."""

    def _checked(self, result: Any) -> Any:
        if result.status in _DONE:
            return result
        if self.connection.pgconn.status == ConnStatus.BAD:
            raise psycopg.OperationalError(self.connection.pgconn.get_error_message())
        raise error_from_result(result)


_hands: WeakKeyDictionary[BaseDatabaseWrapper, Hand] = WeakKeyDictionary()


def ask(statement: str, values: Values | None = None) -> list[tuple[Any, ...]]:
    """Execute a constant statement in the current transaction and return its rows.

    The values travel beside the text, which must not change from call to call. A pooler between this and
    the server must know prepared statements, as PgBouncer does from 1.21 on.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    hand = _hands.get(database)
    if hand is None or hand.connection is not database.connection:
        hand = _hands[database] = Hand(database.connection)
    counted = database.make_debug_cursor if database.queries_logged else database.make_cursor
    counted(cast(Any, hand)).execute(statement, values)
    return hand.rows


def columns_of(row: Model) -> dict[str, Any]:
    """Return what was set of a row by the names of its columns."""
    held = row.__dict__.items()
    return {name: value for name, value in held if name[0] != "_" and not isinstance(value, DatabaseDefault)}


def packed(value: Any) -> str:
    """Return rows as the JSON that ``json_populate_recordset`` takes: one text, whatever they hold."""
    return _JSON.encode(value)


def _numbered(statement: str, values: Values | None) -> tuple[bytes, tuple[str, ...] | None]:
    """Return the statement as the server counts its values, and the names of these in that order, if any."""
    if not values:
        return statement.encode(), None
    if not isinstance(values, Mapping):
        count = itertools.count(1)
        return _PLACE.sub(lambda _: f"${next(count)}", statement).encode(), None
    names = tuple(dict.fromkeys(_NAMED.findall(statement)))
    return _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement).encode(), names


def _moment(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not travel as JSON")


_JSON = json.JSONEncoder(ensure_ascii=False, default=_moment)
