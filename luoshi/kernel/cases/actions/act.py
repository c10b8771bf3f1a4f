"""The one writer: open a case, or act upon one. Everything or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.cases.actions.draft import Draft, prints
from luoshi.kernel.cases.actions.judging import (
    accepted,
    action_of,
    new_case,
    opening_context,
    opening_values,
    parties_of,
    require,
    written,
)
from luoshi.kernel.cases.actions.keeping import keep_rules
from luoshi.kernel.cases.actions.preparing import draft_of, locked, look
from luoshi.kernel.cases.chain import plain, salted
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import OPEN, Action, CaseType
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import KeyReused, Stale
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Event, Party
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.statements import FIND_KEY, NEXT_NUMBER, WAIT_FOR_KEY
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.prepared import ask


@transaction.atomic
def open_case(
    type_key: str,
    *,
    by: Actor,
    data: Mapping[str, Any],
    evidence: Iterable[StoredFile] = (),
    at: datetime,
    key: str | None = None,
    simulated: bool = False,
) -> Case:
    """Open a case of the type and return it. A ``simulated`` one says so wherever it is shown.

    ``key`` makes the call idempotent: the same key and content again return the case they opened. Raises
    ``FormInvalid`` with every wrong field, ``ActRefused`` with every reason, ``KeyReused``.
    """
    _alone(key)
    declared, files = case_type(type_key), tuple(evidence)
    values = opening_values(declared, data, books=parameter_book, at=at)
    if found := _repeated(key, declared, OPEN, values, files, by):
        return found.case
    sight = look(None, declared.opening, values, at=at)
    context = opening_context(
        declared, values, by=by, at=at, files=files, units=sight.units, books=lambda: sight.book
    )
    require(declared.opening, context)
    case = new_case(declared, _next_code(declared, at), by=by, at=at, simulated=simulated)
    draft = Draft(declared, case, Standing(), sight.calendar, units=sight.units)
    keep_rules(declared)
    event = written(draft, declared.opening, context, values, files, key)
    if parties := parties_of(declared, case, values, by, sight.units):
        Party.objects.bulk_create(parties)
    _bring_about(draft, declared.opening, context, event)
    return case


@transaction.atomic
def act(
    case: Case | str,
    action_key: str,
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    evidence: Iterable[StoredFile] = (),
    version: int | None = None,
    at: datetime,
    key: str | None = None,
) -> Event:
    """Do the action upon the case and return the event it became.

    Order: lock, state, part, fields, evidence, all guards, chained event, row, clocks, effects. ``version``
    is the step the person saw: where the case has moved on, ``Stale`` is raised. ``key`` makes the call
    idempotent. Raises ``FormInvalid`` or ``ActRefused`` with everything that stands against it.
    """
    _alone(key)
    row = locked(case if isinstance(case, str) else case.code)
    declared = case_type(row.type)
    action = action_of(declared, action_key)
    values = accepted(action, data or {})
    files = tuple(evidence)
    if found := _repeated(key, declared, action_key, values, files, by, row):
        return found
    if version is not None and version != row.version:
        raise Stale(row.code, row.version)
    context, draft = draft_of(declared, row, actor=by, at=at, action=action, given=values, files=files)
    require(action, context)
    keep_rules(declared)
    event = written(draft, action, context, values, files, key)
    _bring_about(draft, action, context, event)
    return event


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def _bring_about(draft: Draft, action: Action, context: Context, event: Event) -> None:
    for effect in action.then:
        effect.do(Doing(context, draft.case, event, draft.standing, draft.deadlines, open_case))


def _alone(key: str | None) -> None:
    """Wait for whoever uses the key just now: of two calls at once the second finds the first's event."""
    if key is not None:
        ask(WAIT_FOR_KEY, {"key": key})


def _repeated(
    key: str | None,
    declared: CaseType,
    action: str,
    values: Mapping[str, Any],
    files: Iterable[StoredFile],
    by: Actor,
    row: Case | None = None,
) -> Event | None:
    """Return the event an earlier call with the key wrote. Raises ``KeyReused`` where it was another act."""
    if key is None or not (used := ask(FIND_KEY, {"key": key})):
        return None
    found = Event.objects.select_related("case").get(pk=used[0][0])
    salts = dict(found.case.private_values.filter(seq=found.seq).values_list("field", "salt"))
    said = {
        name: {"private": salted(salts[name], value)} if salts.get(name) else value
        for name, value in plain(values).items()
    }
    erased = {name for name, salt in salts.items() if not salt}  # nobody can compare them any more
    kept = {name: said.get(name) if name in erased else value for name, value in found.data.items()}
    call = (declared.key, row.pk if row else found.case_id, action, said, prints(files), by.account)
    if call != (found.case.type, found.case_id, found.action, kept, found.evidence, found.by_id):
        raise KeyReused(found.key or "")
    return found


def _next_code(declared: CaseType, at: datetime) -> str:
    year = _day(at).year
    [(number,)] = ask(NEXT_NUMBER, {"type": declared.key, "year": year})
    return f"{declared.key}-{year}-{number:04}"
