"""Which deadlines of some cases fall due first: asked so that no reader waits long, as for pages of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from luoshi.desk.queries.paging import STRETCH
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.models import Case, CaseQuerySet, Deadline
from luoshi.kernel.composed import Where, where_of

_TABLE = Case._meta.db_table


class DueAt(NamedTuple):
    """A deadline that is still owed."""

    due_at: datetime
    clock: str
    case: int


def first_dues(
    branches: Sequence[CaseQuerySet], between: tuple[datetime, datetime], *, most: int
) -> list[DueAt]:
    """Return the first deadlines owed in the span of the cases of the branches together. Two queries at most.

    Who sees many cases finds enough in a short stretch of the order; for others the cases of each branch
    are looked up first, each by an index of its own.
    """
    wheres = [where for branch in branches if (where := where_of(branch))]
    if not wheres:
        return []
    owed = Deadline.objects.filter(status__in=OWED, due_at__range=between)
    columns = owed.values("due_at", "id", "clock", "case_id")
    near = columns.order_by("due_at", "pk")[:STRETCH]
    condition = " OR ".join(f"({sql})" for sql, _ in wheres)
    found = _asked(near, f"JOIN {_TABLE} ON {_TABLE}.id = case_id WHERE {condition}", wheres, most)
    if len(found) == most:
        return found
    theirs = " OR ".join(f"case_id IN (SELECT id FROM {_TABLE} WHERE {sql})" for sql, _ in wheres)  # noqa: S608
    return _asked(columns.order_by(), f"WHERE {theirs}", wheres, most)


def _asked(rows: QuerySet[Any, Any], narrowed: str, wheres: Sequence[Where], most: int) -> list[DueAt]:
    """Return the first of the deadlines, narrowed by the conditions of cases."""
    asked, params = rows.query.sql_with_params()
    sql = (
        f"SELECT owed.due_at, owed.clock, owed.case_id FROM ({asked}) AS owed {narrowed} "  # noqa: S608
        f"ORDER BY owed.due_at, owed.id LIMIT {most:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *(value for _, values in wheres for value in values)])
        return [DueAt(*row) for row in cursor.fetchall()]
