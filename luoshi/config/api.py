"""The public API: routers of the apps, who may call what, and every error in the form of RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from luoshi import __version__
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.answers import PROBLEM, refusal_out
from luoshi.kernel.cases.api import router as cases
from luoshi.kernel.cases.callers import PerMinute, Session, Token
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, Stale
from luoshi.platforms.prepaid.api import holders
from luoshi.platforms.prepaid.api import router as till
from luoshi.portal.api import router as portal
from luoshi.portal.apipage import ApiPage

# Every operation asks who calls, but these. A test fails for one that is open and not named here.
PUBLIC = frozenset(
    {"list_reports", "get_reading", "list_figures", "list_commitments", "get_commitment", "list_lights"}
    | {"list_case_types", "get_case_type", "list_roots", "get_root"}
    | {"open_card", "get_statement", "reckon_refund"}  # a card's code is all that is asked
)
_STATUS = {  # of an error's code, where it is not 422
    "act-refused": 409,
    "action-unknown": 404,
    "body-unreadable": 400,
    "case-changed": 412,
    "case-missing": 404,
    "case-type-unknown": 404,
    "file-too-large": 413,
    "media-type": 415,
    "parameter-missing": 503,  # nothing the caller could put right
    **dict.fromkeys(("prepaid-card-missing", "prepaid-contract-missing", "prepaid-kind-missing"), 404),
    **dict.fromkeys(("prepaid-use-missing", "prepaid-code-unknown"), 404),
    "prepaid-manager-only": 403,
    **dict.fromkeys(("prepaid-key-used", "prepaid-receipt-used", "prepaid-used-since"), 409),
    **dict.fromkeys(("prepaid-not-enough", "prepaid-card-not-active", "prepaid-shop-stopped"), 409),
    **dict.fromkeys(("prepaid-sale-barred", "account-not-open"), 409),
}


class Api(NinjaAPI):
    """What somebody was told by name is kept by no cache."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Return the response that operations may set headers on."""
        response = super().create_temporal_response(request)
        if getattr(request, "auth", None):
            response["Cache-Control"] = "private, no-cache"
        return response


api = Api(
    title="luoshi",
    version=__version__,
    description="政府工作报告的承诺、数字与原文，以及办理的事项。"
    "Commitments, figures and texts of government work reports, and the cases that deliver them.",
    urls_namespace="api",
    docs=ApiPage(),
    auth=[Token(), Session()],
    throttle=[PerMinute()],
    openapi_extra={"components": {"schemas": {"Problem": PROBLEM}}},
)
api.add_router("", portal, auth=None)
api.add_router("", cases)
api.add_router("/prepaid/till", till)
api.add_router("/prepaid/holder", holders)


def _problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    body = {
        "type": f"urn:luoshi:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return JsonResponse(body | more, status=status, content_type="application/problem+json")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(404, "not-found", str(error) or "没有这个地址。There is nothing at this address.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    detail = "参数不合要求，见 errors。A parameter is not valid, see errors."
    errors = [{"parameter": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors]
    return _problem(422, "invalid-parameter", detail, errors=errors)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(error.status_code, "refused", str(error))


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = "请登录，或使用有效的令牌。Sign in, or send a token that is good."
    answer = _problem(401, "not-signed-in", detail)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    detail = "请求过于频繁，请稍后再试。Too many requests. Try again later."
    answer = _problem(429, "too-many-requests", detail)
    answer["Retry-After"] = str(ceil(error.wait or 1))
    return answer


@api.exception_handler(SuspiciousOperation)
def _unreadable(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    status = 413 if isinstance(error, RequestDataTooBig) else 400
    return _problem(status, "body-unreadable", "内容过大或不能读取。The body is too large or cannot be read.")


@api.exception_handler(LuoshiError)
def _explained(request: HttpRequest, error: LuoshiError) -> HttpResponse:
    """Answer with the error's own words, in the caller's language, and all that a program may need of it."""
    status, more = _STATUS.get(error.code, 422), dict[str, Any]()
    if isinstance(error, ActRefused):
        more["refusals"] = [refusal_out(refusal) for refusal in error.refusals]
        status = 403 if any(refusal.code == "role" for refusal in error.refusals) else status
    if isinstance(error, FormInvalid):
        more["errors"] = [{"parameter": p.field, "message": p.message} for p in error.problems]
    if isinstance(error, Stale):
        more["current"] = error.current
    return _problem(status, error.code, error.message(get_language() or "zh"), **more)


@csrf_exempt  # it does nothing, whatever is sent
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address under /api/ that leads nowhere, in the form of every other error."""
    return _problem(404, "not-found", "没有这个地址。There is nothing at this address.")
