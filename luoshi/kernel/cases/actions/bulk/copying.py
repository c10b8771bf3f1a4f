"""Bring whole histories into the database with COPY, which still checks every constraint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.cases.actions.bulk.history import History
from luoshi.kernel.cases.actions.keeping import keep_rules
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, Party, PrivateValue, Task, Words
from luoshi.kernel.cases.statements import NEXT_CASES, NEXT_NUMBERS
from luoshi.kernel.prepared import ask, packed

_AT_ONCE = 1_000  # rows
_BETWEEN = "\0"  # in no text that a database keeps
_GIVEN_BY_THE_DATABASE = ("id", "recorded_at")


@transaction.atomic
def reserve(type_key: str, *, year: int, many: int) -> list[tuple[int, str]]:
    """Return the keys and codes of that many cases to come. What is not used leaves a gap."""
    [(last,)] = ask(NEXT_NUMBERS, {"type": type_key, "year": year, "many": many})
    numbers = range(last - many + 1, last + 1)
    keys = ask(NEXT_CASES, {"many": many})
    return [(pk, f"{type_key}-{year}-{number:04}") for (pk,), number in zip(keys, numbers, strict=True)]


def copy_histories(histories: Sequence[History]) -> int:
    """Copy the cases with all that came of them, and return how many events. Call inside a transaction."""
    for declared in {history.type for history in histories}:
        keep_rules(declared)
    _copy(Case, (history.case for history in histories))
    words = ((history.pk, to_vector(history.rows.words)) for history in histories)
    copy_rows(Words._meta.db_table, ("case_id", "vector"), words)
    _copy(Event, (row for history in histories for row in history.rows.events))
    _copy(Deadline, (row for history in histories for row in history.rows.begun))
    _copy(PrivateValue, (row for history in histories for row in history.rows.private))
    _copy(Evidence, (row for history in histories for row in history.rows.evidence))
    _copy(Task, (row for history in histories for row in history.rows.tasks.values()))
    _copy(Party, (row for history in histories for row in history.parties))
    return sum(len(history.rows.events) for history in histories)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows of a platform's own table, each value in the order of the columns."""
    names, rows = ", ".join(f'"{name}"' for name in columns), iter(rows)
    if not (some := list(islice(rows, _AT_ONCE))):
        return
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        while some:
            copy.write(_lines(some))
            some = list(islice(rows, _AT_ONCE))


def _copy(model: type[Model], rows: Iterable[Model]) -> None:
    left_out = () if model is Case else _GIVEN_BY_THE_DATABASE
    columns = [one.attname for one in model._meta.concrete_fields if one.attname not in left_out]
    copy_rows(model._meta.db_table, columns, map(attrgetter(*columns), rows))


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    columns = map(_cells, zip(*rows, strict=True))
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _cells(column: Sequence[Any]) -> Iterable[str]:
    """Return the values as the server reads them: a column at once, which is nearly always of one type."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return _text(_BETWEEN.join(column)).split(_BETWEEN)
    if len(kinds) == 1:
        return map(_CELLS.get(kinds.pop(), _text), column)
    return [_CELLS.get(type(value), _text)(value) for value in column]


def _text(value: Any) -> str:
    text = str(value).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace("\r", "\\r").replace("\t", "\\t")


def _json(value: Any) -> str:
    if not value:
        return str(value)
    return packed(value).replace("\\", "\\\\")  # JSON escapes what else is special


_CELLS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    float: str,
    date: str,
    datetime: datetime.isoformat,
    dict: _json,
    list: _json,
}
