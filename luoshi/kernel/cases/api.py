"""What programs may ask and do with cases of any type: the same verbs, guards and words as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext_noop as _
from ninja import Field, Header, Query, Router, Schema, Status

from luoshi.kernel.cases import answers, paging
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.answers import problems
from luoshi.kernel.cases.errors import Stale
from luoshi.kernel.cases.evidence import ALLOWED
from luoshi.kernel.cases.models import Case, DailyRoot
from luoshi.kernel.cases.payloads import keep, payload_of
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.registry import case_type, case_types
from luoshi.kernel.cases.storing import evidence_limit, evidence_store
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.actor import Actor

router = Router()
Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]  # PostgreSQL takes no NUL
Cursor = Annotated[str, Field(max_length=300, pattern=r"^[-\w]*$")]
IfMatch = Annotated[str, Header("", alias="If-Match", max_length=200)]
Key = Annotated[str, Header("", alias="Idempotency-Key", max_length=60, pattern=r"^[\x21-\x7e]*$")]
_DATA = {
    "type": "object",
    "additionalProperties": True,
    "description": "A value for each field of the action",
}
_FILES = {
    "type": "object",
    "properties": {"data": {"type": "string", "description": "The values, as JSON"}},
    "additionalProperties": {"type": "string", "format": "binary"},
    "description": "Each file in a part whose name is its kind of evidence",
}
_TYPE = {"type": {"type": "string", "description": "Key of the type"}}


class Pages(Schema):
    """Which page: begin after the cursor that the page before gave as ``next``."""

    limit: int = Field(50, ge=1, le=200)
    cursor: Cursor = ""


class CaseQuery(Pages):
    """What cases may be narrowed by."""

    type: Words = ""
    state: Words = ""
    unit: Words = ""
    due_before: date | None = Field(None, ge=date(1900, 1, 1), le=date(2199, 12, 31))
    overdue: bool = False
    q: Words = ""
    sort: Literal["newest", "due"] = "newest"


@router.get("/case-types", response=list[answers.TypeHead], auth=None, summary=_("事项类型"))
def list_case_types(request: HttpRequest) -> list[dict[str, Any]]:
    """List every type of case that is installed."""
    return [answers.type_head(declared) for declared in case_types().values()]


@router.get(
    "/case-types/{slug:key}",
    response=answers.TypeOut,
    auth=None,
    summary=_("一个事项类型的全部规则"),
    openapi_extra=problems(404),
)
def get_case_type(request: HttpRequest, key: str) -> dict[str, Any]:
    """Give what a type declares: roles, states, actions with their fields, clocks with their articles."""
    return answers.type_out(case_type(key))


@router.get(
    "/cases", response=answers.CasePage, summary=_("可见的事项"), openapi_extra=problems(401, 422, 429)
)
def list_cases(request: HttpRequest, response: HttpResponse, chosen: Query[CaseQuery]) -> dict[str, Any]:
    """List the cases the caller may see, page by page; ``Link`` and ``next`` lead on."""
    wanted = chosen.dict(exclude={"limit", "cursor", "sort"})
    cases = paging.narrowed(visible(_caller(request)), at=timezone.now(), **wanted)
    rows, after = paging.page(cases, sort=chosen.sort, limit=chosen.limit, cursor=chosen.cursor)
    return _page(request, response, [answers.case_out(case) for case in rows], after)


@router.post(
    "/cases",
    response={201: answers.CaseDetail},
    summary=_("提出一件事项"),
    openapi_extra=problems(
        *(400, 401, 403, 404, 409, 413, 415, 422, 429),
        requestBody={
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["type", "data"],
                        "properties": _TYPE | {"data": _DATA},
                        "additionalProperties": False,
                    }
                },
                "multipart/form-data": {
                    "schema": _FILES | {"required": ["type"], "properties": _TYPE | _FILES["properties"]}  # type: ignore[operator]
                },
            }
        },
    ),
)
def open_one(request: HttpRequest, response: HttpResponse, key: Key) -> Status[dict[str, Any]]:
    """Open a case. The same call again with its ``Idempotency-Key`` gives that case and opens no second."""
    by, at = _caller(request), timezone.now()
    limit = evidence_limit(at)
    payload = payload_of(request, limit=limit, typed=True)
    declared = case_type(payload.type)
    files = keep(payload, evidence_store(), limit=limit)
    case = open_case(declared.key, by=by, data=payload.data, evidence=files, at=at, key=_own(by, key))
    opened = Case.objects.select_related("unit", "assignee", "opener").get(pk=case.pk)
    response["ETag"], response["Location"] = _etag(opened), f"/api/cases/{opened.code}"
    return Status(201, answers.case_detail(opened))


@router.get(
    "/cases/{slug:code}",
    response={200: answers.CaseDetail, 304: None},
    summary=_("一件事项"),
    openapi_extra=problems(401, 404, 412, 429),
)
def get_case(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    """Give a case. Its ``ETag`` is its version: 304 if nothing happened since."""
    case = _seen(request, code)
    response["ETag"] = _etag(case)
    unchanged = get_conditional_response(request, etag=_etag(case))
    return answers.case_detail(case) if unchanged is None else _unmet(unchanged, case)


@router.get(
    "/cases/{slug:code}/events",
    response=answers.EventPage,
    summary=_("一件事项的全部记录"),
    openapi_extra=problems(401, 404, 422, 429),
)
def list_events(
    request: HttpRequest, response: HttpResponse, code: str, chosen: Query[Pages]
) -> dict[str, Any]:
    """List what happened to a case, oldest first, as it is hashed."""
    case = _seen(request, code)
    events = case.events.select_related("by").order_by("seq")
    if chosen.cursor:
        events = events.filter(seq__gt=paging.position(chosen.cursor, paging.sequence)[0])
    rows = list(events[: chosen.limit + 1])
    after = paging.cursor_of(rows[chosen.limit - 1].seq) if len(rows) > chosen.limit else ""
    found = [answers.event_out(case, event) for event in rows[: chosen.limit]]
    return _page(request, response, found, after)


@router.get(
    "/cases/{slug:code}/actions",
    response=list[answers.OfferOut],
    summary=_("现在能办什么，不能办的原因和依据"),
    openapi_extra=problems(401, 404, 429),
)
def list_actions(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """List every action the case's state knows, with all that stands against it for the caller now."""
    return [answers.offer_out(o) for o in can(_caller(request), _seen(request, code), at=timezone.now())]


@router.post(
    "/cases/{slug:code}/actions/{slug:action}",
    response=answers.EventOut,
    summary=_("办理一步"),
    openapi_extra=problems(
        *(400, 401, 403, 404, 409, 412, 413, 415, 422, 429),
        requestBody={
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {"data": _DATA},
                        "additionalProperties": False,
                    }
                },
                "multipart/form-data": {"schema": _FILES},
            }
        },
    ),
)
def take_action(
    request: HttpRequest, response: HttpResponse, code: str, action: str, if_match: IfMatch, key: Key
) -> dict[str, Any]:
    """Do an action upon a case, with values as JSON or with values and evidence as a form.

    ``If-Match`` with the version that was seen refuses the act where the case has moved on since.
    """
    by, at, case = _caller(request), timezone.now(), _seen(request, code)
    limit = evidence_limit(at)
    payload = payload_of(request, limit=limit)
    files = keep(payload, evidence_store(), limit=limit)
    version = _version(if_match)
    done = act(
        code, action, by=by, data=payload.data, evidence=files, version=version, at=at, key=_own(by, key)
    )
    response["ETag"] = _etag(Case.objects.only("version").get(pk=case.pk))
    return answers.event_out(case, done)


@router.get(
    "/cases/{slug:code}/evidence/{slug:sha256}",
    response={200: None},
    summary=_("一份材料的原件"),
    openapi_extra={
        "responses": {
            **problems(401, 404, 429)["responses"],
            200: {"description": "The file", "content": {kind: {} for kind in ALLOWED}},
        }
    },
)
def get_evidence(request: HttpRequest, code: str, sha256: str) -> FileResponse:
    """Send a file of the case as it was handed in."""
    row = _seen(request, code).evidence.filter(sha256=sha256).first()
    path = evidence_store().path(sha256) if row else None
    if row is None or path is None or not path.exists():
        raise Http404("没有这份材料。There is no such file.")
    sent = FileResponse(path.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type)
    sent["Cache-Control"] = "private, no-cache"
    return sent


@router.get(
    "/cases/{slug:code}/verify",
    response=answers.VerdictOut,
    summary=_("核验一件事项的记录"),
    openapi_extra=problems(401, 404, 429),
)
def verify_case(request: HttpRequest, code: str) -> dict[str, Any]:
    """Recompute the chain of the case, and compare its row with what its events add up to."""
    found = verify(_seen(request, code))
    return {"sound": found.sound, "events": found.events, "seq": found.seq, "why": found.why}


@router.get(
    "/roots", response=answers.RootPage, auth=None, summary=_("每日日根"), openapi_extra=problems(422)
)
def list_roots(request: HttpRequest, response: HttpResponse, chosen: Query[Pages]) -> dict[str, Any]:
    """List the daily roots, the latest first: keep them, and later histories can be held against them."""
    roots = DailyRoot.objects.order_by("-day")
    if chosen.cursor:
        roots = roots.filter(day__lt=paging.position(chosen.cursor, date.fromisoformat)[0])
    rows = list(roots[: chosen.limit + 1])
    after = paging.cursor_of(rows[chosen.limit - 1].day) if len(rows) > chosen.limit else ""
    return _page(request, response, rows[: chosen.limit], after)


@router.get(
    "/roots/{day}",
    response=answers.RootDetail,
    auth=None,
    summary=_("一天的日根和链首"),
    openapi_extra=problems(404, 422),
)
def get_root(request: HttpRequest, response: HttpResponse, day: date, chosen: Query[Pages]) -> dict[str, Any]:
    """Give a root with the heads of the cases that had moved since the root before, page by page."""
    root = DailyRoot.objects.filter(day=day).first()
    if root is None:
        raise Http404("这一天没有日根。There is no root of that day.")
    heads = root.heads.order_by("code")
    if chosen.cursor:
        heads = heads.filter(code__gt=paging.position(chosen.cursor, paging.word)[0])
    rows = list(heads[: chosen.limit + 1])
    after = paging.cursor_of(rows[chosen.limit - 1].code) if len(rows) > chosen.limit else ""
    body = _page(request, response, rows[: chosen.limit], after)
    known: dict[str, date | datetime | int | str] = {
        "day": root.day,
        "taken_at": root.taken_at,
        "cases": root.cases,
        "hash": root.hash,
    }
    return known | {"heads": body["items"], "next": body["next"]}


def _caller(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by the operation's authentication
    return actor


def _seen(request: HttpRequest, code: str) -> Case:
    """Return the case, or raise Http404 where it does not exist or is not for the caller to see."""
    cases = visible(_caller(request), Case.objects.select_related("unit", "assignee", "opener"))
    case = cases.filter(Q(code=code), type__in=case_types()).first()
    if case is None:
        raise Http404("没有这件事项，或不在您可见的范围。There is no such case, or it is not for you to see.")
    return case


def _etag(case: Case) -> str:
    return f'"{case.version}"'


def _version(if_match: str) -> int | None:
    """Return the version that was seen; None where none is named; 0, which no case has, for anything else."""
    tags = [tag.removeprefix("W/").strip('"') for tag in parse_etags(if_match.strip())] if if_match else []
    if not if_match or "*" in tags:
        return None
    return next((int(tag) for tag in tags if tag.isascii() and tag.isdecimal() and len(tag) < 10), 0)


def _own(by: Actor, key: str) -> str | None:
    return f"{by.account}:{key}" if key else None  # two callers may choose the same key


def _unmet(unchanged: HttpResponse, case: Case) -> HttpResponse:
    if unchanged.status_code == 412:
        raise Stale(case.code, case.version)
    unchanged["ETag"] = _etag(case)
    return unchanged


def _page(request: HttpRequest, response: HttpResponse, items: list[Any], after: str) -> dict[str, Any]:
    if after:
        asked = {name: value for name, value in request.GET.items() if name != "cursor"}
        response["Link"] = f'<{request.path}?{urlencode(asked | {"cursor": after})}>; rel="next"'
    return {"items": items, "next": after or None}
