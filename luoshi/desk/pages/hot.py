"""What many residents ask for at once: the list with its map, one issue, and the question raised over it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.desk.queries.hot import Line, Wanted, hot_issue, hot_issues, opened
from luoshi.desk.queries.openable import opens
from luoshi.desk.readers import watches_hotline
from luoshi.desk.staff import Visit, message_of, problem, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.mapping import Map, Spot, boundaries, drawn, labels
from luoshi.platforms.hotline.actions import raise_issue
from luoshi.platforms.hotline.actions.raising import question_of


@require_safe
@staff_page
@watches_hotline
def issues(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the hot issues, the hottest first, with a map and the days that stood out."""
    given = {key: request.GET.get(key, "").replace("\0", "") for key in ("district", "category")}
    wanted = Wanted(**given)
    listed = hot_issues(wanted, sight=visit.sight, on=visit.today)
    context: dict[str, Any] = {"listed": listed, "wanted": wanted, "simulated": listed.simulated}
    try:
        context["map"] = _map(listed.lines)
    except LuoshiError as error:
        context["map_error"] = message_of(error)
    return show(request, visit, "desk/hot.html", context)


@require_safe
@staff_page
@watches_hotline
def issue(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one issue. The code of one that went into another leads there."""
    row = hot_issue(code)
    if row is None:
        raise Http404(gettext("没有这个热点。"))
    if row.into is not None:
        return HttpResponseRedirect(reverse("desk:hot_issue", args=[row.into.code]))
    context = {
        "opened": opened(row, sight=visit.sight, on=visit.today),
        "may_raise": opens(visit.actor, case_type("topic")),
        "question": None if row.topic else question_of(row),
        "simulated": row.simulated,
    }
    return show(request, visit, "desk/hot_issue.html", context)


@require_POST
@staff_page
@watches_hotline
def raise_question(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Raise the question over the issue, and come back to it."""
    try:
        case = raise_issue(code, by=visit.actor, at=visit.at)
    except LuoshiError as error:
        status = {"hot-unknown": 404, "act-refused": 403}.get(error.code, 409)
        return problem(request, visit, error, status=status)
    messages.success(request, gettext("已点题，编号 %(code)s") % {"code": case.code})
    return HttpResponseRedirect(reverse("desk:hot_issue", args=[code]) + "#done", status=303)


def _map(lines: list[Line]) -> dict[str, Any] | None:
    """Return the map with what each of its spots is called, None where there is nothing to draw."""
    by_code = {line.issue.code: line for line in lines}
    spots = [
        Spot(line.issue.code, (line.issue.longitude, line.issue.latitude), line.issue.persons)
        for line in lines
        if line.issue.longitude is not None and line.issue.latitude is not None
    ]
    found: Map | None = drawn(boundaries(settings.CITY.districts_path), spots)
    if found is None:
        return None
    names = {code: line.place.split(" ")[0] for code, line in by_code.items()}
    return {
        "drawn": found,
        "dots": [(dot, by_code[dot.key]) for dot in found.dots],
        "labels": labels(found.dots, names),
    }
