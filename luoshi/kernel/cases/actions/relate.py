"""Tie a case to the commitment it serves: said in its chain, so that nobody ties or unties it unseen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoshi.kernel.cases.actions.preparing import draft_of, locked
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Event, Link
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import Actor

RELATED = "related"
_SERVES = "serves"


@transaction.atomic
def relate(case: Case, commitment: str, *, by: Actor, at: datetime) -> Event | None:
    """Record that the case serves the commitment of that number. None where that is known already.

    The unit that answers for the case may do so, and whoever hands cases out. Raises ``ActRefused``.
    """
    row = locked(case.code)
    declared = case_type(row.type)
    posts = (by.holds("office"), by.holds("head", path=row.path), by.holds("handler", path=row.path))
    post = next((post for post in posts if post), None)
    if post is None:
        raise ActRefused([Refusal("role", "须由承办单位或交办机关关联承诺", declared.law)])
    if Link.objects.filter(case=row, kind=_SERVES, commitment=commitment).exists():
        return None
    context, draft = draft_of(declared, row, actor=by, at=at)
    Link.objects.create(case=row, kind=_SERVES, commitment=commitment)
    return draft.append(RELATED, context=context, post=post.code, data={"commitment": commitment})


def relate_opened(case: Case, commitment: str) -> None:
    """Tie a case that was opened for a commitment; its opening event already names it."""
    Link.objects.get_or_create(case=case, kind=_SERVES, other=None, commitment=commitment)
