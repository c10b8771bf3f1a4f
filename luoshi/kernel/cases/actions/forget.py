"""Personal data beside the chain: shown for a logged reason, erased while the chain still verifies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see
from luoshi.kernel.cases.actions.preparing import draft_of, locked
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Event, PrivateValue, Reveal
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.cases.private import unseal
from luoshi.kernel.cases.queries import context_of, tasks_of
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import SYSTEM, Actor

ERASED = "private.erased"


@transaction.atomic
def reveal(case: Case, field: str, *, by: Actor, reason: str, at: datetime) -> Any:
    """Return the latest private value of the field, and log who looked and why.

    Raises ``reveal-refused`` without a reason or for somebody who may not read the case, ``ActRefused`` with
    what the type sets against it, and ``private-erased`` where there is nothing any more.
    """
    if not reason.strip() or by.account is None or not may_see(by, case):
        raise LuoshiError(
            "reveal-refused",
            "不能查看：请写明理由，并确认您经办这件事项。",
            "Not shown: give a reason, and be one of those who handle the case.",
        )
    if against := _discretion(case, by, at):
        raise ActRefused(against)
    row = PrivateValue.objects.filter(case=case, field=field).order_by("-seq").first()
    if row is None or row.sealed is None:
        raise LuoshiError(
            "private-erased", "这项内容没有填写或已经删除。", "There is nothing here, or it was erased."
        )
    Reveal.objects.create(case=case, field=field, by_id=by.account, at=at, reason=reason.strip())
    return unseal(row.sealed)


def _discretion(case: Case, by: Actor, at: datetime) -> list[Refusal]:
    """Return what the type sets against showing the actor anything private of the case."""
    declared = case_type(case.type)
    if not declared.reveals:
        return []
    tasks = tasks_of(declared, case)
    context = context_of(declared, case, actor=by, at=at, given={}, kinds=(), tasks=tasks, deadlines=())
    return [Refusal(each.key, each.why, each.law) for each in declared.reveals if not each.test(context)]


@transaction.atomic
def erase(case: Case, *, reason: str, at: datetime, by: Actor = SYSTEM) -> Event | None:
    """Forget every private value of the case, and say so in its chain. None where nothing was left.

    The chain goes on to verify: it never held the values, only their salted hashes.
    """
    row = locked(case.code)
    values = PrivateValue.objects.filter(case=row).exclude(sealed=None)
    fields = sorted(set(values.values_list("field", flat=True)))
    if not fields:
        return None
    values.update(sealed=None, salt="", erased_at=at)
    context, draft = draft_of(case_type(row.type), row, actor=by, at=at)
    return draft.append(ERASED, context=context, data={"fields": fields, "reason": reason})
