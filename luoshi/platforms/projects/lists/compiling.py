"""A list as one condition and one order of the ORM. The day is told; nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import NullIf
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from luoshi.platforms.projects.lists.definition import Order
from luoshi.platforms.projects.lists.fields import Kind
from luoshi.platforms.projects.lists.language import Op, Term, amount_of, day_of

_WHOLE = 10_000  # ten-thousandths
_LOOKUPS = {Op.EQ: "exact", Op.GE: "gte", Op.LE: "lte", Op.BEFORE: "lt", Op.AFTER: "gt"}


def condition(terms: Iterable[Term], *, on: date) -> Q:
    """Return the condition that all terms hold on the day."""
    return reduce(and_, (_q(term, on) for term in terms), Q())


def ordering(order: Iterable[Order]) -> list[Any]:
    """Return the order, what is empty last, and the same always."""
    return [*(_by(one) for one in order), "case"]


def _q(term: Term, on: date) -> Q:
    match term.column.kind:
        case Kind.DAY:
            return _day(term, on)
        case Kind.SHARE:
            return _share(term)
        case Kind.MONEY if term.op in (Op.EMPTY, Op.FILLED):
            key = term.column.key
            empty = Q(**{f"{key}__isnull": True}) | Q(**{key: 0})
            return empty if term.op is Op.EMPTY else ~empty
        case Kind.MONEY | Kind.PERCENT:
            return Q(**{f"{term.column.key}__{_LOOKUPS[term.op]}": amount_of(term)})
        case Kind.UNIT:
            (key,) = term.column.read
            return reduce(or_, (Q(**{f"{key}__contains": f"/{code}/"}) for code in term.values))
        case _:
            return _named(term)


def _named(term: Term) -> Q:
    key = term.column.key
    if term.op is Op.EMPTY:
        return Q(**{key: ""})
    if term.op is Op.FILLED:
        return ~Q(**{key: ""})
    return Q(**{f"{key}__in": term.values}) if term.op is Op.IN else Q(**{key: term.value})


def _day(term: Term, on: date) -> Q:
    key = term.column.key
    if term.op in (Op.EMPTY, Op.FILLED):
        return Q(**{f"{key}__isnull": term.op is Op.EMPTY})
    if term.op is Op.DAYS_SINCE:
        return Q(**{f"{key}__lte": on - timedelta(days=term.value)})
    return Q(**{f"{key}__{_LOOKUPS[term.op]}": day_of(term.value, on=on)})


def _share(term: Term) -> Q:
    """Compare part × 10,000 with whole × share, whole numbers both: nothing is divided."""
    part, whole = term.column.read
    sides: tuple[Combinable, Combinable] = (F(part) * Value(_WHOLE), F(whole) * Value(amount_of(term)))
    return Q(GreaterThanOrEqual(*sides) if term.op is Op.GE else LessThanOrEqual(*sides))


def _by(one: Order) -> OrderBy:
    """Order by a column; the more days have passed since a day, the earlier it is."""
    column, falling = one.column, one.falling
    if column.kind is Kind.AGE:
        falling = not falling
    of: Any = F(column.read[0])
    if column.kind is Kind.SHARE:
        part, whole = column.read
        of = F(part) * Value(1.0) / NullIf(F(whole), Value(0))
    ordered: OrderBy = of.desc(nulls_last=True) if falling else of.asc(nulls_last=True)
    return ordered
