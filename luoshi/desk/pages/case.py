"""One case: what may be done, the deadlines, the history; and the doors through which it is acted upon."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.actions import act_told
from luoshi.desk.files import files_of, stored
from luoshi.desk.forms import ActionForm, Choices, form_of, given_of, key_of, new_key, version_of
from luoshi.desk.queries.advised import advised_on
from luoshi.desk.queries.dossier import Dossier, case_seen, dossier_of
from luoshi.desk.queries.names import people_offered, units_offered
from luoshi.desk.queries.ties import require_commitment, ties_offered
from luoshi.desk.staff import Visit, message_of, problem, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import relate, relate_case, reveal
from luoshi.kernel.cases.actions.relate import SERVES
from luoshi.kernel.cases.declarations import Action, CaseType, Kind
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, KeyReused, Stale
from luoshi.kernel.cases.evidence import ALLOWED
from luoshi.kernel.cases.models import Case, Event, Evidence
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.storing import evidence_store

_LANDING = "#done"


@require_safe
@staff_page
def case(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a case, what to do next at the top."""
    return _page(request, visit, _seen(visit, code))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def do(request: HttpRequest, visit: Visit, code: str, action: str) -> HttpResponse:
    """Do the action upon the case. What goes wrong is said beside the form, which keeps what was typed."""
    row = _seen(visit, code)
    if request.method != "POST":  # a page that showed what went wrong was reloaded
        return HttpResponseRedirect(reverse("desk:case", args=[row.code]))
    declared = case_type(row.type).action(action)
    if declared is None or declared is case_type(row.type).opening:
        raise Http404
    given, version, key = given_of(declared, request.POST), version_of(request.POST), key_of(request.POST)
    tried: dict[str, Any] = {"given": given, "key": key, "version": version}
    try:
        kept = files_of(request, declared, account_id=visit.account.pk, at=visit.at)
        tried["kept"] = kept
        told = act_told(
            row,
            declared,
            by=visit.actor,
            data=given,
            evidence=stored(kept),
            version=version,
            at=visit.at,
            key=f"desk:{key}",
        )
    except FormInvalid as error:
        return _again(request, visit, row, declared, tried | {"problems": error.problems}, 422)
    except Stale as error:
        since = version or 0
        tried |= {"version": error.current, "messages": [message_of(error)]}
        return _again(request, visit, row, declared, tried, HTTPStatus.CONFLICT, since=since)
    except KeyReused:
        tried |= {"key": new_key(), "messages": [gettext("这张表已经提交过。请看过现状再办。")]}
        return _again(request, visit, row, declared, tried, HTTPStatus.CONFLICT)
    except ActRefused as error:
        status = 403 if any(r.code == "role" for r in error.refusals) else 409
        tried["messages"] = [str(refusal) for refusal in error.refusals]
        return _again(request, visit, row, declared, tried, status)
    except LuoshiError as error:
        return _again(request, visit, row, declared, tried | {"messages": [message_of(error)]}, 422)
    if told is not None:
        return show(request, visit, "desk/told.html", {"case": row, "told": told})
    messages.success(request, gettext("已办理：%(title)s") % {"title": declared.title})
    return HttpResponseRedirect(reverse("desk:case", args=[row.code]) + _LANDING, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def show_private(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one private value of the case, once, for a reason that is logged."""
    row, field = _seen(visit, code), request.POST.get("field", "")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:case", args=[row.code]))
    try:
        value = reveal(row, field, by=visit.actor, reason=request.POST.get("reason", ""), at=visit.at)
    except LuoshiError as error:
        return problem(request, visit, error, status=422)
    return _page(request, visit, row, extra={"revealed": field, "revealed_value": value})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def tie(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Tie the case to another or to a commitment. What goes wrong is said in the form."""
    row = _seen(visit, code)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:case", args=[row.code]))
    given = {name: request.POST.get(name, "").strip() for name in ("kind", "with", "reason")}
    try:
        done = _tie(row, given, visit)
    except LuoshiError as error:
        status = 403 if isinstance(error, ActRefused) else 422
        extra = {"tie_given": given, "tie_wrong": message_of(error)}
        return _page(request, visit, row, status=status, extra=extra)
    messages.success(request, gettext("已关联。") if done else gettext("此前已经这样关联。"))
    return HttpResponseRedirect(reverse("desk:case", args=[row.code]) + _LANDING, status=303)


def _tie(row: Case, given: dict[str, str], visit: Visit) -> Event | None:
    how: dict[str, Any] = {"reason": given["reason"], "by": visit.actor, "at": visit.at}
    if given["kind"] != SERVES:
        return relate_case(row, given["with"], kind=given["kind"], **how)
    require_commitment(given["with"])
    return relate(row, given["with"], **how)


@require_safe
@staff_page
def evidence(request: HttpRequest, visit: Visit, sha256: str) -> HttpResponse:
    """Hand a file of a case to whoever may read the case: always as a download."""
    row = _seen(visit, request.GET.get("case", ""))
    kept = Evidence.objects.filter(case=row, sha256=sha256).first()
    path = evidence_store().path(sha256)
    if kept is None or not path.is_file():
        raise Http404(gettext("这件事项没有这份材料，或文件已不在存储里。"))
    media_type = kept.media_type if kept.media_type in ALLOWED else "application/octet-stream"
    file = FileResponse(path.open("rb"), as_attachment=True, filename=kept.name, content_type=media_type)
    return cast(HttpResponse, file)


def choices_for(declared: CaseType, forms: list[Action], row: Case | None, visit: Visit) -> Choices:
    """Return what the fields of the forms may choose from; nothing is asked that no field needs."""
    fields = [of for action in forms for of in action.form]
    named = any(of.kind in (Kind.UNIT, Kind.UNITS) for of in fields)
    people = {
        of.key: people_offered(of, declared, row, visit.actor, visit.today)
        for of in fields
        if of.kind in (Kind.PERSON, Kind.PEOPLE)
    }
    return Choices(visit.today, units_offered(visit.today) if named else (), people)


def _seen(visit: Visit, code: str) -> Case:
    row = case_seen(visit.actor, code)
    if row is None:
        raise Http404(gettext("没有这件事项，或者您不经办它。"))
    return row


def _again(
    request: HttpRequest,
    visit: Visit,
    row: Case,
    action: Action,
    tried: dict[str, Any],
    status: int,
    *,
    since: int | None = None,
) -> HttpResponse:
    fresh = _seen(visit, row.code)  # another may have moved it meanwhile
    return _page(request, visit, fresh, tried=(action, tried), status=status, extra={"since": since})


def _page(
    request: HttpRequest,
    visit: Visit,
    row: Case,
    *,
    tried: tuple[Action, dict[str, Any]] | None = None,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    dossier = dossier_of(row, visit.actor, visit.at)
    forms, stuck = _forms(dossier, row, visit, tried)
    since = (extra or {}).get("since")
    news = [step for step in dossier.steps if since is not None and step.event.seq > since]
    context = {
        "dossier": dossier,
        "case": row,
        "forms": forms,
        "stuck": stuck,
        "news": news,
        "advised": advised_on(dossier, visit.actor, visit.at),
        "ties": ties_offered(visit.actor, row),
        "simulated": row.simulated,
    }
    return show(request, visit, "desk/case.html", context | (extra or {}), status=status)


def _forms(
    dossier: Dossier, row: Case, visit: Visit, tried: tuple[Action, dict[str, Any]] | None
) -> tuple[list[ActionForm], ActionForm | None]:
    """Return the forms of what may be done, and beside them the one tried that may not be done any more."""
    actions = [offer.action for offer in dossier.doable]
    action, how = tried or (None, {})
    shown = actions if action is None or action in actions else [*actions, action]
    choices, held = choices_for(dossier.type, shown, row, visit), {file.kind for file in dossier.evidence}
    made = {
        one.key: form_of(
            one, choices, held=held, **({"version": row.version} | (how if one is action else {}))
        )
        for one in shown
    }
    stuck = made.get(action.key) if action and action not in actions else None
    return [made[one.key] for one in actions], stuck
