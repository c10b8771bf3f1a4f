"""Conditions and questions that the ORM composes once, with blanks that are filled in each time.

Composing costs a page more than all that PostgreSQL does for it, and a page asks the same in the same words
for everybody who stands in the same posts: only who they are, the moment and the cases named are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from luoshi.kernel.prepared import ask

Where = tuple[str, tuple[Any, ...]]  # a condition over one table, and its values or blanks


class Blank(Expression):
    """A value that is told later, by its name; ``kind`` is its type in the database where in doubt."""

    def __init__(self, name: str, kind: str = "") -> None:
        super().__init__()
        self.name, self.kind = name, kind

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return a place for the value, and itself as what is to be put there."""
        return f"%s::{self.kind}" if self.kind else "%s", (self,)


def where_of(rows: QuerySet[Any, Any]) -> Where | None:
    """Return the condition of the rows over their own table; None where it holds for none."""
    query = rows.query
    table = query.get_initial_alias()
    try:
        sql, params = query.get_compiler(connection=connection).compile(query.where)
    except FullResultSet:
        return "TRUE", ()
    except EmptyResultSet:
        return None
    joined = [alias for alias, uses in query.alias_refcount.items() if uses]
    assert joined == [table], "a condition joins nothing"
    return sql, tuple(params)


def filled(where: Where, values: Mapping[str, Any]) -> Where:
    """Return the condition with each blank filled in."""
    return where[0], tuple(values[one.name] if isinstance(one, Blank) else one for one in where[1])


def question_of(rows: QuerySet[Any, Any]) -> Where:
    """Return the whole question that the rows answer."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT WHERE FALSE", ()
    return sql, tuple(params)


def answers(
    question: Where, values: Mapping[str, Any], *, planned_once: bool = True
) -> list[tuple[Any, ...]]:
    """Return the rows of the question, as the database gives them: what is JSON comes as text.

    ``planned_once`` is for questions that one plan serves, whatever the values: the server keeps it.
    """
    if planned_once:
        return ask(*filled(question, values))
    with connection.cursor() as cursor:
        cursor.execute(*filled(question, values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def one_of(column: str, values: Any) -> Q:
    """Return the condition that a column holds one of the values, with one place for them all."""
    return Q(_OneOf(F(column), values))


class _OneOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def both(some: Iterable[Where], other: Where | None) -> list[Where]:
    """Return each of the conditions joined with the other; none where that holds for no row."""
    if other is None:
        return []
    return [(f"({sql}) AND ({other[0]})", (*params, *other[1])) for sql, params in some]


def held(where: Where | None) -> Q:
    """Return the condition for the ORM, to be asked of its own table and in no sub-question."""
    if where is None:
        return Q(pk__in=())
    return Q(RawSQL(*where, output_field=BooleanField()))  # noqa: S611  composed by the ORM itself
