"""群众点题 at the desk: rounds of gathering, and the opinions that came in, sorted into questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.queries.rounds import organisers, rounds_counted
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.desk.topic_forms import RoundForm
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.sheets import read_sheet
from luoshi.platforms.hotline.actions import (
    bring_opinions,
    give_opinion,
    merge_opinions,
    open_round,
    raise_topic,
    set_aside,
    show_contact,
)
from luoshi.platforms.hotline.codes import key_of
from luoshi.platforms.hotline.models import Opinion, Round
from luoshi.platforms.hotline.opinion_form import OpinionForm
from luoshi.platforms.hotline.topics.bringing import COLUMNS, plan_opinions
from luoshi.platforms.hotline.topics.contacts import masked
from luoshi.platforms.hotline.topics.public import heard, topics_of
from luoshi.platforms.hotline.topics.sorting import tray_of
from luoshi.platforms.hotline.topics.standing import require_sorter
from luoshi.ui.qr import qr_svg

_FAULTS = 200  # shown at once
_ASIDE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def rounds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the rounds, and open one."""
    require_sorter(visit.actor)
    offered = organisers(visit.actor, visit.today)
    form = RoundForm(request.POST or None, organisers=offered, initial={"opens_on": visit.today})
    if request.method == "POST" and form.is_valid():
        try:
            row = open_round(**form.cleaned_data, by=visit.actor, at=visit.at)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("征集已发起。"))
            return _to_round(row)
    rows = rounds_counted()
    simulated = any(row.simulated for row in rows)
    context = {"rounds": rows, "form": form, "simulated": simulated}
    return show(request, visit, "desk/rounds.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def gathered(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Show what came in, alike beside alike, and sort what was chosen. What goes wrong keeps the choice."""
    row = _round(visit, slug)
    if request.method != "POST":
        return _tray(request, visit, row)
    chosen = [int(pk) for pk in request.POST.getlist("opinion") if pk.isdecimal() and len(pk) < 19]
    try:
        said = _sort(request, visit, chosen)
    except LuoshiError as error:
        extra = {"wrong": message_of(error), "chosen": chosen, "tried": request.POST}
        return _tray(request, visit, row, extra, status=status_of(error, 422))
    messages.success(request, said)
    return _to_round(row)


@require_POST
@staff_page
@sensitive_post_parameters()
def note_opinion(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Take one opinion that a visit brought."""
    row = _round(visit, slug)
    form = OpinionForm(request.POST, on=visit.today)
    if not form.is_valid():
        return _tray(request, visit, row, {"form": form}, status=422)
    said = {name: form.cleaned_data[name] for name in ("text", "place", "phone")}
    key = key_of(form.cleaned_data["key"])
    try:
        give_opinion(row, **said, channel=Opinion.Channel.VISIT, key=key, at=visit.at, by=visit.actor)
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        return _tray(request, visit, row, {"form": form}, status=422)
    messages.success(request, gettext("已记下一条走访意见。"))
    return _to_round(row)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring_visits(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Check a table of what visits brought, every cell; and if asked to, take all of it or none."""
    row = _round(visit, slug)
    context: dict[str, Any] = {"round": row, "columns": COLUMNS, "simulated": row.simulated}
    upload = request.FILES.get("table")
    if request.method != "POST" or upload is None:
        return show(request, visit, "desk/round_import.html", context)
    try:
        sheet = read_sheet(upload, name=str(upload.name))  # type: ignore[arg-type]  # it reads like a file
        plan = plan_opinions(sheet, row, at=visit.at)
        context |= {"plan": plan, "faults": plan.faults[:_FAULTS], "total": len(sheet.rows)}
        if "commit" in request.POST and not plan.faults:
            bring_opinions(row, plan, by=visit.actor)
            context["imported"] = True
    except LuoshiError as error:
        context["message"] = message_of(error)
        return show(request, visit, "desk/round_import.html", context, status=422)
    return show(request, visit, "desk/round_import.html", context, status=422 if plan.faults else 200)


@require_safe
@staff_page
def poster(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Give the code that opens the round's page on a phone, for print."""
    row = _round(visit, slug)
    answer = HttpResponse(qr_svg(_address(request, row)), content_type="image/svg+xml")
    if "download" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="{row.slug}.svg"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def opinion(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show one opinion and who looked at its number; show the number once, for a reason that is logged."""
    require_sorter(visit.actor)
    row = Opinion.objects.select_related("round", "topic", "sorted_by").filter(pk=pk).first()
    if row is None:
        raise Http404(gettext("没有这条意见。"))
    context: dict[str, Any] = {"opinion": row, "contact": masked(row.contact), "simulated": row.simulated}
    status = 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            context["revealed"] = show_contact(row, by=visit.actor, reason=reason, at=visit.at)
        except LuoshiError as error:
            context["wrong"], status = message_of(error), status_of(error, 422)
    context["seen"] = list(row.seen.select_related("by"))
    return show(request, visit, "desk/opinion.html", context, status=status)


def _sort(request: HttpRequest, visit: Visit, chosen: list[int]) -> str:
    given = {name: request.POST.get(name, "").strip() for name in ("into", "title", "question", "reason")}
    how: dict[str, Any] = {"by": visit.actor, "at": visit.at}
    match request.POST.get("do"):
        case "merge":
            done = len(merge_opinions(chosen, given["into"], **how))
            said = ngettext("%(n)s 条意见并入 %(code)s。", "%(n)s 条意见并入 %(code)s。", done)
            return said % {"n": done, "code": given["into"]}
        case "raise":
            topic = raise_topic(chosen, title=given["title"], question=given["question"], **how)
            return gettext("已列为题目 %(code)s。") % {"code": topic.code}
        case _:
            done = len(set_aside(chosen, reason=given["reason"], **how))
            return ngettext("%(n)s 条意见不列入。", "%(n)s 条意见不列入。", done) % {"n": done}


def _tray(
    request: HttpRequest,
    visit: Visit,
    row: Round,
    extra: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "round": row,
        "address": _address(request, row),
        "tray": tray_of(row),
        "heard": heard(row),
        "topics": topics_of(row),
        "aside": list(row.opinions.exclude(aside="").order_by("-sorted_at")[:_ASIDE]),
        "form": OpinionForm(on=visit.today),
        "simulated": row.simulated,
    }
    return show(request, visit, "desk/round.html", context | (extra or {}), status=status)


def _round(visit: Visit, slug: str) -> Round:
    require_sorter(visit.actor)
    row = Round.objects.select_related("organiser").filter(slug=slug).first()
    if row is None:
        raise Http404(gettext("没有这次征集。"))
    return row


def _address(request: HttpRequest, row: Round) -> str:
    return request.build_absolute_uri(reverse("hotline:round", args=[row.slug]) + "?from=scan")


def _to_round(row: Round) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:round", args=[row.slug]) + "#done", status=303)
