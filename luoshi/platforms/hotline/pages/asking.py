"""The door by which a request comes in from a phone: a form, and once it is taken its number and code."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import FormInvalid, KeyReused
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.orgs.doors import address_of
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions import Taken, take_request
from luoshi.platforms.hotline.codes import code_of, key_of
from luoshi.platforms.hotline.forms import AskForm
from luoshi.platforms.hotline.limits import ASKING
from luoshi.platforms.hotline.pages.answering import too_often
from luoshi.platforms.hotline.photos import MOST, Photo, photos_of
from luoshi.platforms.hotline.queries import sending_due


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors, and what becomes of a request."""
    return render(request, "hotline/home.html")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Give the form, or take the request it holds and tell its code: here once, and nowhere else.

    The answer to the POST is the page itself: a redirect would carry the code in an address, a cookie or a
    session. The form sent again takes no second request and shows the same code.
    """
    now = timezone.now()
    if request.method != "POST":
        return _form(request, AskForm(initial=AskForm.known(request.GET), on=_today(now)))
    if ASKING.spent(address_of(request)):
        return too_often(request, ASKING)
    ASKING.count(address_of(request))
    form = AskForm(request.POST, on=_today(now))
    form.full_clean()
    photos = _photos(request, form, now)
    taken = _taken(form, photos, now) if form.is_valid() else None
    if taken is None:
        return _form(request, form, photos)
    context = {"number": taken.case.code, "code": taken.code, "due_at": sending_due(taken.case)}
    return render(request, "hotline/taken.html", context)


def _photos(request: HttpRequest, form: AskForm, at: datetime) -> list[Photo]:
    key = form.cleaned_data.get("key", "")
    if not key:
        return []
    uploads, tokens = request.FILES.getlist("photos"), request.POST.getlist("kept")
    try:
        return photos_of(uploads, tokens, form=key, at=at)
    except LuoshiError as error:
        form.add_error(None, error.message(get_language() or "zh"))
        return photos_of([], tokens, form=key, at=at)


def _taken(form: AskForm, photos: list[Photo], at: datetime) -> Taken | None:
    """Return the request that was taken; None where something is wrong, which the form then says."""
    secret = form.cleaned_data["key"]
    unclear = parameter_book().value("hotline.unclear", on=_today(at), scope=settings.CITY.scope)
    data = {"category": str(unclear.value)} | form.request()
    evidence = [photo.file for photo in photos]
    try:
        return take_request(
            data, by=SYSTEM, at=at, evidence=evidence, key=key_of(secret), code=code_of(secret)
        )
    except KeyReused:
        form.add_error(None, _("这张表已经提交过。要补充，请凭编号和查询码查询；说另一件事，请重新填写。"))
    except FormInvalid as error:
        for problem in error.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    return None


def _form(request: HttpRequest, form: AskForm, photos: list[Photo] | None = None) -> HttpResponse:
    context = {"form": form, "photos": photos or [], "most": MOST}
    return render(request, "hotline/ask.html", context, status=422 if form.is_bound else 200)


def _today(at: datetime) -> date:
    return timezone.localdate(at)
