"""Fetch what an act must know of a case, under its lock: two statements, and one for what its form names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.queries import calendar_of
from luoshi.kernel.calendar.rules import WorkingCalendar
from luoshi.kernel.cases.actions.draft import Draft
from luoshi.kernel.cases.context import LOCAL, Context, Past
from luoshi.kernel.cases.declarations import Action, CaseType, Kind
from luoshi.kernel.cases.errors import FormInvalid
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import Problem
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.standing import Place, code_of, place_of
from luoshi.kernel.cases.statements import LOCK_CASE, LOOK, LOOK_UP
from luoshi.kernel.cases.tables import unlisted
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import book_of
from luoshi.kernel.parameters.rules import Book
from luoshi.kernel.prepared import ask

UNITS, PEOPLE = (Kind.UNIT, Kind.UNITS), (Kind.PERSON, Kind.PEOPLE)
_CASE_COLUMNS = [column.attname for column in Case._meta.concrete_fields]
_DEADLINE_COLUMNS = [column.attname for column in Deadline._meta.concrete_fields]
_DEADLINE_MOMENTS = ("started_at", "due_at", "strict_at", "warn_at", "stopped_at")


@dataclass(frozen=True, slots=True)
class Sight:
    """What was fetched for an act: of the case, of what the form names, and the editions in force."""

    tasks: list[Place]
    evidence: list[tuple[str, str]]  # kind and name
    deadlines: list[Deadline]  # those still owed
    past: list[Past]
    units: dict[str, Place]  # those the form names, by code
    calendar: WorkingCalendar
    book: Book


def locked(code: str) -> Case:
    """Return the case, locked until the transaction ends. Raises ``case-missing``."""
    for row in ask(LOCK_CASE, {"code": code}):
        return Case.from_db(DEFAULT_DB_ALIAS, _CASE_COLUMNS, row)
    raise LuoshiError("case-missing", f"没有编号为 {code} 的事项。", f"There is no case {code}.")


def look(case: Case | None, action: Action | None, values: Mapping[str, Any], *, at: datetime) -> Sight:
    """Return what the act may look at: of the case, if there is one, and of what the form names.

    Raises ``FormInvalid`` for each organisation and table entry that does not exist on the day, and for each
    unknown account.
    """
    [(seen,)] = ask(LOOK, {"case": case.pk if case else None})
    tasks, evidence, owed, past, calendar, book = seen
    return Sight(
        tasks=[Place(unit, code_of(path), path) for unit, path in tasks or ()],
        evidence=[(kind, name) for kind, name in evidence or ()],
        deadlines=[_deadline(row) for row in owed or ()],
        past=[Past(seq, did, _moment(when), by, data) for seq, did, when, by, data in past or ()],
        units=_places(action, values, at),
        calendar=calendar_of(calendar and tuple(calendar)),
        book=book_of(book and tuple(book)),
    )


def _places(action: Action | None, values: Mapping[str, Any], at: datetime) -> dict[str, Place]:
    """Return the organisations the form names, by code. Raises ``FormInvalid`` as ``look`` does."""
    day = _day(at)
    units, people = named(action, values, UNITS), named(action, values, PEOPLE)
    places, accounts = [], []
    if units or people:
        [(places, accounts)] = ask(LOOK_UP, {"units": list(units), "people": list(people), "on": day})
    found = {code: Place(pk, code, path) for pk, code, path in places or ()}
    missing = [Problem(units[code], f"没有这个单位：{code}") for code in units if code not in found]
    unknown = people.keys() - set(accounts or ())
    missing += [Problem(people[pk], f"没有这个账号：{pk}") for pk in people if pk in unknown]
    missing += unlisted(action, values, on=day)
    if missing:
        raise FormInvalid(missing)
    return found


def draft_of(
    declared: CaseType,
    row: Case,
    *,
    actor: Actor,
    at: datetime,
    action: Action | None = None,
    given: Mapping[str, Any] | None = None,
    files: tuple[StoredFile, ...] = (),
) -> tuple[Context, Draft]:
    """Return the case as guards see it, and as the writer holds it. Raises ``FormInvalid`` as ``look``."""
    sight = look(row, action, given or {}, at=at)
    context = context_of(
        declared,
        row,
        actor=actor,
        at=at,
        given=given or {},
        kinds=[*(kind for kind, _ in sight.evidence), *(file.kind for file in files)],
        tasks=sight.tasks,
        deadlines=sight.deadlines,
        past=sight.past,
        books=lambda: sight.book,
    )
    in_play = {place.code: place for place in (place_of(row), *sight.tasks)} | sight.units
    names = [name for _, name in sight.evidence]
    return context, Draft(declared, row, context.standing, sight.calendar, sight.deadlines, in_play, names)


def named(action: Action | None, values: Mapping[str, Any], kinds: tuple[Kind, Kind]) -> dict[Any, str]:
    """Return what fields of the kinds name, each with the field that names it."""
    named: dict[Any, str] = {}
    for field in action.form if action else ():
        if field.kind in kinds and field.key in values:
            value = values[field.key]
            named |= dict.fromkeys(value if isinstance(value, list) else [value], field.key)
    return named


def _deadline(row: dict[str, Any]) -> Deadline:
    for name in _DEADLINE_MOMENTS:
        row[name] = row[name] and _moment(row[name])
    return Deadline.from_db(DEFAULT_DB_ALIAS, _DEADLINE_COLUMNS, [row[name] for name in _DEADLINE_COLUMNS])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()
