"""Doors to 群众点题: what the public asked and was answered, and the page of a round in which it speaks."""

from __future__ import annotations

from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.doors import address_of
from luoshi.platforms.hotline.actions import give_opinion
from luoshi.platforms.hotline.codes import key_of
from luoshi.platforms.hotline.limits import SPEAKING
from luoshi.platforms.hotline.models import Opinion, Round
from luoshi.platforms.hotline.opinion_form import OpinionForm
from luoshi.platforms.hotline.pages.answering import too_often
from luoshi.platforms.hotline.topics import public
from luoshi.platforms.hotline.types import TOPIC

PER_PAGE = 30


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the questions with who answers, by when, and what those concerned said of it."""
    today = _today(timezone.now())
    state, unit = request.GET.get("state", ""), request.GET.get("unit", "")
    page = Paginator(public.topics_shown(state=state, unit=unit), PER_PAGE).get_page(request.GET.get("page"))
    rows = public.as_answered(page, on=today)
    rounds = public.rounds_open(today)
    context = {
        "page": page,
        "rows": rows,
        "rounds": rounds,
        "states": public.STATES,
        "units": public.units_answering(),
        "state": state,
        "unit": unit,
        "simulated": any(row.simulated for row in rows) or any(row.simulated for row in rounds),
    }
    return render(request, "hotline/topics.html", context)


@require_safe
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Show one question: what was asked, answered, promised, watched, done and judged."""
    case = public.public_topics().filter(code=code).first()
    if case is None:
        raise Http404(_("没有这个公开的题目。"))
    survey = public.last_survey(case)
    context = {
        "case": case,
        "state": TOPIC.state(case.state).title,
        "answered": public.as_answered([case], on=_today(timezone.now()))[0],
        "behind": public.behind(case),
        "round": Round.objects.filter(slug=case.data.get("round", "")).first(),
        "steps": public.steps_of(case),
        "survey": survey,
        "simulated": case.simulated,
    }
    return render(request, "hotline/topic.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a round asks for and what came of it; while it is open, take an opinion."""
    row = Round.objects.select_related("organiser").filter(slug=slug).first()
    if row is None:
        raise Http404(_("没有这次征集。"))
    now = timezone.now()
    if request.method != "POST":
        channel = request.GET.get("from", "")
        return _page(request, row, OpinionForm(initial={"channel": channel}, on=_today(now)), now)
    if SPEAKING.spent(address_of(request)):
        return too_often(request, SPEAKING)
    SPEAKING.count(address_of(request))
    form = OpinionForm(request.POST, on=_today(now))
    if form.is_valid() and _given(row, form, now):
        context = {"round": row, "simulated": row.simulated}
        return render(request, "hotline/opinion_given.html", context)
    return _page(request, row, form, now)


def _given(row: Round, form: OpinionForm, at: datetime) -> Opinion | None:
    """Return the opinion that was taken; None where something is wrong, which the form then says."""
    said = {name: form.cleaned_data[name] for name in ("text", "place", "phone", "channel")}
    try:
        return give_opinion(row, **said, key=key_of(form.cleaned_data["key"]), at=at)
    except LuoshiError as error:
        form.add_error(None, error.message(get_language() or "zh"))
        return None


def _page(request: HttpRequest, row: Round, form: OpinionForm, at: datetime) -> HttpResponse:
    today = _today(at)
    context = {
        "round": row,
        "form": form,
        "open": row.opens_on <= today <= row.closes_on,
        "early": today < row.opens_on,
        "heard": public.heard(row),
        "topics": public.as_answered(public.topics_of(row), on=today),
        "simulated": row.simulated,
    }
    return render(request, "hotline/round.html", context, status=422 if form.is_bound else 200)


def _today(at: datetime) -> date:
    return timezone.localdate(at)
