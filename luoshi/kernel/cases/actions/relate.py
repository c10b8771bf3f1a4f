"""Tie a case to another or to a commitment: said in its chain, so that nobody ties or unties it unseen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.actions.preparing import draft_of, locked
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Event, Link, Party
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import Actor, HeldPost

RELATED = "related"
SERVES = "serves"  # the tie to a commitment
TIES = ("about", "repeats", "follows")  # to a case: it concerns the same, says the same, goes on from it
_LONGEST = 500  # characters of a reason


def may_relate(actor: Actor, case: Case) -> HeldPost | None:
    """Return the post with which the actor may tie the case: in its unit, or one that hands cases out."""
    inside = (actor.holds(role, path=case.path) for role in ("head", "handler"))
    return actor.holds("office") or next((post for post in inside if post), None)


@transaction.atomic
def relate(case: Case, commitment: str, *, by: Actor, at: datetime, reason: str = "") -> Event | None:
    """Record that the case serves the commitment of that number. None where that is known already.

    The unit that answers for the case may do so, and whoever hands cases out. Raises ``ActRefused`` and
    ``tie-reason``.
    """
    row = locked(case.code)
    post = _post(row, by)
    if len(reason) > _LONGEST:
        raise _no_reason()
    if Link.objects.filter(case=row, kind=SERVES, commitment=commitment).exists():
        return None
    Link.objects.create(case=row, kind=SERVES, commitment=commitment)
    said = {"commitment": commitment} | ({"reason": reason} if reason else {})
    return _say(row, post, said, by=by, at=at)


@transaction.atomic
def relate_case(case: Case, other: str, *, kind: str, reason: str, by: Actor, at: datetime) -> Event | None:
    """Record that the case concerns, repeats or follows the other, and why. None where that is known already.

    Who ties must be able to read both. Raises ``ActRefused``, ``case-missing``, ``tie-kind``,
    ``tie-reason``, ``tie-itself``, and ``tie-secret`` where the chain would tell of a case that is less
    open than this one, or accuses somebody.
    """
    row = locked(case.code)
    post = _post(row, by)
    _require(kind, reason)
    found = visible(by, Case.objects.filter(code=other), few=True).first()
    if found is None:
        raise LuoshiError("case-missing", f"没有编号为 {other} 的事项。", f"There is no case {other}.")
    if found.pk == row.pk:
        raise LuoshiError("tie-itself", "事项不能与自己关联。", "A case is not tied to itself.")
    if found.secrecy > row.secrecy or found.parties.filter(part=Party.Part.ACCUSED).exists():
        raise LuoshiError(
            "tie-secret",
            f"{other} 的知悉范围比本件窄，不能在本件中写明。请在 {other} 上关联本件。",
            f"{other} is less open than this case, which must not name it. Tie them on {other}.",
        )
    if Link.objects.filter(case=row, kind=kind, other=found).exists():
        return None
    Link.objects.create(case=row, kind=kind, other=found)
    return _say(row, post, {"tie": kind, "other": found.code, "reason": reason.strip()}, by=by, at=at)


def relate_opened(case: Case, commitment: str) -> None:
    """Tie a case that was opened for a commitment; its opening event already names it."""
    Link.objects.get_or_create(case=case, kind=SERVES, other=None, commitment=commitment)


def _post(row: Case, by: Actor) -> HeldPost:
    if post := may_relate(by, row):
        return post
    raise ActRefused([Refusal("role", "须由承办单位或交办机关关联", case_type(row.type).law)])


def _require(kind: str, reason: str) -> None:
    if kind not in TIES:
        raise LuoshiError("tie-kind", "请选择关系。", f"Choose how they are tied: {', '.join(TIES)}.")
    if not 1 <= len(reason.strip()) <= _LONGEST:
        raise _no_reason()


def _no_reason() -> LuoshiError:
    return LuoshiError(
        "tie-reason",
        f"请用 {_LONGEST} 字以内写明为什么关联。",
        f"Say in at most {_LONGEST} characters why they are tied.",
    )


def _say(row: Case, post: HeldPost, data: dict[str, str], *, by: Actor, at: datetime) -> Event:
    context, draft = draft_of(case_type(row.type), row, actor=by, at=at)
    return draft.append(RELATED, context=context, post=post.code, data=data)
