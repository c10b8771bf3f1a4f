"""The doors by which a resident follows a request with its number and code, and has their say.

Only POST: neither number nor code ever stands in an address, a log or a session. A wrong pair is answered
alike whether the request exists or not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import ActRefused, KeyReused
from luoshi.kernel.orgs.doors import address_of
from luoshi.platforms.hotline import actions
from luoshi.platforms.hotline.codes import key_of
from luoshi.platforms.hotline.forms import (
    BearerForm,
    FollowForm,
    RateForm,
    ReopenForm,
    SupplementForm,
)
from luoshi.platforms.hotline.limits import WRONG_CODES
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.pages.answering import too_often
from luoshi.platforms.hotline.queries import followed, request_by, require_number

_FORMS: dict[str, type[BearerForm]] = {"supplement": SupplementForm, "rate": RateForm, "reopen": ReopenForm}
Door = Callable[[HttpRequest], HttpResponse]


def _door(view: Door) -> Door:
    """Let nothing of the page be kept, and nothing that was typed be told in a report of an error."""
    guarded = require_http_methods(["GET", "HEAD", "POST"])(view)
    return never_cache(sensitive_post_parameters()(guarded))


@_door
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, or show the request that they open."""
    if request.method != "POST":
        return render(request, "hotline/follow.html", {"form": FollowForm()})
    return _opened(request, lambda row, code: _shown(request, row, code))


@_door
def supplement(request: HttpRequest) -> HttpResponse:
    """Add to the request."""

    def do(form: BearerForm, at: datetime) -> None:
        said = form.cleaned_data
        actions.supplement(said["code"], more=said["more"], at=at, key=key_of(said["key"]))

    return _said(request, "supplement", do, _("补充的内容已记入，承办单位能看到。"))


@_door
def rate(request: HttpRequest) -> HttpResponse:
    """Rate the answer. Displeasure that the unit caused sends the request back to it."""

    def do(form: BearerForm, at: datetime) -> None:
        assert isinstance(form, RateForm)
        said = form.cleaned_data
        actions.rate(said["code"], **form.rating(), at=at, key=key_of(said["key"]))

    return _said(request, "rate", do, _("您的评价已记入。"))


@_door
def reopen(request: HttpRequest) -> HttpResponse:
    """Have a finished request taken up again."""

    def do(form: BearerForm, at: datetime) -> None:
        said = form.cleaned_data
        actions.reopen(said["code"], reason=said["reason"], at=at, key=key_of(said["key"]))

    return _said(request, "reopen", do, _("已要求重新办理，期限从现在起另计。"))


def _said(
    request: HttpRequest, name: str, do: Callable[[BearerForm, datetime], None], done: str
) -> HttpResponse:
    """Open the request, do what was asked where the form is right, and show the request again."""
    if request.method != "POST":
        return redirect("hotline:follow")

    def answer(row: Request, code: str) -> HttpResponse:
        form = _FORMS[name](request.POST, auto_id=f"{name}_%s")
        if not form.is_valid():
            return _shown(request, row, code, wrong={name: form})
        try:
            do(form, timezone.now())
        except (ActRefused, KeyReused):
            form.add_error(None, _("现在不能这样办：这件诉求已有新的进展，请看下面的记录。"))
            return _shown(request, request_by(code), code, wrong={name: form})
        return _shown(request, request_by(code), code, done=done)

    return _opened(request, answer)


def _opened(request: HttpRequest, answer: Callable[[Request, str], HttpResponse]) -> HttpResponse:
    """Answer whoever has number and code; count the wrong ones, and after too many hear nobody."""
    address = address_of(request)
    if WRONG_CODES.spent(address):
        return too_often(request, WRONG_CODES)
    form = FollowForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            return answer(require_number(form.cleaned_data["number"], code), code)
        except LuoshiError as error:
            if error.code != "follow-unknown":
                raise
        WRONG_CODES.count(address)
        form = FollowForm({"number": form.cleaned_data["number"], "code": ""})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, _("编号或查询码不对，或查询码已失效。请核对，或拨打12345补发查询码。"))
    return render(request, "hotline/follow.html", {"form": form}, status=422)


def _shown(
    request: HttpRequest,
    row: Request,
    code: str,
    *,
    done: str = "",
    wrong: dict[str, BearerForm] | None = None,
) -> HttpResponse:
    now, wrong = timezone.now(), wrong or {}
    seen = followed(row, at=now)
    may = {
        "supplement": "supplement" in seen.may,
        "rate": "confirm" in seen.may,
        "reopen": "reopen" in seen.may,
    }
    forms = {
        name: wrong.get(name) or kind(initial={"number": row.code, "code": code}, auto_id=f"{name}_%s")
        for name, kind in _FORMS.items()
        if may[name] or name in wrong
    }
    context = {
        "seen": seen,
        "forms": forms,
        "done": done,
        "late": bool(seen.due_at and seen.due_at < now),
        "simulated": seen.simulated,
    }
    return render(request, "hotline/request.html", context, status=422 if wrong else 200)
