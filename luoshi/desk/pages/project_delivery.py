"""What a leader reads in ten minutes, the delivery of one project, and the pictures of its site."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.queries.project_delivery import delivery_of, visit_seen
from luoshi.desk.queries.project_leader import leaders_view
from luoshi.desk.readers import reads_projects
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.projects.photos import published_picture

PROBLEMS, PROJECTS = 10, 20  # lines on the two pages that are printed


@require_safe
@staff_page
@reads_projects
def leader(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for a decision and which projects are not as they should be, nothing else."""
    mine, everything = request.GET.get("mine") == "1", request.GET.get("all") == "1"
    view = leaders_view(visit, mine=mine)
    problems, projects = (None, None) if everything else (PROBLEMS, PROJECTS)
    context = {
        "view": view,
        "waiting": view.waiting[:problems],
        "lines": view.lines[:projects],
        "more": len(view.waiting[problems or len(view.waiting) :])
        + len(view.lines[projects or len(view.lines) :]),
        "mine": mine,
        "on": visit.today,
        "simulated": view.simulated,
    }
    return show(request, visit, "desk/project_leader.html", context)


@require_safe
@staff_page
@reads_projects
def delivery(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show how one project comes along."""
    found = delivery_of(visit, code)
    if found is None:
        raise Http404(gettext("没有这个项目，或者您不经办它。"))
    context = {"delivery": found, "project": found.project, "on": visit.today}
    return show(
        request, visit, "desk/project_delivery.html", context | {"simulated": found.project.simulated}
    )


@require_safe
@staff_page
@reads_projects
def photo(request: HttpRequest, visit: Visit, code: str, seq: int) -> HttpResponse:
    """Show the picture of a site visit, without what the camera added."""
    seen = visit_seen(visit, code, seq)
    try:
        picture = published_picture(seen, at=visit.at) if seen else None
    except LuoshiError:
        picture = None
    if picture is None:
        raise Http404(gettext("没有这张照片，或文件已不在存储里。"))
    return HttpResponse(picture.content, content_type=picture.media_type)
