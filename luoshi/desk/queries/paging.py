"""Which cases stand on a page, and how many there are: questions put so that no reader waits long.

A list stands in the order of an index. Who sees many cases finds a page among the first few; who sees few
would have the index read to its end. So a page is looked for in a short stretch of the order first, and
only where that does not fill it are all cases of the list found, by whatever index is best, and ordered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from luoshi.desk.vocabulary import Sort
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.composed import Where, where_of

STRETCH = 1000  # cases of the order that are looked at first
_TABLE = Case._meta.db_table


class Place(NamedTuple):
    """Where a case stands in a list."""

    pk: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Rest:
    """What follows a cursor: in which order, from where on in the index, and what of all cases."""

    order: str
    start: str
    beyond: str
    params: tuple[Any, ...] = ()


def page_of(
    cases: CaseQuerySet, branches: Sequence[CaseQuerySet] = (), *, sort: str, after: str, size: int
) -> tuple[list[Place], str]:
    """Return a page of the cases after the cursor, and the cursor of the next page, "" at the end.

    By due date, those without one last; or the newest first. ``branches`` hold the same cases, each found
    by an index of its own. At most two queries.
    """
    if (where := where_of(cases)) is None:
        return [], ""
    rest = _rest(sort, after)
    places = _looked_for(where, rest, size + 1)
    if len(places) <= size:
        wheres = [found for branch in branches if (found := where_of(branch))]
        places = _found(wheres or [where], rest, size + 1)
    shown = places[:size]
    return shown, _cursor_of(shown[-1], sort) if len(places) > size else ""


def counting(lists: Iterable[Sequence[Where]], *, most: int) -> Where:
    """Return the question how many cases each list holds, none counted beyond ``most``.

    A list is the cases for which any of its conditions holds, each once.
    """
    columns: list[str] = []
    params: list[Any] = []
    for wheres in lists:
        some = [f"(SELECT id FROM {_TABLE} WHERE {sql} LIMIT {most:d})" for sql, _ in wheres]  # noqa: S608
        if some:
            ones = f"SELECT 1 FROM ({' UNION '.join(some)}) AS found LIMIT {most:d}"  # noqa: S608
            columns.append(f"(SELECT count(*) FROM ({ones}) AS counted)")  # noqa: S608
            params += (value for _, values in wheres for value in values)
        else:
            columns.append("0")
    return f"SELECT {', '.join(columns)}", tuple(params)


def _looked_for(where: Where, rest: _Rest, size: int) -> list[Place]:
    """Return what of the page stands in a short stretch of the order."""
    stretch = f"SELECT * FROM {_TABLE} WHERE {rest.start} ORDER BY {rest.order} LIMIT {STRETCH:d}"  # noqa: S608
    return _places(stretch, where[0], rest.order, size, (*rest.params, *where[1]))


def _found(wheres: Sequence[Where], rest: _Rest, size: int) -> list[Place]:
    """Return the page from all cases of the list; OFFSET keeps the order out of how they are found."""
    fitting = (f"(SELECT id, due_at FROM {_TABLE} WHERE {sql} OFFSET 0)" for sql, _ in wheres)  # noqa: S608
    params = (value for _, values in wheres for value in values)
    return _places(" UNION ".join(fitting), rest.beyond, rest.order, size, (*params, *rest.params))


def _places(rows: str, where: str, order: str, size: int, params: tuple[Any, ...]) -> list[Place]:
    sql = f"SELECT id, due_at FROM ({rows}) AS {_TABLE} WHERE {where} ORDER BY {order} LIMIT {size:d}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Place(*row) for row in cursor.fetchall()]


def _rest(sort: str, after: str) -> _Rest:
    if sort == Sort.NEW:
        if after.isdecimal():
            return _Rest("id DESC", "id < %s", "id < %s", (int(after),))
        return _Rest("id DESC", "TRUE", "TRUE")
    moment, pk = _cursor(after)
    if pk is None:
        return _Rest("due_at, id", "TRUE", "TRUE")
    if moment is None:
        undated = "due_at IS NULL AND id > %s"
        return _Rest("due_at, id", undated, undated, (pk,))
    later = "(due_at, id) > (%s, %s)"
    return _Rest("due_at, id", later, f"({later} OR due_at IS NULL)", (moment, pk))


def _cursor(text: str) -> tuple[datetime | None, int | None]:
    moment, _, pk = text.partition("~")
    if pk.isdecimal() and not moment:
        return None, int(pk)
    with suppress(ValueError):
        if (due := datetime.fromisoformat(moment)).tzinfo and pk.isdecimal():
            return due, int(pk)
    return None, None  # not one of ours: the first page


def _cursor_of(last: Place, sort: str) -> str:
    if sort == Sort.NEW:
        return str(last.pk)
    return f"{last.due_at.isoformat() if last.due_at else ''}~{last.pk}"
