"""Each step of projects' money as a form that calls one act: ask, decide, pass on, pay, repay, reverse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse as address
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from luoshi.desk import fund_forms
from luoshi.desk.pages.project_fund_access import barred, seen_application, seen_project
from luoshi.desk.readers import keeps_projects, reads_projects
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.projects import actions
from luoshi.platforms.projects.actions.keeping import may_tell
from luoshi.platforms.projects.models import (
    Allocation,
    Drawdown,
    FundReturn,
    FundWindow,
    Instalment,
    Project,
    Repayment,
)
from luoshi.platforms.projects.queries.sight import projects_seen

_METHODS = ["GET", "HEAD", "POST"]
_DECIDED = (
    "recommend",
    "approve",
    "refuse",
    "pass_on",
    "unapprove",
)  # by the commission; the others by the unit too
STEPS: dict[str, tuple[str, type[forms.Form], Callable[..., object]]] = {
    "recommend": (_("推荐上报"), fund_forms.DecideForm, actions.recommend),
    "approve": (_("登记批准"), fund_forms.ApproveForm, actions.approve),
    "refuse": (_("登记未获批准"), fund_forms.RefuseForm, actions.refuse),
    "withdraw": (_("撤回申请"), fund_forms.WithdrawForm, actions.withdraw),
    "unapprove": (_("冲正批准"), fund_forms.ReverseForm, actions.reverse_approval),
    "pass_on": (_("登记下达"), fund_forms.PassOnForm, actions.pass_on),
    "pay": (_("登记支付"), fund_forms.PayForm, actions.pay),
    "give_back": (_("登记缴回"), fund_forms.GiveBackForm, actions.give_back),
    "borrow": (_("登记还款计划"), fund_forms.BorrowForm, actions.borrow),
}
REVERSED: dict[str, tuple[type[Any], Callable[..., object]]] = {
    "allocation": (Allocation, actions.reverse_allocation),
    "payment": (Drawdown, actions.reverse_payment),
    "return": (FundReturn, actions.reverse_return),
    "repayment": (Repayment, actions.reverse_repayment),
}


@require_http_methods(_METHODS)
@staff_page
@keeps_projects
def open_window(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show an empty window, and enter the one it holds."""
    form = fund_forms.WindowForm(request.POST or None, initial={"year": visit.today.year, "batch": 1})
    made: list[FundWindow] = []
    if _told(form, visit, lambda **said: made.append(actions.open_window(**said))):
        return _to("desk:project_fund_window", made[0].code)
    return _shown(request, visit, form, gettext("登记申报批次"))


@require_http_methods(_METHODS)
@staff_page
@reads_projects
def ask(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show an empty application of a project, and enter the one it holds."""
    project = seen_project(visit, code)
    if not may_tell(visit.actor, project):
        return barred(request, visit)
    form = fund_forms.AskForm(request.POST or None, today=visit.today, initial={"on": visit.today})
    if _told(form, visit, lambda **said: actions.ask_for(project, **said)):
        messages.success(request, gettext("申请已登记。"))
        return _to("desk:project_money", project.code)
    return _shown(request, visit, form, gettext("申请资金"), project)


@require_http_methods(_METHODS)
@staff_page
@reads_projects
def step(request: HttpRequest, visit: Visit, code: str, key: str) -> HttpResponse:
    """Show the form of a step of an application, and take the step it holds."""
    if key not in STEPS:
        raise Http404
    application = seen_application(visit, code)
    if not (visit.runs_projects or (key not in _DECIDED and may_tell(visit.actor, application.project))):
        return barred(request, visit)
    title, kind, act = STEPS[key]
    given = {"amount": _money(application.asked)} if key == "approve" else {}
    form = kind(request.POST or None, initial={"on": visit.today, **given})
    if _told(form, visit, lambda **said: act(application, **said)):
        messages.success(request, gettext("已登记。"))
        return _to("desk:project_money", application.project.code)
    return _shown(request, visit, form, gettext(title), application.project, application=application)


@require_http_methods(_METHODS)
@staff_page
@reads_projects
def repay(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show an empty repayment of an instalment, and enter the one it holds."""
    rows = Instalment.objects.filter(pk=pk, debt__application__project__in=projects_seen(visit.actor))
    instalment = rows.select_related("debt__application__project").first()
    if instalment is None:
        raise Http404
    project = instalment.debt.application.project
    if not may_tell(visit.actor, project):
        return barred(request, visit)
    form = fund_forms.RepayForm(request.POST or None, initial={"on": visit.today})
    if _told(form, visit, lambda **said: actions.repay(instalment, **said)):
        messages.success(request, gettext("已登记。"))
        return _to("desk:project_money", project.code)
    return _shown(request, visit, form, gettext("登记还款"), project, instalment=instalment)


@require_http_methods(_METHODS)
@staff_page
@keeps_projects
def reverse(request: HttpRequest, visit: Visit, kind: str, pk: int) -> HttpResponse:
    """Ask why an entry is to be reversed, and reverse it."""
    if kind not in REVERSED:
        raise Http404
    model, act = REVERSED[kind]
    entry = model.objects.filter(pk=pk).first()
    if entry is None:
        raise Http404
    application = entry.instalment.debt.application if kind == "repayment" else entry.application
    project = seen_project(visit, application.project.code)
    form = fund_forms.ReverseForm(request.POST or None, initial={"on": visit.today})
    if _told(form, visit, lambda **said: act(entry, **said)):
        messages.success(request, gettext("已冲正，原记录保留。"))
        return _to("desk:project_money", project.code)
    return _shown(request, visit, form, gettext("冲正"), project, entry=entry)


def _told(form: forms.Form, visit: Visit, act: Callable[..., object]) -> bool:
    """Call the act with what a right form holds; what is refused is told in the form."""
    if not form.is_valid():
        return False
    said = form.told() if isinstance(form, fund_forms.BorrowForm) else form.cleaned_data
    try:
        act(**said, by=visit.actor, at=visit.at)
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        return False
    return True


def _shown(
    request: HttpRequest,
    visit: Visit,
    form: forms.Form,
    heading: str,
    project: Project | None = None,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "heading": heading, "project": project, **more}
    context["simulated"] = bool(project and project.simulated)
    return show(request, visit, "desk/fund_form.html", context, status=422 if form.is_bound else 200)


def _to(name: str, code: str) -> HttpResponse:
    return HttpResponseRedirect(address(name, args=[code]) + "#done", status=303)


def _money(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
