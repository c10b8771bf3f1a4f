"""What the lines of a list say: the case, its nearest deadline, and who is to move."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper

from luoshi.desk.queries.conditions import KINDS, conditions, values_of
from luoshi.desk.rules import Left, folded, left_of
from luoshi.desk.vocabulary import Section
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Kind, Sight
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.declarations import CaseType, State
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.composed import Blank, Where, answers, held, one_of, question_of
from luoshi.kernel.parameters.queries import parameter_book

_WARNING = 3  # working days, where no parameter says otherwise
_COUNTING = [status for status in OWED if status != Deadline.Status.PAUSED]
_COLUMNS = (
    *("pk", "type", "state", "code", "version", "title", "secrecy", "simulated"),
    *("unit__short", "assignee__name", "assignee__username"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a list. ``assignee`` is empty where nobody handles the case, ``left`` None if all is done."""

    code: str
    version: int
    title: str
    secrecy: int
    simulated: bool
    unit: str
    assignee: str
    state: State
    turn: str  # the titles of the roles the case waits for
    mine: bool
    clock: str
    due_at: datetime | None
    provisional: bool
    left: Left | None
    snippet: str


def rows_of(pks: Sequence[int], sight: Sight, at: datetime, *, q: str = "") -> list[Row]:
    """Return the lines of the cases, in their order: two queries, and those of calendar and parameters."""
    calendar, warning = working_calendar(), warning_days(at)
    nearest: dict[int, tuple[str, datetime, bool]] = {}
    values = values_of(sight, at) | {"pks": list(pks)}
    for pk, clock, due, provisional in answers(_owed(), values):
        nearest.setdefault(pk, (clock, due, provisional))
    found: dict[int, Row] = {}
    for case in answers(_told(sight.kind, texts=bool(q)), values):
        pk, key, state, code, version, title, secrecy, simulated, unit, name, username, *data, mine = case
        if (declared := case_types().get(key)) is None:
            continue  # its platform was taken out
        clock, due_at, provisional = nearest.get(pk) or ("", None, False)
        found[pk] = Row(
            code=code,
            version=version,
            title=title,
            secrecy=secrecy,
            simulated=simulated,
            unit=unit,
            assignee=name or username or "",
            state=declared.state(state),
            turn=_waited_for(declared, state),
            mine=bool(mine),
            clock=next((c.title for c in declared.clocks if c.key == clock), ""),
            due_at=due_at,
            provisional=provisional,
            left=left_of(calendar, due_at, at, warning=warning) if due_at else None,
            snippet=_snippet(f"{code} {title}", json.loads(data[0]), q) if q else "",
        )
    return [found[pk] for pk in pks if pk in found]


@cache
def _owed() -> Where:
    """Return the question which deadlines of some cases are running, the nearest first."""
    owed = Deadline.objects.filter(one_of("case_id", Blank("pks", "bigint[]")), status__in=_COUNTING)
    columns = owed.values_list("case_id", "clock", "due_at", "provisional")
    return question_of(columns.order_by("due_at", "pk"))


@lru_cache(KINDS)
def _told(kind: Kind, *, texts: bool) -> Where:
    """Return the question what there is to tell of some cases, their texts too if one searches in them."""
    columns = (*_COLUMNS, "data") if texts else _COLUMNS
    turned = ExpressionWrapper(held(conditions(kind).sections[Section.TURN]), output_field=BooleanField())
    cases = Case.objects.filter(one_of("pk", Blank("pks", "bigint[]"))).order_by()
    return question_of(cases.values_list(*columns, turned))


def warning_days(at: datetime) -> int:
    """Return from how many working days before it a deadline is shown as near."""
    try:
        on = at.astimezone(LOCAL).date()
        return int(parameter_book().value("cases.warning", on=on, scope=settings.CITY.scope).value)
    except LuoshiError:
        return _WARNING


@cache
def _waited_for(declared: CaseType, state: str) -> str:
    return "、".join(declared.role(key).title for key in declared.state(state).turn)


def _snippet(shown: str, data: dict[str, Any], q: str) -> str:
    """Return a piece of the case's text around the first word that is not among what is shown of it."""
    title = folded(shown)
    texts = [value for value in data.values() if isinstance(value, str)]
    for word in (word for word in map(folded, q.split()) if word not in title):
        for text in texts:
            if (place := folded(text).find(word)) >= 0:
                start = max(place - 20, 0)
                return f"{'…' if start else ''}{text[start : place + 60]}"
    return ""
