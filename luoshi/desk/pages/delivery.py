"""Commitments at the desk: what my unit answers for, what falls behind, and where progress is reported."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.forms import key_of, new_key
from luoshi.desk.queries.delivery import commitment_of, duties_of, duty_of, may_say
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.storing import evidence_limit, evidence_store
from luoshi.kernel.commitments.actions.judge import report_happening
from luoshi.kernel.commitments.judging.queries import history_of
from luoshi.kernel.commitments.models import HappeningKind


@require_safe
@staff_page
def commitments(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what one answers for or watches over, the worst first."""
    duties = duties_of(visit.actor, today=visit.today)
    simulated = any(light.simulated for row in duties.rows for light in row.standing.lights)
    return show(request, visit, "desk/commitments.html", {"duties": duties, "simulated": simulated})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def commitment(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one with the reasons of its light, and take what is said to have happened."""
    duty = duty_of(visit.actor, code, today=visit.today)
    if duty is None:
        raise Http404(gettext("没有这项承诺，或者不由您的单位负责。"))
    found = commitment_of(code)
    kinds = may_say(visit.actor, duty)
    wrong, given = "", {}
    if request.method == "POST":
        given = request.POST.dict()
        try:
            _take(request, visit, code)
        except (LuoshiError, ValueError) as error:
            wrong = message_of(error) if isinstance(error, LuoshiError) else gettext("请选择类别和日期。")
        else:
            messages.success(request, gettext("已记录。下一次研判会计入。"))
            return HttpResponseRedirect(reverse("desk:commitment", args=[code]) + "#done", status=303)
    lights = [(light, json.loads(light.text)["derivation"]) for light in duty.standing.lights]
    context = {
        "duty": duty,
        "commitment": found,
        "lights": lights,
        "history": history_of(found)[-24:],
        "happenings": found.happenings.select_related("by"),
        "kinds": [(kind.value, kind.label) for kind in kinds],
        "wrong": wrong,
        "given": given,
        "key": key_of(request.POST) if wrong else new_key(),
        "simulated": any(light.simulated for light in duty.standing.lights),
    }
    return show(request, visit, "desk/commitment.html", context, status=422 if wrong else 200)


def _take(request: HttpRequest, visit: Visit, code: str) -> None:
    upload, evidence = request.FILES.get("evidence"), ""
    if upload is not None:
        kept = evidence_store().put(
            upload,  # type: ignore[arg-type]  # an UploadedFile reads like any binary file
            name=str(upload.name)[:200],
            limit=evidence_limit(visit.at),
        )
        evidence = kept.sha256
    report_happening(
        commitment_of(code),
        HappeningKind(request.POST.get("kind", "")),
        by=visit.actor,
        on=visit.today.fromisoformat(request.POST.get("on", "")),
        ref=request.POST.get("ref", ""),
        evidence=evidence,
        at=visit.at,
        key=f"desk:{code}:{key_of(request.POST)}",
    )
