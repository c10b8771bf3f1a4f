"""The door of Open311 GeoReport v2: anyone reads, programs with a key bring requests in."""

import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Form, NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.throttling import BaseThrottle

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.orgs.doors import address_of
from luoshi.kernel.orgs.limits import Limit
from luoshi.platforms.hotline.actions import Taken, take_request
from luoshi.platforms.hotline.actions.keys import digest_of_key
from luoshi.platforms.hotline.codes import code_of, key_of
from luoshi.platforms.hotline.limits import BRINGING, READING, WRONG_KEYS
from luoshi.platforms.hotline.models import Open311Key
from luoshi.platforms.hotline.open311 import errors, offered, published
from luoshi.platforms.hotline.open311.errors import Refused
from luoshi.platforms.hotline.open311.taking import request_of
from luoshi.platforms.hotline.open311.wishes import wish_of
from luoshi.platforms.hotline.open311.writing import JSON, TYPES, XML, written
from luoshi.platforms.hotline.queries import sending_due

CHANGESET = "2026-11-26T00:00:00+08:00"  # of this door: change it with what it answers
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
REQUESTS = "service_requests"
_KEY_LENGTH = 200
_BODY = {"content": {"application/json": {"schema": {}}, "text/xml": {"schema": {"type": "string"}}}}
_ERRORS = {400: "Cannot be taken", 404: "Not found", 429: "Too often", 503: "A parameter is missing"}


class Written(StrEnum):
    """The form of an answer, by the ending of the address."""

    JSON = JSON
    XML = XML


class PerAddress(BaseThrottle):
    """So many calls of one address, counted in the process."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the call, and tell whether it is within the limit."""
        address = address_of(request)
        if READING.spent(address):
            return False
        READING.count(address)
        return True

    def wait(self) -> float:
        """Return how many seconds are left."""
        return READING.wait()


class Report(Schema):
    """What is sent with a request, as a form; beside these ``attribute[CODE]=VALUE`` for each attribute."""

    api_key: str = ""
    jurisdiction_id: str = ""
    service_code: str = ""
    lat: str = ""
    long: str = ""
    address_string: str = ""
    address_id: str = ""
    description: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    media_url: str = ""
    device_id: str = ""
    account_id: str = ""


api = NinjaAPI(
    title="Open311 GeoReport v2",
    version="2",
    urls_namespace="open311",
    docs_url=None,
    throttle=[PerAddress()],
)


def _said(*more: int) -> dict[str, Any]:
    statuses = {status: _ERRORS[status] for status in (400, 404, 429, 503)}
    statuses |= {403: "The key is missing or no good", 409: "The idempotency key was used", 413: "Too large"}
    named = {200: "As the specification has it"} | {
        status: words for status, words in statuses.items() if status in (*_ERRORS, *more)
    }
    return {"responses": {status: {"description": words, **_BODY} for status, words in named.items()}}


@api.get("/discovery.{form}", openapi_extra=_said(), summary="Discovery")
def discovery(request: HttpRequest, form: Written) -> HttpResponse:
    """Answer where the endpoint is, what it speaks, and how to get a key."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{_site()}/open311/v2",
        "changeset": CHANGESET,
        "type": "production",
        "formats": [kind.split(";")[0] for kind in (TYPES[XML], TYPES[JSON])],
    }
    content = {
        "changeset": CHANGESET,
        "contact": f"{settings.CITY.full_name} 12345",
        "key_service": "向12345热线申请 api_key。Ask the hotline for an api_key.",
        "endpoints": [endpoint],
    }
    return _answer("discovery", content, form)


@api.get("/services.{form}", openapi_extra=_said(), summary="GET Service List")
def list_services(request: HttpRequest, form: Written, jurisdiction_id: str = "") -> HttpResponse:
    """Answer what can be asked for."""
    _here(jurisdiction_id)
    return _answer("services", offered.services(on=_today()), form)


@api.get("/services/{service_code}.{form}", openapi_extra=_said(), summary="GET Service Definition")
def get_service(
    request: HttpRequest, service_code: str, form: Written, jurisdiction_id: str = ""
) -> HttpResponse:
    """Answer what else may be said about a request of the service."""
    _here(jurisdiction_id)
    return _answer("service_definition", offered.definition(service_code, on=_today()), form)


@api.get("/requests.{form}", openapi_extra=_said(), summary="GET Service Requests")
def list_requests(
    request: HttpRequest,
    form: Written,
    jurisdiction_id: str = "",
    service_request_id: str = "",
    service_code: str = "",
    start_date: str = "",
    end_date: str = "",
    status: str = "",
) -> HttpResponse:
    """Answer the requests that may be shown, of at most ninety days and at most a thousand."""
    _here(jurisdiction_id)
    lists = {
        name: ",".join(request.GET.getlist(name)) for name in ("service_request_id", "service_code", "status")
    }
    wish = wish_of(lists | {"start_date": start_date, "end_date": end_date}, at=timezone.now())
    return _answer(REQUESTS, published.published(wish), form)


@api.get("/requests/{service_request_id}.{form}", openapi_extra=_said(), summary="GET Service Request")
def get_request(
    request: HttpRequest, service_request_id: str, form: Written, jurisdiction_id: str = ""
) -> HttpResponse:
    """Answer one request, alone in a list."""
    _here(jurisdiction_id)
    return _answer(REQUESTS, published.published_one(service_request_id), form)


@api.get("/tokens/{token}.{form}", openapi_extra=_said(), summary="GET service_request_id from a token")
def get_token(request: HttpRequest, token: str, form: Written, jurisdiction_id: str = "") -> HttpResponse:
    """Answer the number of the request that was taken under the token."""
    _here(jurisdiction_id)
    found = {"service_request_id": published.number_of(token), "token": token}
    return _answer(REQUESTS, [found], form)


@api.post("/requests.{form}", openapi_extra=_said(403, 409, 413), summary="POST Service Request")
def bring_request(request: HttpRequest, form: Written, report: Form[Report]) -> HttpResponse:
    """Take a request of a program that has a key, and tell its number, and for its resident the follow code.

    ``Idempotency-Key`` makes it safe to send again. ``Prefer: respond-async`` asks for a token instead of
    the number.
    """
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]  # no report of an error has them
    _here(report.jurisdiction_id)
    now = timezone.now()
    secret = _secret(request, _key(request, report.api_key, on=_today()))
    values = request_of(request.POST, on=_today())
    taken = take_request(values, by=SYSTEM, at=now, key=key_of(secret), code=code_of(secret))
    named = {"service_request_id": taken.case.code}
    later = "respond-async" in request.headers.get("Prefer", "")
    if later:
        named = {"token": key_of(secret).removeprefix(published.TOKEN)}
    answer = _answer(REQUESTS, [named | {"service_notice": _notice(taken), "account_id": None}], form)
    answer["Cache-Control"] = "no-store"
    if later:
        answer["Preference-Applied"] = "respond-async"
    return answer


def _key(request: HttpRequest, secret: str, *, on: date) -> Open311Key:
    """Return the key that is good, and count the call as one of its own."""
    address = address_of(request)
    if WRONG_KEYS.spent(address):
        raise _too_often(WRONG_KEYS)
    found = Open311Key.objects.in_force(on).filter(digest=digest_of_key(secret.strip())).first()
    if found is None:
        WRONG_KEYS.count(address)
        raise Refused(403, "没有 api_key，或已失效。", "The api_key is missing or no good.")
    if BRINGING.spent(str(found.pk)):
        raise _too_often(BRINGING)
    BRINGING.count(str(found.pk))
    return found


def _secret(request: HttpRequest, key: Open311Key) -> str:
    """Return what the request's idempotency key and follow code are drawn from."""
    given = request.headers.get("Idempotency-Key", "").strip()
    if len(given) > _KEY_LENGTH or not given.isprintable():
        raise errors.not_valid(
            "Idempotency-Key", f"最多{_KEY_LENGTH}字符", f"at most {_KEY_LENGTH} characters"
        )
    return f"open311:{key.pk}:{given}" if given else secrets.token_urlsafe(32)


def _notice(taken: Taken) -> str:
    due = sending_due(taken.case)
    sent = f"热线应在 {timezone.localtime(due):%Y-%m-%d %H:%M} 前派给负责的单位。" if due else ""
    return (
        f"{sent}请把编号 {taken.case.code} 和查询码 {taken.code} 交给诉求人，不要留存："
        f"凭此在 {_site()}{reverse('hotline:follow')} 看办理、补充、评价、要求重办。"
    )


def _here(jurisdiction_id: str) -> None:
    """Refuse a jurisdiction that is not this city. None is needed: the endpoint serves one."""
    if jurisdiction_id.strip() not in ("", settings.CITY.slug):
        raise errors.not_found("jurisdiction_id", jurisdiction_id)


def _site() -> str:
    return str(settings.ENV.site).rstrip("/")


def _today() -> date:
    now: datetime = timezone.now()
    return timezone.localdate(now)


def _answer(root: str, content: Any, form: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(written(root, content, form=form), content_type=TYPES[form], status=status)


def _error(request: HttpRequest, status: int, *words: str) -> HttpResponse:
    form = JSON if request.path.endswith(f".{JSON}") else XML
    return _answer("errors", [{"code": status, "description": said} for said in words], form, status=status)


def _too_often(limit: Limit) -> Throttled:
    return Throttled(wait=limit.wait())


@api.exception_handler(LuoshiError)
def _explained(request: HttpRequest, error: LuoshiError) -> HttpResponse:
    return _error(request, errors.status_of(error), *errors.words_of(error))


@api.exception_handler(ValidationError)
def _unknown_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _error(request, 404, "只有 .xml 和 .json。There are .xml and .json only.")


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    answer = _error(request, 429, "请求过于频繁，请稍后再试。Too many requests. Try again later.")
    answer["Retry-After"] = str(int(error.wait or 1))
    return answer


@api.exception_handler(SuspiciousOperation)
def _unreadable(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    status = 413 if isinstance(error, RequestDataTooBig) else 400
    return _error(request, status, "内容过大或不能读取。The body is too large or cannot be read.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _error(request, error.status_code, str(error))


@csrf_exempt  # it does nothing, whatever is sent
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address below /open311/ that leads nowhere, in the form of every other error."""
    return _error(request, 404, "没有这个地址。There is nothing at this address.")
