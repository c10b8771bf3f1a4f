"""Questions about requests: which one a code stands for, and what its resident may see of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.declarations import OPEN
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.codes import digests_of
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.types import REQUEST

_SAID: dict[str, tuple[str, ...]] = {  # what is told of which step; the unit's own notes are not
    OPEN: (),
    "dispatch": ("unit",),
    "arbitrate": ("unit",),
    "supplement": ("more",),
    "suspend": ("reason",),
    "resume": (),
    "grant_time": (),
    "reply_now": ("outcome", "reply"),
    "answer": ("outcome", "reply"),
    "decline": ("door", "reply"),
    "merge": (),
    "confirm": ("solved", "satisfied"),
    "redo": ("reason",),
    "lapse": (),
    "reopen": ("reason",),
    "archive": (),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a request as its resident reads it: when, what, and what was said."""

    at: datetime
    title: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A request as its resident sees it: when its unit owes an answer (``due_at``), what they ``may`` do."""

    number: str
    title: str
    state: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    provisional: bool
    steps: tuple[Told, ...]
    may: frozenset[str]
    simulated: bool


def request_by(code: str) -> Request:
    """Return the request that the code follows. Raises ``follow-unknown``."""
    rows = Request.objects.filter(follow__in=digests_of(code)).select_related("case__unit")
    row = rows.first()
    if row is None:
        raise _unknown()
    return row


def require_number(number: str, code: str) -> Request:
    """Return the request that the code follows, where its number is the one given.

    Raises ``follow-unknown`` whichever of the two is wrong: neither tells anything about the other.
    """
    row = request_by(code)
    if _plain(number) != _plain(row.code):
        raise _unknown()
    return row


def followed(row: Request, *, at: datetime) -> Followed:
    """Return what the resident who holds the code of the request may see."""
    case = row.case
    owed = case.deadlines.filter(clock__in=("finish", "redo"), status__in=OWED).order_by("due_at").first()
    units = dict(Organisation.objects.values_list("code", "name"))
    bearer = Actor(None, "", (), 0, bearer=case.code)
    return Followed(
        number=case.code,
        title=case.title,
        state=REQUEST.state(case.state).title,
        unit=case.unit.name,
        opened_at=case.opened_at,
        due_at=owed.due_at if owed else None,
        provisional=bool(owed and owed.provisional),
        steps=tuple(_told(event, units) for event in case.events.filter(action__in=_SAID)),
        may=frozenset(offer.action.key for offer in can(bearer, case, at=at) if offer.mine and offer.allowed),
        simulated=case.simulated,
    )


def sending_due(case: Case) -> datetime | None:
    """Return by when a request must be with the unit that is to answer; None where none is owed."""
    owed = case.deadlines.filter(clock="dispatch", status__in=OWED).order_by("due_at").first()
    return owed.due_at if owed else None


def _unknown() -> LuoshiError:
    return LuoshiError(
        "follow-unknown",
        "查询码不对，或已失效。请核对受理时告知的查询码，或拨打12345补发。",
        "There is no request under this code, or it has expired. Check it, or ask for a new one.",
    )


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip().casefold()


def _told(event: Event, units: dict[str, str]) -> Told:
    action = REQUEST.action(event.action)
    fields = [field for field in (action.form if action else ()) if field.key in _SAID[event.action]]
    said = [
        (field.title, shown(field, event.data[field.key], units=units, people={}, entries=titled))
        for field in fields
        if field.key in event.data
    ]
    return Told(event.at, action.title if action else "", tuple(said))
