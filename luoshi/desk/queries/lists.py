"""Lists of cases: sections, filters and capped counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast

from luoshi.desk.queries.paging import Where, both, counted, where_of
from luoshi.desk.queries.turn import checking_condition, turn_condition, under
from luoshi.desk.rules import end_of_week
from luoshi.desk.vocabulary import Due, Section, Sort
from luoshi.kernel.base.search import to_query
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.cases.registry import case_types

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


def section_condition(section: Section, sight: Sight, at: datetime) -> Q:
    """Return what makes a case part of the section, beside being visible."""
    actor = sight.actor
    match section:
        case Section.TURN:
            return turn_condition(actor, sight.signed)
        case Section.MINE:
            return Q(closed_at=None, assignee=actor.account)
        case Section.UNIT:
            return Q(closed_at=None) & under(actor.paths)
        case Section.OVERDUE:
            return _due(Due.OVERDUE, at)
        case Section.WEEK:
            return _due(Due.WEEK, at)
        case Section.CHECK:
            return checking_condition(actor, at, sight.signed)
        case Section.ALL:
            return Q()


def found(sight: Sight, wanted: Wanted, at: datetime) -> CaseQuerySet:
    """Return the visible cases of the section that fit all that is wanted, in no order."""
    return _fitting(_seen(sight), sight, wanted, at)


def branches_of(sight: Sight, wanted: Wanted, at: datetime) -> list[CaseQuerySet]:
    """Return the same cases in parts, each found by an index of its own, or in one, where one index does."""
    if wanted.section not in _ANYWHERE:
        return [found(sight, wanted, at)]
    return [_fitting(cases, sight, wanted, at) for cases in _parts(sight)]


def columns_of(sight: Sight, wanted: Wanted, at: datetime) -> list[CaseQuerySet]:
    """Return the same cases for columns that each take the first few: in one, as an index of states serves.

    In parts only where sight holds a sub-question, which would be answered in full for every column.
    """
    return [found(sight, wanted, at)] if sight.named else branches_of(sight, wanted, at)


def _seen(sight: Sight) -> CaseQuerySet:
    return Case.objects.filter(sight.condition).order_by()


def _parts(sight: Sight) -> list[CaseQuerySet]:
    return [Case.objects.filter(branch).order_by() for branch in sight.branches]


def _fitting(seen: CaseQuerySet, sight: Sight, wanted: Wanted, at: datetime) -> CaseQuerySet:
    fitting = section_condition(wanted.section, sight, at)
    if wanted.type in case_types():
        fitting &= Q(type=wanted.type)
        if wanted.state:
            fitting &= Q(state=wanted.state)
    if wanted.unit:
        fitting &= Q(path__startswith=wanted.unit)
    if wanted.due:
        fitting &= _due(Due(wanted.due), at)
    cases = seen.filter(fitting)
    if phrase := to_query(wanted.q):
        cases = cases.filter(_Matches(F("search"), Cast(Value(phrase), SearchQueryField())))
    return cases


def counts(sight: Sight, at: datetime) -> dict[str, int]:
    """Return how many cases each section but the last holds, and ``late``: of one's turn, the overdue ones.

    One query; none counts beyond ``COUNTED`` + 1. Each condition is put into words once: there are many.
    """
    seen = _wheres([_seen(sight)])
    parts = _wheres(_parts(sight))
    asked = {one: section_condition(one, sight, at) for one in Section if one is not Section.ALL}
    found = {one: where_of(Case.objects.filter(condition)) for one, condition in asked.items()}
    lists = {one.value: both(parts if one in _ANYWHERE else seen, found[one]) for one in asked}
    lists["late"] = both(lists[Section.TURN], found[Section.OVERDUE])
    return counted(lists, most=COUNTED + 1)


def _wheres(branches: Iterable[CaseQuerySet]) -> list[Where]:
    return [where for branch in branches if (where := where_of(branch))]


def exported(cases: CaseQuerySet) -> CaseQuerySet | None:
    """Return the cases by due date, for a table; None where there are more than one table takes."""
    chosen = list(cases.values_list("pk", flat=True)[: EXPORTED + 1])
    if len(chosen) > EXPORTED:
        return None
    return Case.objects.filter(pk__in=chosen).order_by("due_at", "pk")


def capped(number: int) -> str:
    """Return the number as it is shown: "999+" where nobody counted on."""
    return f"{COUNTED}+" if number > COUNTED else str(number)


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _due(due: Due, at: datetime) -> Q:
    match due:
        case Due.OVERDUE:
            return Q(due_at__lt=at)
        case Due.WEEK:
            return Q(due_at__gte=at, due_at__lte=end_of_week(at.astimezone(LOCAL).date()))
        case Due.NONE:
            return Q(due_at=None)
