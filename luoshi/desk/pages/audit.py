"""Whether the history is what it was: the chain of a case, and the daily roots."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.queries.dossier import case_seen
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.desk.vocabulary import NOTES
from luoshi.kernel.cases.models import DailyRoot
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.verifying import verify, verify_day

PER_PAGE = 60


@require_safe
@staff_page
def audit(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show every event with its hashes; on request recompute them all."""
    case = case_seen(visit.actor, code)
    if case is None:
        raise Http404(gettext("没有这件事项，或者您不经办它。"))
    declared = case_type(case.type)
    titles = NOTES | {action.key: action.title for action in declared.acts}
    events = case.events.select_related("by").order_by("seq")
    steps = [(event, titles.get(event.action, event.action)) for event in events]
    verdict = verify(case) if "verify" in request.GET else None
    context = {"case": case, "steps": steps, "verdict": verdict, "simulated": case.simulated}
    return show(request, visit, "desk/audit.html", context)


@require_safe
@staff_page
def roots(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the daily roots; on request recompute one."""
    before = _day(request.GET.get("before", ""))
    kept = DailyRoot.objects.filter(day__lt=before) if before else DailyRoot.objects.all()
    days = list(kept[: PER_PAGE + 1])
    checked = _day(request.GET.get("day", ""))
    return show(
        request,
        visit,
        "desk/roots.html",
        {
            "roots": days[:PER_PAGE],
            "following": days[PER_PAGE - 1].day if len(days) > PER_PAGE else None,
            "checked": checked,
            "before": before,
            "verdict": verify_day(checked) if checked else None,
        },
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
