"""社会评价 at the desk: draw those who are asked, record what they say, close the question with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.desk.queries.rounds import drawn_of, topic_surveyed
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions import draw_survey, evaluate_topic, record_answer
from luoshi.platforms.hotline.models import Sampled
from luoshi.platforms.hotline.topics.drawing import SMALL
from luoshi.platforms.hotline.topics.evaluating import delivery_of, figures_of, least_pleased, survey_of
from luoshi.platforms.hotline.topics.populations import population_of
from luoshi.platforms.hotline.topics.standing import require_outsider

_USUAL = 50  # persons, where there are so many


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def survey(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show the sample and what was said; draw it, or close the question with it."""
    topic = _topic(visit, code)
    if request.method != "POST":
        return _page(request, visit, topic)
    try:
        said = _done(request, visit, topic)
    except LuoshiError as error:
        status = 403 if isinstance(error, ActRefused) else status_of(error, 422)
        return _page(request, visit, topic, {"wrong": message_of(error)}, status=status)
    messages.success(request, said)
    return _back(topic)


@require_POST
@staff_page
def answer(request: HttpRequest, visit: Visit, code: str, place: int) -> HttpResponse:
    """Record what somebody who was drawn said."""
    topic = _topic(visit, code)
    drawn = survey_of(topic)
    row = Sampled.objects.filter(survey=drawn, place=place).select_related("survey__topic").first()
    if drawn is None or row is None:
        raise Http404(gettext("没有抽中这个人。"))
    try:
        record_answer(row, request.POST.get("answer", ""), by=visit.actor, at=visit.at)
    except LuoshiError as error:
        return _page(request, visit, topic, {"wrong": message_of(error)}, status=status_of(error, 422))
    return HttpResponseRedirect(reverse("desk:survey", args=[topic.code]) + f"#p{place}", status=303)


def _done(request: HttpRequest, visit: Visit, topic: Case) -> str:
    if request.POST.get("do") == "evaluate":
        evaluate_topic(topic, by=visit.actor, at=visit.at)
        return gettext("已按抽样结果评价，题目办结。")
    size = request.POST.get("size", "")
    number = int(size) if size.isdecimal() and len(size) < 7 else 0
    drawn = draw_survey(topic, size=number, by=visit.actor, at=visit.at)
    return gettext("已抽出 %(n)s 人。") % {"n": drawn.size}


def _topic(visit: Visit, code: str) -> Case:
    topic = topic_surveyed(code)
    if topic is None or not may_see(visit.actor, topic):
        raise Http404(gettext("没有这个题目，或者您不经办它。"))
    require_outsider(visit.actor, topic)
    return topic


def _page(
    request: HttpRequest,
    visit: Visit,
    topic: Case,
    extra: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    delivery, found = delivery_of(topic), survey_of(topic)
    context: dict[str, Any] = {
        "topic": topic,
        "simulated": topic.simulated,
        "delivered": delivery is not None,
    }
    if found:
        drawn, least = drawn_of(found), least_pleased(parameter_book(), on=visit.today)
        figures = figures_of(found, least)
        context |= {
            "drawn": drawn,
            "figures": figures,
            "least": least * 100,
            "small": figures["responded"] < SMALL,
            "answers": Sampled.Answer.choices,
            "judges": topic.state == "delivered" and not drawn.left and figures["responded"],
            "recording": topic.state == "delivered",
        }
    elif delivery:
        population = population_of(topic, until=delivery.at)
        context |= {"population": population, "usual": min(len(population), _USUAL)}
    return show(request, visit, "desk/survey.html", context | (extra or {}), status=status)


def _back(topic: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:survey", args=[topic.code]) + "#done", status=303)
