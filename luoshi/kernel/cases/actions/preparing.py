"""Fetch what an act must know of a case, under its lock, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions.draft import Draft
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import Action, CaseType, Kind
from luoshi.kernel.cases.errors import FormInvalid
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import Problem
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.queries import context_of, tasks_of
from luoshi.kernel.cases.standing import Place, place_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Organisation

_UNITS, _PEOPLE = (Kind.UNIT, Kind.UNITS), (Kind.PERSON, Kind.PEOPLE)


def locked(code: str) -> Case:
    """Return the case, locked until the transaction ends. Raises ``case-missing``."""
    row = Case.objects.select_for_update().defer("search").filter(code=code).first()
    if row is None:
        raise LuoshiError("case-missing", f"没有编号为 {code} 的事项。", f"There is no case {code}.")
    return row


def resolve_units(action: Action, values: Mapping[str, Any], *, on: date) -> dict[str, Place]:
    """Return the organisations a form names, by code.

    Raises ``FormInvalid`` for each that does not exist on the day, and for each account that does not.
    """
    units, people = _named(action, values, _UNITS), _named(action, values, _PEOPLE)
    if not units and not people:
        return {}
    places = Organisation.objects.in_force(on).filter(code__in=units).values_list("pk", "code", "path")
    known = Account.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)
    found = {row[1]: Place(*row) for row in places} if units else {}
    accounts = set(known) if people else set()
    missing = [Problem(units[code], f"没有这个单位：{code}") for code in units if code not in found]
    missing += [Problem(people[pk], f"没有这个账号：{pk}") for pk in people if pk not in accounts]
    if missing:
        raise FormInvalid(missing)
    return found


def _named(action: Action, values: Mapping[str, Any], kinds: tuple[Kind, Kind]) -> dict[Any, str]:
    """Return what fields of the kinds name, each with the field that names it."""
    named: dict[Any, str] = {}
    for field in action.form:
        if field.key in values and field.kind in kinds:
            value = values[field.key]
            named |= dict.fromkeys(value if isinstance(value, list) else [value], field.key)
    return named


def draft_of(
    declared: CaseType,
    row: Case,
    *,
    actor: Actor,
    at: datetime,
    given: Mapping[str, Any],
    units: Mapping[str, Place],
    action: Action | None,
    files: tuple[StoredFile, ...] = (),
) -> tuple[Context, Draft]:
    """Return the case as guards see it, and as the writer holds it."""
    tasks = tasks_of(declared, row)
    kinds = {file.kind for file in files}
    if action and action.needs:
        kinds |= set(row.evidence.values_list("kind", flat=True))
    deadlines = list(row.deadlines.filter(status__in=OWED))
    context = context_of(
        declared, row, actor=actor, at=at, given=given, kinds=kinds, tasks=tasks, deadlines=deadlines
    )
    places = [place_of(row), *(place_of(task) for task in tasks)]
    in_play = {place.code: place for place in places} | dict(units)
    return context, Draft(declared, row, context.standing, deadlines, in_play)
