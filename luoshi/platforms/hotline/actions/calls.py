"""Take what somebody says on the telephone: one request or several, and what became of each suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.prepared import ask, columns_of, packed
from luoshi.platforms.hotline.actions.intake import Taken, take_request
from luoshi.platforms.hotline.advising.said import Proposal, title_of, unsealed
from luoshi.platforms.hotline.codes import code_of, key_of
from luoshi.platforms.hotline.models import Knowledge, Suggestion
from luoshi.platforms.hotline.suggesting.quality import downgraded
from luoshi.platforms.hotline.types.request import SORTS

_NOTE = """
INSERT INTO hotline_suggestion (case_id, kind, value, confidence, producer, why, made_at, taken)
SELECT case_id, kind, value, confidence, producer, why, made_at, taken
FROM json_populate_recordset(NULL::hotline_suggestion, %(rows)s::json)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the requests that a text holds, and its category where one was suggested."""

    content: str
    category: str = ""


@transaction.atomic
def take_call(
    data: Mapping[str, Any], *, form: str, by: Actor, at: datetime, shown: str = "", answered: str = ""
) -> Taken:
    """Take the request and record what was suggested while it was told, and what of it was taken.

    ``form`` is the secret of the form, which sent again takes no second request. ``shown`` is the token of
    what was suggested; ``answered`` the edition of the knowledge that the agent read out, which answers the
    request at once. Raises what ``take_request`` raises, and ``knowledge-missing``.
    """
    taken = take_request(data, by=by, at=at, key=key_of(form), code=code_of(form))
    _record(taken.case, data, shown, answered=answered, split=False)
    if answered:
        reply = {"outcome": "solved", "reply": _edition(answered).answer}
        act(taken.case, "reply_now", by=by, data=reply, at=at, key=f"{key_of(form)}:reply")
    return taken


@transaction.atomic
def take_pieces(
    data: Mapping[str, Any],
    pieces: Sequence[Piece],
    *,
    form: str,
    by: Actor,
    at: datetime,
    shown: str = "",
) -> list[Taken]:
    """Take each piece as a request of its own, all but the first tied to it. All of them or none.

    They have the caller, the place and the wishes in common. Suggestions were about the whole text and stand
    with the first. Raises what ``take_request`` raises.
    """
    taken: list[Taken] = []
    for number, piece in enumerate(pieces):
        own = {**data, "title": title_of(piece.content), "content": piece.content}
        own.pop("repeat_of", None)  # it was said of the whole text
        if piece.category:
            own |= {"category": piece.category, "limit": ""}
        if taken:
            own["part_of"] = taken[0].case.code
        secret = f"{form}:{number}" if number else form
        taken.append(take_request(own, by=by, at=at, key=key_of(secret), code=code_of(secret)))
    _record(taken[0].case, data, shown, answered="", split=True)
    return taken


def _record(case: Case, data: Mapping[str, Any], shown: str, *, answered: str, split: bool) -> None:
    made_at, proposals = unsealed(shown)
    if made_at is None:
        return
    rows = [
        one.noted(case, at=made_at, taken=_taken(one, data, answered=answered, split=split))
        for one in _once(proposals)
    ]
    ask(_NOTE, {"rows": packed([columns_of(row) for row in rows])})


def _once(proposals: Iterable[Proposal]) -> list[Proposal]:
    return list({(one.kind, one.value, one.producer): one for one in proposals}.values())


def _taken(one: Proposal, data: Mapping[str, Any], *, answered: str, split: bool) -> bool | None:
    """Tell whether the suggestion was taken; None where that is decided later, or nothing was suggested."""
    match one.kind:
        case Suggestion.Kind.CATEGORY:
            return str(data.get("category", "")).startswith(one.value) if one.value else None
        case Suggestion.Kind.SIMILAR:
            return bool(data.get("repeat_of") == one.value)
        case Suggestion.Kind.SPLIT:
            return split
        case Suggestion.Kind.ANSWER:
            return answered == one.value
        case Suggestion.Kind.QUALITY:
            sort = dict(SORTS).get(str(data.get("sort", "")), "")
            return downgraded(str(data.get("content", "")), kind=sort) is None
        case _:
            return None


def _edition(value: str) -> Knowledge:
    key, _, edition = value.rpartition("@")
    found = Knowledge.objects.filter(key=key, edition=int(edition) if edition.isdecimal() else 0).first()
    if found is None:
        raise LuoshiError(
            "knowledge-missing", f"知识库没有 {value} 这一条。", f"There is no {value} in the knowledge base."
        )
    return found
