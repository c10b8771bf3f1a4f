"""The one writer: open a case, or act upon one. Everything or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions.draft import Draft, prints
from luoshi.kernel.cases.actions.preparing import draft_of, locked, look
from luoshi.kernel.cases.chain import START, plain, salted
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import OPEN, Action, CaseType, Into
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, KeyReused, Stale
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import accept
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Event, Party, Snapshot
from luoshi.kernel.cases.permit import post_for, refusals
from luoshi.kernel.cases.registry import case_type, declared_text, rules_hash
from luoshi.kernel.cases.statements import FIND_KEY, NEXT_NUMBER, WAIT_FOR_KEY
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.prepared import ask

_snapshots: set[str] = set()  # hashes this process knows to be kept


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
    values = _accepted(declared.opening, data)
    unit = _unit_field(declared)
    if unit not in values:
        intake = parameter_book().value(declared.intake, on=_day(at), scope=settings.CITY.scope)
        values[unit] = str(intake.value)
    if found := _repeated(key, declared, OPEN, values, files, by):
        return found.case
    sight = look(None, declared.opening, values, at=at)
    units = sight.units
    cosigners = [pk for pk in _named(declared.opening, values, Into.SIGNERS) if pk != by.account]
    context = Context(
        type=declared,
        standing=Standing(state=declared.states[0].key),
        actor=by,
        at=at,
        books=lambda: sight.book,
        scope=settings.CITY.scope,
        opener=by.account,
        signers=frozenset([by.account, *cosigners] if by.account else cosigners),
        given=values,
        unit_path=units[values[unit]].path,
        kinds=frozenset(file.kind for file in files),
    )
    _require(declared.opening, context)
    case = Case(
        type=declared.key,
        type_version=declared.version,
        code=_next_code(declared, at),
        opener_id=by.account,
        opened_at=at,
        head=START,
        simulated=simulated,
    )
    draft = Draft(declared, case, Standing(), sight.calendar, units=units)
    event = _write(draft, declared.opening, context, values, files, key)
    accused = [units[code] for code in _named(declared.opening, values, Into.ACCUSED)]
    parties = [Party(case=case, part=Party.Part.COSIGNER, account_id=pk) for pk in cosigners]
    parties += [Party(case=case, part=Party.Part.ACCUSED, unit_id=at.pk, path=at.path) for at in accused]
    if parties:
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
    action = declared.action(action_key)
    if action is None or action is declared.opening:
        raise LuoshiError(
            "action-unknown",
            f"{declared.title}没有“{action_key}”这个动作。",
            f"{declared.key} has no action {action_key}.",
        )
    values = _accepted(action, data or {})
    files = tuple(evidence)
    if found := _repeated(key, declared, action_key, values, files, by, row):
        return found
    if version is not None and version != row.version:
        raise Stale(row.code, row.version)
    context, draft = draft_of(declared, row, actor=by, at=at, action=action, given=values, files=files)
    _require(action, context)
    event = _write(draft, action, context, values, files, key)
    _bring_about(draft, action, context, event)
    return event


def _accepted(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    values, problems = accept(action.form, data)
    if problems:
        raise FormInvalid(problems)
    return values


def _unit_field(declared: CaseType) -> str:
    return next(field.key for field in declared.opening.form if field.into is Into.UNIT)


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def _named(action: Action, values: Mapping[str, Any], into: Into) -> list[Any]:
    return [item for field in action.form if field.into is into for item in values.get(field.key, ())]


def _require(action: Action, context: Context) -> None:
    if against := refusals(action, context, complete=True):
        raise ActRefused(against)


def _write(
    draft: Draft,
    action: Action,
    context: Context,
    values: Mapping[str, Any],
    evidence: Iterable[StoredFile],
    key: str | None,
) -> Event:
    _keep_rules(draft.type)
    post = post_for(action, context) or ""
    held = next((p for p in context.actor.posts if p.code == post), None)
    return draft.append(
        action.key,
        context=context,
        post=post,
        mover_path=held.path if held else "",
        data=values,
        evidence=evidence,
        key=key,
    )


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


def _keep_rules(declared: CaseType) -> None:
    digest = rules_hash(declared)
    if digest in _snapshots:
        return
    Snapshot.objects.bulk_create(
        [Snapshot(hash=digest, type=declared.key, version=declared.version, text=declared_text(declared))],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _snapshots.add(digest))


def _next_code(declared: CaseType, at: datetime) -> str:
    year = _day(at).year
    [(number,)] = ask(NEXT_NUMBER, {"type": declared.key, "year": year})
    return f"{declared.key}-{year}-{number:04}"
