"""What every writer asks and settles before it writes: one at a time or in bulk, it is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions.draft import Draft
from luoshi.kernel.cases.chain import START
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import Action, CaseType, Into
from luoshi.kernel.cases.errors import ActRefused, FormInvalid
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import accept
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Event, Party
from luoshi.kernel.cases.permit import post_for, refusals
from luoshi.kernel.cases.standing import Place
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.rules import Book


def action_of(declared: CaseType, key: str) -> Action:
    """Return the action upon an open case. Raises ``action-unknown``."""
    action = declared.action(key)
    if action is None or action is declared.opening:
        raise LuoshiError(
            "action-unknown",
            f"{declared.title}没有“{key}”这个动作。",
            f"{declared.key} has no action {key}.",
        )
    return action


def accepted(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the chain keeps them. Raises ``FormInvalid`` with every wrong field."""
    values, problems = accept(action.form, data)
    if problems:
        raise FormInvalid(problems)
    return values


def opening_values(
    declared: CaseType, data: Mapping[str, Any], *, books: Callable[[], Book], at: datetime
) -> dict[str, Any]:
    """Return what a case is opened with: a unit that is not given is that of the type's intake."""
    values, unit = accepted(declared.opening, data), _unit_field(declared)
    if unit not in values:
        day = at.astimezone(LOCAL).date()
        values[unit] = str(books().value(declared.intake, on=day, scope=settings.CITY.scope).value)
    return values


def opening_context(
    declared: CaseType,
    values: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    files: Iterable[StoredFile],
    units: Mapping[str, Place],
    books: Callable[[], Book],
) -> Context:
    """Return what guards may look at before there is a case."""
    signing = [by.account, *cosigners(declared, values, by)]
    return Context(
        type=declared,
        standing=Standing(state=declared.states[0].key),
        actor=by,
        at=at,
        books=books,
        scope=settings.CITY.scope,
        opener=by.account,
        signers=frozenset(pk for pk in signing if pk is not None),
        given=values,
        unit_path=units[values[_unit_field(declared)]].path,
        kinds=frozenset(file.kind for file in files),
    )


def new_case(
    declared: CaseType,
    code: str,
    *,
    by: Actor,
    at: datetime,
    simulated: bool,
    make: Callable[..., Case] = Case,
) -> Case:
    """Return the row of a case before its first event."""
    return make(
        type=declared.key,
        type_version=declared.version,
        code=code,
        opener_id=by.account,
        opened_at=at,
        head=START,
        simulated=simulated,
    )


def cosigners(declared: CaseType, values: Mapping[str, Any], by: Actor) -> list[int]:
    """Return the accounts that sign with whoever opens the case."""
    return [pk for pk in _said(declared.opening, values, Into.SIGNERS) if pk != by.account]


def parties_of(
    declared: CaseType, case: Case, values: Mapping[str, Any], by: Actor, units: Mapping[str, Place]
) -> list[Party]:
    """Return the unsaved rows of those who sign the new case, and of those it accuses."""
    signing = cosigners(declared, values, by)
    accused = [units[code] for code in _said(declared.opening, values, Into.ACCUSED)]
    parties = [Party(case_id=case.pk, part=Party.Part.COSIGNER, account_id=pk) for pk in signing]
    return parties + [
        Party(case_id=case.pk, part=Party.Part.ACCUSED, unit_id=unit.pk, path=unit.path) for unit in accused
    ]


def require(action: Action, context: Context) -> None:
    """Raise ``ActRefused`` with everything that stands against the act."""
    if against := refusals(action, context, complete=True):
        raise ActRefused(against)


def written(
    draft: Draft,
    action: Action,
    context: Context,
    values: Mapping[str, Any],
    evidence: Iterable[StoredFile],
    key: str | None,
) -> Event:
    """Write the event for the post in which the actor may do the act."""
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


def _unit_field(declared: CaseType) -> str:
    return next(field.key for field in declared.opening.form if field.into is Into.UNIT)


def _said(action: Action, values: Mapping[str, Any], into: Into) -> list[Any]:
    return [item for field in action.form if field.into is into for item in values.get(field.key, ())]
