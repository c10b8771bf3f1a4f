"""Lists of cases: sections, filters and capped counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from luoshi.desk.queries.conditions import KINDS, conditions, due_condition, filled_for
from luoshi.desk.queries.paging import counting
from luoshi.desk.rules import end_of_week
from luoshi.desk.vocabulary import Due, Section, Sort
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Kind, Sight
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.searching import worded
from luoshi.kernel.composed import Where, both, held

EXPORTED = 20_000  # cases in one table
COUNTED = 999  # beyond it a number says no more than "many"
_ANYWHERE = (Section.OVERDUE, Section.WEEK, Section.ALL)  # which say nothing of whose the cases are


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed by. ``unit`` is a path, ``state`` a key of the type."""

    section: Section = Section.ALL
    q: str = ""
    type: str = ""
    state: str = ""
    unit: str = ""
    due: str = ""
    sort: str = Sort.DUE


def found(sight: Sight, wanted: Wanted, at: datetime) -> CaseQuerySet:
    """Return the visible cases of the section that fit all that is wanted, in no order."""
    some = conditions(sight.kind).of(wanted.section)
    return next(iter(_fitting(some, sight, wanted, at)), Case.objects.none())


def branches_of(sight: Sight, wanted: Wanted, at: datetime) -> list[CaseQuerySet]:
    """Return the same cases in parts, each found by an index of its own, or in one, where one index does."""
    if wanted.section not in _ANYWHERE:
        return [found(sight, wanted, at)]
    return _fitting(conditions(sight.kind).parts_of(wanted.section), sight, wanted, at)


def columns_of(sight: Sight, wanted: Wanted, at: datetime) -> list[CaseQuerySet]:
    """Return the same cases for columns that each take the first few: in one, as an index of states serves.

    In parts only where sight holds a sub-question, which would be answered in full for every column.
    """
    return [found(sight, wanted, at)] if sight.named else branches_of(sight, wanted, at)


def counts(sight: Sight, at: datetime) -> dict[str, int]:
    """Return how many cases each section but the last holds, and ``late``: of one's turn, the overdue ones.

    One query; none counts beyond ``COUNTED`` + 1.
    """
    names, asked = _counting(sight.kind, COUNTED + 1)
    sql, params = filled_for(sight, asked, at)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(zip(names, cursor.fetchone() or (), strict=True))


@lru_cache(KINDS)
def _counting(kind: Kind, most: int) -> tuple[tuple[str, ...], Where]:
    """Return what is counted, and the question that counts it."""
    of = conditions(kind)
    lists = {
        one.value: of.parts_of(one) if one in _ANYWHERE else of.of(one)
        for one in Section
        if one is not Section.ALL
    }
    lists["late"] = both(lists[Section.TURN], of.sections[Section.OVERDUE])
    return tuple(lists), counting(lists.values(), most=most)


def _fitting(wheres: Iterable[Where], sight: Sight, wanted: Wanted, at: datetime) -> list[CaseQuerySet]:
    narrowed = _narrowed(wanted, at)
    some = [Case.objects.filter(held(filled_for(sight, where, at)), narrowed).order_by() for where in wheres]
    words = worded(wanted.q)
    return some if words is None else [cases.filter(words) for cases in some]


def _narrowed(wanted: Wanted, at: datetime) -> Q:
    narrowed = Q()
    if wanted.type in case_types():
        narrowed &= Q(type=wanted.type)
        if wanted.state:
            narrowed &= Q(state=wanted.state)
    if wanted.unit:
        narrowed &= Q(path__startswith=wanted.unit)
    if wanted.due:
        narrowed &= due_condition(Due(wanted.due), at, end_of_week(at.astimezone(LOCAL).date()))
    return narrowed


def exported(cases: CaseQuerySet) -> CaseQuerySet | None:
    """Return the cases by due date, for a table; None where there are more than one table takes."""
    chosen = list(cases.values_list("pk", flat=True)[: EXPORTED + 1])
    if len(chosen) > EXPORTED:
        return None
    return Case.objects.filter(pk__in=chosen).order_by("due_at", "pk")


def capped(number: int) -> str:
    """Return the number as it is shown: "999+" where nobody counted on."""
    return f"{COUNTED}+" if number > COUNTED else str(number)
