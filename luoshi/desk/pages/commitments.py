"""One commitment: all that tracks it, and the doors for changing it, handing it out and reporting on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.commitment_forms import AssignForm, CheckForm, HappeningForm, TargetForm
from luoshi.desk.deeds import Deed, Tried, deeds_of, form_id
from luoshi.desk.files import Proof, received
from luoshi.desk.forms import key_of
from luoshi.desk.pages.evidence import hand_out
from luoshi.desk.queries.delivery import duty_of, may_say
from luoshi.desk.queries.names import units_offered
from luoshi.desk.queries.promise import Promise, post_for, promise_of, proven_by
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import assign as assign_duty
from luoshi.kernel.commitments.actions import change_check, change_target
from luoshi.kernel.commitments.actions.judge import report_happening
from luoshi.kernel.commitments.models import HappeningKind
from luoshi.kernel.commitments.rights import require_office
from luoshi.kernel.orgs.models import Organisation

_FORM = ["GET", "HEAD", "POST"]
_POSTED = "POST"


@require_http_methods(_FORM)
@staff_page
def commitment(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one with the reasons of its light, and take what is said to have happened."""
    promise = _promise(visit, code)
    if request.method != _POSTED:
        return _page(request, visit, promise)
    form = HappeningForm(request.POST, kinds=may_say(visit.actor, promise.duty), auto_id=form_id("happening"))
    proof, wrong = _proof(request, visit, "happening")

    def take() -> str:
        values = form.cleaned_data
        report_happening(
            promise.duty.standing.commitment,
            HappeningKind(values["kind"]),
            by=visit.actor,
            on=values["on"],
            ref=values["ref"],
            share=values["share"],
            evidence=proof.kept[0].sha256 if proof.kept else "",
            at=visit.at,
            key=f"desk:{code}:{key_of(request.POST)}",
        )
        return gettext("已记录。下一次研判会计入。")

    tried = Tried("happening", form, key=key_of(request.POST), proof=proof)
    return _taken(request, visit, promise, tried, take, sound=not wrong)


@require_http_methods(_FORM)
@staff_page
def target(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Change a target by due procedure."""
    promise = _promise(visit, code)
    if request.method != _POSTED:
        return _back(code)
    require_office(visit.actor)
    number, aim = next(
        (
            (number, aim)
            for number, aim in enumerate(promise.aims)
            if (aim.now.quote, str(aim.now.nth)) == (request.POST.get("quote"), request.POST.get("nth"))
        ),
        (0, None),
    )
    if aim is None:
        raise Http404(gettext("没有这个目标。"))
    key = f"target-{number}"
    form = TargetForm(request.POST, aim=aim, auto_id=form_id(key))

    def take() -> str:
        change_target(
            promise.duty.standing.commitment,
            quote=aim.now.quote,
            nth=aim.now.nth,
            changes=form.changes,
            **_grounds(form, visit),
        )
        return gettext("目标已调整。原目标的结论照样保留。")

    return _taken(request, visit, promise, Tried(key, form), take)


@require_http_methods(_FORM)
@staff_page
def check(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Change what would prove a deed, or by when."""
    promise = _promise(visit, code)
    if request.method != _POSTED:
        return _back(code)
    require_office(visit.actor)
    if promise.check is None:
        raise Http404(gettext("这项承诺没有核验安排。"))
    form = CheckForm(request.POST, version=promise.check.version, auto_id=form_id("check"))

    def take() -> str:
        found = promise.duty.standing.commitment
        change_check(found, changes=form.changes, **_grounds(form, visit))
        return gettext("核验安排已调整。原安排的结论照样保留。")

    return _taken(request, visit, promise, Tried("check", form), take)


@require_http_methods(_FORM)
@staff_page
def assign(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Let a unit answer for it."""
    promise = _promise(visit, code)
    if request.method != _POSTED:
        return _back(code)
    require_office(visit.actor)
    form = AssignForm(request.POST, units=units_offered(visit.today), auto_id=form_id("assign"))

    def take() -> str:
        values = form.cleaned_data
        unit = Organisation.objects.get(code=values["organisation"])
        post = post_for(unit, values["role"], on=visit.today) if values["role"] else None
        if values["role"] and post is None:
            form.add_error("role", gettext("这个单位没有这样的岗位。请改选，或不指定岗位。"))
            return ""
        assign_duty(
            promise.duty.standing.commitment,
            organisation=unit,
            part=values["part"],
            post=post,
            cites=values["cites"],
            reason=values["reason"],
            by=visit.actor,
            at=visit.at,
        )
        return gettext("已记录分工。")

    return _taken(request, visit, promise, Tried("assign", form), take)


@require_safe
@staff_page
def proof(request: HttpRequest, visit: Visit, code: str, sha256: str) -> HttpResponse:
    """Hand out a file that a happening or a figure of the commitment rests on: always as a download."""
    if not proven_by(_promise(visit, code), sha256):
        raise Http404(gettext("这项承诺没有这份材料。"))
    return hand_out(sha256, name=code)


def _promise(visit: Visit, code: str) -> Promise:
    duty = duty_of(visit.actor, code, today=visit.today)
    if duty is None:
        raise Http404(gettext("没有这项承诺，或者不由您的单位负责。"))
    return promise_of(duty, actor=visit.actor, today=visit.today)


def _grounds(form: TargetForm | CheckForm, visit: Visit) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "reason": values["reason"],
        "approved_by": values["approved_by"],
        "seen": values["seen"],
        "by": visit.actor,
        "at": visit.at,
    }


def _proof(request: HttpRequest, visit: Visit, key: str) -> tuple[Proof, bool]:
    """Return the file that came, and whether it could not be taken."""
    id_ = f"{key}-evidence"
    try:
        return Proof(id_, kept=received(request, "evidence", account_id=visit.account.pk, at=visit.at)), False
    except LuoshiError as error:
        return Proof(id_, error=message_of(error)), True


def _taken(
    request: HttpRequest,
    visit: Visit,
    promise: Promise,
    tried: Tried,
    take: Callable[[], str],
    *,
    sound: bool = True,
) -> HttpResponse:
    """Act where the form is sound and go back to the page; else show it again with what was typed."""
    form: forms.Form = tried.form
    status = 422
    if form.is_valid() and sound:
        try:
            done = take()
        except LuoshiError as error:
            form.add_error(None, message_of(error))
            status = status_of(error)
        else:
            if form.is_valid():
                messages.success(request, done)
                return _back(promise.duty.standing.commitment.code, "#done")
    return _page(request, visit, promise, tried, status=status)


def _back(code: str, landing: str = "") -> HttpResponse:
    status = 303 if landing else 302
    return HttpResponseRedirect(reverse("desk:commitment", args=[code]) + landing, status=status)


def _page(
    request: HttpRequest, visit: Visit, promise: Promise, tried: Tried | None = None, *, status: int = 200
) -> HttpResponse:
    standing = promise.duty.standing
    deeds: list[Deed] = deeds_of(promise, visit, tried)
    context = {
        "promise": promise,
        "duty": promise.duty,
        "commitment": standing.commitment,
        "happenings": standing.commitment.happenings.select_related("by"),
        "deeds": deeds,
        "simulated": any(light.simulated for light in standing.lights)
        or any(known.row.simulated for aim in promise.aims for known in aim.figures),
    }
    return show(request, visit, "desk/commitment.html", context, status=status)
