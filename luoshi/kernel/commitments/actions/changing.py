"""目标调整: change a target or a check by due procedure. The original stays; the change is a second line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions.duties import name_of
from luoshi.kernel.commitments.models import ChangeRecord, Check, Commitment, Origin, TargetPlan
from luoshi.kernel.commitments.rights import require_office
from luoshi.kernel.commitments.tracking.entries import TrajectoryEntry
from luoshi.kernel.commitments.tracking.rows import (
    FIELDS,
    differences,
    facts_of,
    latest,
    plain_facts,
    trajectory_json,
)
from luoshi.kernel.orgs.actor import Actor

_TARGET: dict[str, type] = {
    "value": Decimal,
    "high": Decimal,
    "deadline": date,
    "trajectory": TrajectoryEntry,
}
_CHECK: dict[str, type] = {"deadline": date, "evidence": str}


@transaction.atomic
def change_target(
    commitment: Commitment,
    *,
    quote: str,
    changes: Mapping[str, Any],
    reason: str,
    approved_by: str,
    by: Actor,
    at: datetime,
    nth: int = 1,
    seen: int | None = None,
) -> ChangeRecord:
    """Change ``value``, ``high``, ``deadline`` or ``trajectory`` of a target from the day on (D10).

    A value is given as the report would print it: of a decrease, its size. Makes a new version and a record;
    the original version stays and keeps its verdict. ``approved_by`` is the body and its document.
    ``seen`` is the version that the person had before them: the same again returns the record there is,
    anything else that is late raises ``change-stale``. Raises also ``office-only``, ``target-unknown``,
    ``change-unfounded``, ``change-field`` or ``change-empty``.
    """
    require_office(by)
    versions = _versions(commitment, commitment.plans.filter(quote=quote, nth=nth), f"“{quote}”")
    if made := _made_before(versions, changes, seen):
        return made
    row = _changed(TargetPlan, versions, changes, _TARGET, reason, approved_by, at)
    return _recorded(row, versions, what="target", reason=reason, approved_by=approved_by, by=by, at=at)


@transaction.atomic
def change_check(
    commitment: Commitment,
    *,
    changes: Mapping[str, Any],
    reason: str,
    approved_by: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> ChangeRecord:
    """Change ``deadline`` or ``evidence`` of a check from the day on; else as ``change_target``."""
    require_office(by)
    versions = _versions(commitment, commitment.checks.all(), "核验安排")
    if made := _made_before(versions, changes, seen):
        return made
    row = _changed(Check, versions, changes, _CHECK, reason, approved_by, at)
    return _recorded(row, versions, what="check", reason=reason, approved_by=approved_by, by=by, at=at)


def _versions(commitment: Commitment, rows: Any, name: str) -> list[Any]:
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    versions = list(rows)
    original = latest(versions, change=False)
    if original is None or original.withdrawn:
        raise LuoshiError(
            "target-unknown",
            f"{commitment.code} 没有{name}。请先采纳跟踪文件。",
            f"{commitment.code} has no {name}. Adopt the tracking file first.",
        )
    return versions


def _made_before(versions: list[Any], changes: Mapping[str, Any], seen: int | None) -> ChangeRecord | None:
    """Return the record of the change where the same was asked before; None where nothing came between."""
    now = current(versions)
    if seen is None or seen == now.version:
        return None
    asked = plain_facts({name: _stored(value) for name, value in changes.items()})
    rows = ChangeRecord.objects.filter(commitment=now.commitment_id, origin=Origin.CHANGE)
    last = rows.filter(plan=now) if isinstance(now, TargetPlan) else rows.filter(what="check")
    if asked and not differences(facts_of(now), asked) and (made := last.order_by("at", "pk").last()):
        return made
    raise LuoshiError(
        "change-stale",
        "您打开页面以后，这里已被调整过。请看过现在的数值再定。",
        "It was changed after you opened the page. Look at what holds now.",
    )


def _stored(value: Any) -> Any:
    return trajectory_json(value) if isinstance(value, TrajectoryEntry) else value


def _changed(
    model: Any,
    versions: list[Any],
    changes: Mapping[str, Any],
    allowed: dict[str, type],
    reason: str,
    approved_by: str,
    at: datetime,
) -> Any:
    if not reason.strip() or not approved_by.strip():
        raise LuoshiError(
            "change-unfounded",
            "调整须写明原因，以及由哪个机关以什么文件批准。",
            "A change needs a reason, and who approved it by which document.",
        )
    for name, value in changes.items():
        if name not in allowed or not isinstance(value, allowed[name]):
            listed = ", ".join(allowed)
            raise LuoshiError(
                "change-field",
                f"“{name}”不能这样调整；可以调整 {listed}。",
                f"{name} cannot be changed so; one may change {listed}.",
            )
    now = current(versions)
    values = {name: getattr(now, name) for name in FIELDS[model]}
    values |= {name: _stored(value) for name, value in changes.items()}
    if not differences(facts_of(now), plain_facts(values)):
        raise LuoshiError("change-empty", "没有任何改动。", "Nothing would change.")
    if "deadline" in changes:
        values["deadline_from"] = "change"
    words = {"quote": now.quote, "nth": now.nth} if model is TargetPlan else {}
    return model(
        commitment_id=now.commitment_id,
        version=max(one.version for one in versions) + 1,
        origin=Origin.CHANGE,
        valid_from=timezone.localdate(at),
        recorded_at=at,
        **words,
        **values,
    )


def current(versions: list[Any]) -> Any:
    """Return what holds: the last change where there is one, else the original."""
    return latest(versions, change=True) or latest(versions, change=False)


def _recorded(
    row: Any, versions: list[Any], *, what: str, reason: str, approved_by: str, by: Actor, at: datetime
) -> ChangeRecord:
    before = current(versions)
    row.save(force_insert=True)
    return ChangeRecord.objects.create(
        commitment_id=row.commitment_id,
        plan=row if isinstance(row, TargetPlan) else None,
        what=what,
        origin=Origin.CHANGE,
        quote=getattr(row, "quote", ""),
        changes=differences(facts_of(before), facts_of(row)),
        reason=reason,
        who=name_of(by),
        approved_by=approved_by,
        at=at,
    )
