"""Lists of cases: sections, filters, capped counts, pages by cursor, and what a row says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast

from luoshi.desk.queries.turn import checking_condition, turn_condition, under
from luoshi.desk.rules import Left, end_of_week, folded, left_of
from luoshi.desk.vocabulary import Due, Section, Sort
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.search import to_query
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.declarations import CaseType, State
from luoshi.kernel.cases.models import Case, CaseQuerySet, Deadline
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.parameters.queries import parameter_book

EXPORTED = 20_000  # cases in one table
COUNTED = 999  # beyond it a number says no more than "many"
_WARNING = 3  # working days, where no parameter says otherwise


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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: the case, its nearest deadline, and who is to move."""

    case: Case
    type: CaseType
    state: State
    deadline: Deadline | None
    clock: str
    left: Left | None
    mine: bool
    snippet: str = ""

    @property
    def turn(self) -> str:
        """Return the titles of the roles the case waits for."""
        return "、".join(self.type.role(key).title for key in self.state.turn)


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
    fitting = sight.condition & section_condition(wanted.section, sight, at)
    if wanted.type in case_types():
        fitting &= Q(type=wanted.type)
        if wanted.state:
            fitting &= Q(state=wanted.state)
    if wanted.unit:
        fitting &= Q(path__startswith=wanted.unit)
    if wanted.due:
        fitting &= _due(Due(wanted.due), at)
    cases = Case.objects.filter(fitting).order_by()
    if phrase := to_query(wanted.q):
        cases = cases.filter(_Matches(F("search"), Cast(Value(phrase), SearchQueryField())))
    return cases


def counts(sight: Sight, at: datetime) -> dict[str, int]:
    """Return how many cases each section but the last holds, and ``late``: of one's turn, the overdue ones.

    One query; none counts beyond ``COUNTED`` + 1.
    """
    asked = {one.value: section_condition(one, sight, at) for one in Section if one is not Section.ALL}
    asked["late"] = asked[Section.TURN] & _due(Due.OVERDUE, at)
    numbers = {
        f"n_{key}": _number(Case.objects.filter(sight.condition & condition))
        for key, condition in asked.items()
    }
    row = cast(dict[str, Any], Account.objects.filter(pk=visited(sight.actor)).values(**numbers).get())
    return {key: row[f"n_{key}"] for key in asked}


def page_of(cases: CaseQuerySet, *, sort: str, after: str, size: int) -> tuple[list[Case], str]:
    """Return a page of the cases after the cursor, and the cursor of the next page, "" at the end.

    By due date, those without one last; or the newest first. At most two queries.
    """
    lines = cases.select_related("unit", "assignee").defer("search")
    if sort == Sort.NEW:
        newest = lines.order_by("-pk")
        if after.isdecimal():
            newest = newest.filter(pk__lt=int(after))
        rows = list(newest[: size + 1])
        return rows[:size], str(rows[size - 1].pk) if len(rows) > size else ""
    moment, pk = _cursor(after)
    rows = []
    if pk is None or moment:
        dated = lines.filter(due_at__isnull=False).order_by("due_at", "pk")
        if moment:
            dated = dated.filter(due_at__gte=moment).exclude(due_at=moment, pk__lte=pk)
        rows = list(dated[: size + 1])
    if len(rows) <= size:
        undated = lines.filter(due_at=None).order_by("pk")
        if pk is not None and moment is None:
            undated = undated.filter(pk__gt=pk)
        rows += undated[: size + 1 - len(rows)]
    return rows[:size], _cursor_of(rows[size - 1]) if len(rows) > size else ""


def rows_of(cases: list[Case], sight: Sight, at: datetime, *, q: str = "") -> list[Row]:
    """Return what the lines say: three queries, and those of the calendar and of one parameter."""
    calendar, warning = working_calendar(), warning_days(at)
    pks = [case.pk for case in cases]
    mine = set(_turned(sight).filter(pk__in=pks).values_list("pk", flat=True))
    nearest: dict[int, Deadline] = {}
    counting = [status for status in OWED if status != Deadline.Status.PAUSED]
    for deadline in Deadline.objects.filter(case__in=pks, status__in=counting).order_by("due_at", "pk"):
        nearest.setdefault(deadline.case_id, deadline)
    rows = []
    for case in cases:
        if (declared := case_types().get(case.type)) is None:
            continue  # its platform was taken out
        due = nearest.get(case.pk)
        clock = next((c.title for c in declared.clocks if due and c.key == due.clock), "")
        left = left_of(calendar, due.due_at, at, warning=warning) if due else None
        state = declared.state(case.state)
        rows.append(
            Row(case, declared, state, due, clock, left, case.pk in mine, _snippet(case, q) if q else "")
        )
    return rows


def exported(cases: CaseQuerySet) -> CaseQuerySet | None:
    """Return the cases by due date, for a table; None where there are more than one table takes."""
    chosen = list(cases.values_list("pk", flat=True)[: EXPORTED + 1])
    if len(chosen) > EXPORTED:
        return None
    return Case.objects.filter(pk__in=chosen).order_by("due_at", "pk")


def warning_days(at: datetime) -> int:
    """Return from how many working days before it a deadline is shown as near."""
    try:
        on = at.astimezone(LOCAL).date()
        return int(parameter_book().value("cases.warning", on=on, scope=settings.CITY.scope).value)
    except LuoshiError:
        return _WARNING


def visited(actor: Actor) -> int:
    """Return the account of somebody at the desk, who is never the system."""
    assert actor.account is not None
    return actor.account


def capped(number: int) -> str:
    """Return the number as it is shown: "999+" where nobody counted on."""
    return f"{COUNTED}+" if number > COUNTED else str(number)


class _Keys(ArraySubquery):
    """Keys of rows. Where a condition can never hold, the number selected over it is a plain 0."""

    empty_result_set_value = NotImplemented


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _turned(sight: Sight) -> CaseQuerySet:
    return Case.objects.filter(turn_condition(sight.actor, sight.signed))


def _due(due: Due, at: datetime) -> Q:
    match due:
        case Due.OVERDUE:
            return Q(due_at__lt=at)
        case Due.WEEK:
            return Q(due_at__gte=at, due_at__lte=end_of_week(at.astimezone(LOCAL).date()))
        case Due.NONE:
            return Q(due_at=None)


def _number(cases: CaseQuerySet) -> Func:
    some = _Keys(cases.order_by().values("pk")[: COUNTED + 1])
    return Func(some, function="CARDINALITY", output_field=IntegerField())


def _cursor(text: str) -> tuple[datetime | None, int | None]:
    moment, _, pk = text.partition("~")
    if pk.isdecimal() and not moment:
        return None, int(pk)
    with suppress(ValueError):
        if (due := datetime.fromisoformat(moment)).tzinfo and pk.isdecimal():
            return due, int(pk)
    return None, None  # not one of ours: the first page


def _cursor_of(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else ''}~{case.pk}"


def _snippet(case: Case, q: str) -> str:
    """Return a piece of the case's text around the first word that its title does not show."""
    title = folded(f"{case.code} {case.title}")
    texts = [value for value in case.data.values() if isinstance(value, str)]
    for word in (word for word in map(folded, q.split()) if word not in title):
        for text in texts:
            if (place := folded(text).find(word)) >= 0:
                start = max(place - 20, 0)
                return f"{'…' if start else ''}{text[start : place + 60]}"
    return ""
