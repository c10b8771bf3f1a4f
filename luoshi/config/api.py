"""The public API: routers of the apps, and every error in the form of RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from luoshi import __version__
from luoshi.portal.api import router as portal
from luoshi.portal.apipage import ApiPage

api = NinjaAPI(
    title="luoshi",
    version=__version__,
    description="政府工作报告的承诺、数字与原文。Commitments, figures and texts of government work reports.",
    urls_namespace="api",
    docs=ApiPage(),
)
api.add_router("", portal)


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


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address under /api/ that leads nowhere, in the form of every other error."""
    return _problem(404, "not-found", "没有这个地址。There is nothing at this address.")
