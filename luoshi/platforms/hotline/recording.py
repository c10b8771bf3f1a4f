"""The read model of a request, as a function of its events: acts write it, and it can be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from luoshi.kernel.cases.context import PastAct
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.prepared import ask, packed
from luoshi.platforms.hotline.codes import person_of
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.rules import PERSONAL

_SENT = ("dispatch", "arbitrate")
_FINISHING = ("finish", "redo")
_STATUS = Deadline.Status
_LATE = (_STATUS.LATE, _STATUS.MISSED)
_YES: dict[Any, bool] = {"yes": True, "no": False}


@effect
def record(doing: Doing) -> None:
    """Bring the read model of the request to where its events stand."""
    ask(_RECORD, {"row": packed(row_of(doing))})
    if doing.context.standing.version == 0 or doing.case.closed_at:
        keep_open_words([doing.case.pk])


def keep_open_words(cases: Sequence[int]) -> None:
    """Keep the words of those of the requests that are open, and of no other."""
    ask(_OPEN_WORDS, {"cases": cases})


def row_of(doing: Doing) -> dict[str, Any]:
    """Return the columns that the act knows. Where there is a row, ``onto`` says what of it stays."""
    row = record_of(doing.case, [*doing.context.past, doing.event], doing.deadlines)
    return row | _who(doing)


@dataclass(frozen=True, slots=True)
class Noted:
    """What an act in bulk leaves of the row: what it alone can tell, and the case as it then stood."""

    row: dict[str, Any]
    case: Case
    acts: int


def noted(doing: Doing, before: Noted | None) -> Noted:
    """Note what the act leaves onto what the acts before it left."""
    case, row = doing.case, owing(doing.deadlines) | _who(doing)
    then = cast(Case, SimpleNamespace(**vars(case)))  # acts to come change the case itself
    return Noted(onto(row, before.row if before else {}), then, doing.event.seq)


def row_from(note: Noted, acts: Sequence[PastAct]) -> dict[str, Any]:
    """Return the row that the acts up to the one noted have left."""
    return record_of(note.case, acts[: note.acts], ()) | note.row


def _who(doing: Doing) -> dict[str, Any]:
    given = doing.context.given
    known = any(given.get(key) for key in PERSONAL)
    return {"person": person_of(given.get("phone")), "known": known}


def onto(row: dict[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a row onto the one before it, as the database does; ``old`` may be empty."""
    if old:
        for name in _KEPT:
            row[name] = old[name] if row[name] is None else row[name]
        for name in _EVER:
            row[name] = row[name] or old[name]
    return row


def record_of(case: Case, acts: Iterable[PastAct], deadlines: Iterable[Deadline]) -> dict[str, Any]:
    """Return the columns of the read model that say nothing of who asked.

    ``deadlines`` may leave out those long settled.
    """
    data: dict[str, Any] = case.data
    acts = list(acts)
    judged = _last(acts, "confirm", "answer", "reply_now")  # a rating is of the answer before it
    asked_back = judged if judged and judged.action == "confirm" else None
    longitude, latitude = str(data["point"]).split(",") if data.get("point") else (None, None)
    return {
        "case_id": case.pk,
        "code": case.code,
        "state": case.state,
        **{key: data.get(key, "") for key in ("channel", "sort", "category", "limit", "locality", "outcome")},
        **{key: bool(data.get(key)) for key in ("confidential", "public")},
        "excluded": (decided := _last(acts, "exclude", "keep")) is not None and decided.action == "exclude",
        "longitude": longitude,
        "latitude": latitude,
        "path": case.path,
        "simulated": case.simulated,
        "opened_at": case.opened_at,
        "dispatched_at": _first_at(acts, *_SENT),
        "sent_at": _last_at(acts, *_SENT),
        "contacted_at": _first_at(acts, "contact"),
        "answered_at": _last_at(acts, "answer", "reply_now"),
        "finished_at": _last_at(acts, "confirm", "lapse", "reply_now") if case.state in _FINISHED else None,
        **owing(deadlines),
        "returns": sum(act.action in ("return", "appeal") for act in acts),
        "redone": sum(act.action in ("redo", "reopen") for act in acts),
        **{
            key: _YES.get(asked_back.data.get(key, "")) if asked_back else None
            for key in ("reached", "solved", "satisfied")
        },
        "moved_at": case.moved_at,
    }


def owing(deadlines: Iterable[Deadline]) -> dict[str, Any]:
    """Return the columns that say by when an answer is owed, and whether anything was late."""
    due_at, late, contact_late = None, False, False
    for row in deadlines:
        if row.clock in _FINISHING and row.status != _STATUS.VOID:
            due_at = row.due_at if due_at is None else max(due_at, row.due_at)
            late = late or row.status in _LATE
        elif row.clock == "contact" and row.status in _LATE:
            contact_late = True
    return {"due_at": due_at, "late": late, "contact_late": contact_late}


_FINISHED = ("finished", "archived")
COLUMNS = [
    field.attname
    for field in Request._meta.concrete_fields
    if field.attname not in ("follow", "repeat_of_id")
]
_KEPT, _EVER = ("person", "due_at"), ("known", "late", "contact_late")  # what an act need not know again
_STAYS = {name: f"coalesce(excluded.{name}, hotline_request.{name})" for name in _KEPT}
_STAYS |= {name: f"hotline_request.{name} OR excluded.{name}" for name in _EVER}
_SET = ", ".join(
    f'"{name}" = ' + _STAYS.get(name, f'excluded."{name}"') for name in COLUMNS if name != "case_id"
)
_NAMED = ", ".join(f'"{name}"' for name in COLUMNS)
_RECORD = f"""
INSERT INTO hotline_request ({_NAMED})
SELECT {_NAMED} FROM json_populate_record(NULL::hotline_request, %(row)s::json)
ON CONFLICT (case_id) DO UPDATE SET {_SET}
RETURNING case_id
"""  # noqa: S608  column names of the model
_OPEN_WORDS = """
WITH over AS (
    DELETE FROM hotline_openwords AS held USING cases_case AS told
     WHERE told.id = ANY (%(cases)s::bigint[]) AND held.case_id = told.id AND told.closed_at IS NOT NULL
)
INSERT INTO hotline_openwords (case_id, vector)
SELECT words.case_id, words.vector
  FROM cases_case AS told JOIN cases_words AS words ON words.case_id = told.id
 WHERE told.id = ANY (%(cases)s::bigint[]) AND told.closed_at IS NULL
ON CONFLICT (case_id) DO NOTHING
RETURNING case_id
"""


def _last(acts: list[PastAct], *actions: str) -> PastAct | None:
    return next((act for act in reversed(acts) if act.action in actions), None)


def _last_at(acts: list[PastAct], *actions: str) -> datetime | None:
    act = _last(acts, *actions)
    return act.at if act else None


def _first_at(acts: list[PastAct], *actions: str) -> datetime | None:
    return next((act.at for act in acts if act.action in actions), None)
