"""The agent's page: take what somebody says on the telephone, with suggestions while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.desk.call_forms import CallForm, said_in
from luoshi.desk.queries.dossier import case_seen
from luoshi.desk.queries.openable import opens
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import FormInvalid, KeyReused
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions import Piece, Taken, take_call, take_pieces
from luoshi.platforms.hotline.advising.advice import advise, parts_of
from luoshi.platforms.hotline.advising.categories import TABLE, topic_of
from luoshi.platforms.hotline.advising.quality import doubts_about
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.queries import sending_due
from luoshi.platforms.hotline.types import REQUEST


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def call(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the form, or take what it holds and tell number and code: here once, and nowhere else."""
    if not opens(visit.actor, REQUEST):
        return _barred(request, visit)
    if request.method != "POST":
        return _form(request, visit, CallForm(on=visit.today))
    form = CallForm(request.POST, on=visit.today)
    taken = _taken(form, visit, split="split" in request.POST) if form.is_valid() else []
    if not taken:
        return _form(request, visit, form)
    tickets = [{"taken": one, "due_at": sending_due(one.case)} for one in taken]
    context = {"tickets": tickets, "phone": form.cleaned_data["phone"]}
    return show(request, visit, "desk/call_taken.html", context)


@sensitive_post_parameters()
@require_POST
@staff_page
def advice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Suggest beside the form while it is filled in. Nothing is written."""
    if not opens(visit.actor, REQUEST):
        return _barred(request, visit)
    found = advise(said_in(request.POST), by=visit.actor, at=visit.at)
    context: dict[str, Any] = {"advice": found}
    if found:
        context |= {
            "shown": found.seal(at=visit.at),
            "parts": [(part, _titled(topic_of(part.text, classifier()))) for part in found.parts],
        }
    return render(request, "desk/_advice.html", context)


@sensitive_post_parameters()
@require_POST
@staff_page
def doubts(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Tell the unit what a reader would miss in its answer, while it is written. Nothing is written."""
    case = case_seen(visit.actor, code)
    if case is None or case.type != REQUEST.key:
        raise Http404(gettext("没有这件事项，或者您不经办它。"))
    found = doubts_about(case, request.POST.get("reply", "")[:4000])
    return render(request, "desk/_doubts.html", {"doubts": found})


def _taken(form: CallForm, visit: Visit, *, split: bool) -> Sequence[Taken]:
    """Return what was taken; nothing where something is wrong, which the form then says."""
    said = form.cleaned_data
    unclear = parameter_book().value("hotline.unclear", on=visit.today, scope=settings.CITY.scope)
    data = {"category": str(unclear.value)} | form.request()
    how: dict[str, Any] = {"form": said["key"], "by": visit.actor, "at": visit.at, "shown": said["shown"]}
    try:
        if split:
            if pieces := _pieces(said["content"], visit):
                return take_pieces(data, pieces, **how)
            form.add_error("content", gettext("这段话里没有可以拆开的几件事。"))
            return ()
        return [take_call(data, answered=said["answered"], **how)]
    except KeyReused:
        form.add_error(None, gettext("这张表已经提交过。要补充，请打开那件工单；另一件事，请重新填写。"))
    except FormInvalid as error:
        for problem in error.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    except LuoshiError as error:
        form.add_error(None, message_of(error))
    return ()


def _pieces(content: str, visit: Visit) -> list[Piece]:
    model, table = classifier(), city_table(TABLE)
    topics = [(part.text, topic_of(part.text, model) or "") for part in parts_of(content, model)]
    return [Piece(text, topic if table.names(topic, on=visit.today) else "") for text, topic in topics]


def _titled(topic: str | None) -> str:
    return city_table(TABLE).titled(topic) if topic else ""


def _form(request: HttpRequest, visit: Visit, form: CallForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return show(request, visit, "desk/call.html", {"form": form}, status=status)


def _barred(request: HttpRequest, visit: Visit) -> HttpResponse:
    message = gettext("须由热线话务岗受理来电。")
    return show(request, visit, "desk/problem.html", {"message": message}, status=403)
