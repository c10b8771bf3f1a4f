"""What a resident does with the code of their request: add to it, rate the answer, have it reopened."""

from __future__ import annotations

from datetime import datetime

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Event
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.hotline.queries import request_by

_YES_NO = {True: "yes", False: "no"}


def rate(
    code: str,
    *,
    solved: bool,
    satisfied: bool,
    cause: str = "",
    note: str = "",
    at: datetime,
    key: str | None = None,
) -> Event:
    """Rate the answer and return the event. Displeasure that the unit caused sends the request back to it.

    Raises ``follow-unknown``, and what ``act`` raises: the rating is given once, while it is waited for.
    """
    row = request_by(code)
    if not satisfied and cause == "unit":
        return act(row.code, "redo", by=_bearer(row.code), data={"reason": note}, at=at, key=key)
    said = {"reached": "yes", "solved": _YES_NO[solved], "satisfied": _YES_NO[satisfied]}
    return act(
        row.code, "confirm", by=_bearer(row.code), data=said | {"cause": cause, "note": note}, at=at, key=key
    )


def reopen(code: str, *, reason: str, at: datetime, key: str | None = None) -> Event:
    """Ask for a finished request to be taken up again. Raises ``follow-unknown``, and what ``act`` raises."""
    row = request_by(code)
    return act(row.code, "reopen", by=_bearer(row.code), data={"reason": reason}, at=at, key=key)


def supplement(code: str, *, more: str, at: datetime, key: str | None = None) -> Event:
    """Add to a request that is being handled. Raises ``follow-unknown``, and what ``act`` raises."""
    row = request_by(code)
    return act(row.code, "supplement", by=_bearer(row.code), data={"more": more}, at=at, key=key)


def _bearer(case: str) -> Actor:
    return Actor(None, "诉求人", (), 0, bearer=case)
