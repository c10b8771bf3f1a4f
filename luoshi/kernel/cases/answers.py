"""The shape of what the API answers: names as in the models, money in whole fen, no number a float."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field as Value
from ninja import Schema

from luoshi.kernel.cases.chain import plain
from luoshi.kernel.cases.declarations import Action, CaseType, Clock, Field
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.permit import Offer, Refusal
from luoshi.kernel.cases.registry import case_type, case_types, rules_hash

Moment = Annotated[str, Value(json_schema_extra={"format": "date-time"})]
_TEXT = {"type": "string"}
PROBLEM = {  # RFC 9457, with what programs may need of an error
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        **{"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
        "errors": {"type": "array", "items": {"type": "object"}},
        "refusals": {"type": "array", "items": {"type": "object"}},
        "current": {"type": "integer"},
    },
}
_WHY = {
    400: "The body cannot be read",
    401: "Not signed in, or the token is not good",
    403: "Not allowed for this person, or the CSRF token is missing",
    404: "There is no such thing, or it is not for you to see",
    409: "Not allowed as the case stands; `refusals` holds every reason with its article",
    412: "The case has moved on; `current` is its version now",
    413: "Larger than the limit",
    415: "Neither JSON nor a form",
    422: "A value cannot be taken, see `errors`; or the idempotency key was used for another act",
    429: "Too many requests, see Retry-After",
    503: "A parameter of the city is missing; nothing the caller could put right",
}


def problems(*statuses: int, **extra: Any) -> dict[str, Any]:
    """Return the part of an operation's documentation that lists its errors, all of RFC 9457."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"responses": {s: {"description": _WHY[s], "content": content} for s in statuses}} | extra


class Named(Schema):
    """Something with a name."""

    code: str
    name: str


class Person(Schema):
    """An account, by its number and its holder's name."""

    id: int
    name: str


class FieldOut(Schema):
    """A value an action asks for. ``private`` ones go in and never come out."""

    key: str
    title: str
    kind: str
    required: bool
    private: bool
    choices: list[tuple[str, str]]
    table: str
    help: str


class ActionOut(Schema):
    """A step: from which states to which, by which roles, with which fields and kinds of evidence."""

    key: str
    title: str
    frm: list[str]
    to: str
    by: list[str]
    fields: list[FieldOut]
    needs: list[str]
    public: bool


class ClockOut(Schema):
    """A deadline of a statute, the actions that start and stop it, and the article it rests on."""

    key: str
    title: str
    law: str
    start: list[str]
    stop: list[str]
    within: str
    anchor: str
    miss: str


class StateOut(Schema):
    """Where a case may stand."""

    key: str
    title: str
    turn: list[str]
    end: bool


class RoleOut(Schema):
    """A part in a case, the role of the post it takes, and where that post must sit."""

    key: str
    title: str
    post: str
    where: str


class TypeHead(Schema):
    """A type of case."""

    key: str
    title: str
    law: str
    version: str
    rules: str


class TypeOut(TypeHead):
    """A type of case with all it declares. ``rules`` is the hash that events name."""

    roles: list[RoleOut]
    states: list[StateOut]
    opening: ActionOut
    actions: list[ActionOut]
    clocks: list[ClockOut]


class CaseOut(Schema):
    """A case as the row tells it."""

    code: str
    type: str
    title: str
    state: str
    state_title: str
    unit: Named
    assignee: Person | None
    opener: Person | None
    secrecy: int
    simulated: bool
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    moved_at: datetime
    version: int
    head: str


class DeadlineOut(Schema):
    """A clock of the case: when it falls due, on which article, and what became of it."""

    clock: str
    law: str
    unit: str
    started_at: datetime
    due_at: datetime
    strict_at: datetime
    provisional: bool
    status: str
    stopped_at: datetime | None


class EvidenceOut(Schema):
    """A file of the case."""

    seq: int
    sha256: str
    kind: str
    name: str
    media_type: str
    size: int


class CaseDetail(CaseOut):
    """A case with its values, deadlines and evidence. Private values are left out."""

    data: dict[str, Any]
    assisting: list[Named]
    deadlines: list[DeadlineOut]
    evidence: list[EvidenceOut]


class CasePage(Schema):
    """A page of cases, and the cursor of the next one."""

    items: list[CaseOut]
    next: str | None


class EventOut(Schema):
    """One act. Anyone can recompute its hash; a private value shows as a salted hash."""

    seq: int
    action: str
    title: str
    state: str
    at: Moment
    by: Person | None
    post: str
    data: dict[str, Any]
    evidence: list[Any]
    rules: str
    previous: str
    hash: str


class EventPage(Schema):
    """A page of events, oldest first."""

    items: list[EventOut]
    next: str | None


class RefusalOut(Schema):
    """A reason against an action, and the article it rests on."""

    code: str
    why: str
    law: str


class OfferOut(Schema):
    """An action the state knows: whether it may be taken by the caller now, and if not why."""

    key: str
    title: str
    allowed: bool
    mine: bool
    refusals: list[RefusalOut]
    fields: list[FieldOut]
    needs: list[str]


class VerdictOut(Schema):
    """What recomputing the chain found. ``seq`` is the first event that does not fit."""

    sound: bool
    events: int
    seq: int | None
    why: str


class RootOut(Schema):
    """A daily root."""

    day: date
    taken_at: datetime
    cases: int
    hash: str


class RootPage(Schema):
    """A page of daily roots, the latest first."""

    items: list[RootOut]
    next: str | None


class HeadOut(Schema):
    """The last event of a case that had moved since the root before."""

    code: str
    seq: int
    hash: str


class RootDetail(RootOut):
    """A daily root with the heads it added, by code. The latest head of every case adds up to it."""

    heads: list[HeadOut]
    next: str | None


def type_head(declared: CaseType) -> dict[str, Any]:
    """Return what names a type."""
    law, rules = str(declared.law), rules_hash(declared)
    return {
        "key": declared.key,
        "title": declared.title,
        "law": law,
        "version": declared.version,
        "rules": rules,
    }


def type_out(declared: CaseType) -> dict[str, Any]:
    """Return a type with all it declares."""
    return type_head(declared) | {
        "roles": declared.roles,
        "states": [
            {**_of(state, "key", "title", "end"), "turn": list(state.turn)} for state in declared.states
        ],
        "opening": _action(declared.opening),
        "actions": [_action(action) for action in declared.actions],
        "clocks": [_clock(clock) for clock in declared.clocks],
    }


def case_out(case: Case) -> dict[str, Any]:
    """Return the row of a case. A type whose platform was taken out shows its state's key."""
    declared = case_types().get(case.type)
    columns = ("code", "type", "title", "state", "secrecy", "simulated", "opened_at", "closed_at", "due_at")
    return _of(case, *columns, "moved_at", "version", "head") | {
        "state_title": declared.state(case.state).title if declared else case.state,
        "unit": {"code": case.unit.code, "name": case.unit.name},
        "assignee": _person(case.assignee),
        "opener": _person(case.opener),
    }


def case_detail(case: Case) -> dict[str, Any]:
    """Return a case with everything but its events, in three queries."""
    private = {f.key for action in case_type(case.type).acts for f in action.form if f.private}
    deadlines = case.deadlines.select_related("unit")
    columns = ("clock", "law", "started_at", "due_at", "strict_at", "provisional", "status", "stopped_at")
    return case_out(case) | {
        "data": {key: value for key, value in case.data.items() if key not in private},
        "assisting": [task.unit for task in case.tasks.select_related("unit").order_by("unit__code")],
        "deadlines": [_of(row, *columns) | {"unit": row.unit.code} for row in deadlines],
        "evidence": list(case.evidence.all()),
    }


def event_out(case: Case, event: Event) -> dict[str, Any]:
    """Return an event of the case. ``by`` must have been fetched with it."""
    action = case_type(case.type).action(event.action)
    columns = ("seq", "action", "state", "post", "data", "evidence", "rules", "previous", "hash")
    return _of(event, *columns) | {
        "at": plain(event.at),  # to the microsecond, which the API's own form of times would drop
        "title": action.title if action else event.action,
        "by": _person(event.by),
    }


def offer_out(offer: Offer) -> dict[str, Any]:
    """Return an action and what stands against it."""
    refused = [refusal_out(refusal) for refusal in offer.refusals]
    known = {key: value for key, value in _action(offer.action).items() if key in OfferOut.model_fields}
    return known | {"allowed": offer.allowed, "mine": offer.mine, "refusals": refused}


def refusal_out(refusal: Refusal) -> dict[str, str]:
    """Return a reason with its article."""
    return {"code": refusal.code, "why": refusal.why, "law": str(refusal.law)}


def _action(action: Action) -> dict[str, Any]:
    return _of(action, "key", "title", "to", "public") | {
        "frm": list(action.frm),
        "by": list(action.by),
        "fields": [_field(field) for field in action.form],
        "needs": list(action.needs),
    }


def _field(field: Field) -> dict[str, Any]:
    known = _of(field, "key", "title", "required", "private", "table", "help")
    return known | {"kind": field.kind.value, "choices": list(field.choices)}


def _clock(clock: Clock) -> dict[str, Any]:
    return _of(clock, "key", "title", "anchor", "miss") | {
        "law": str(clock.law),
        "start": list(clock.start),
        "stop": list(clock.stop),
        "within": str(clock.within or ""),
    }


def _person(account: Any) -> dict[str, Any] | None:
    return {"id": account.pk, "name": account.get_full_name()} if account else None


def _of(thing: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
