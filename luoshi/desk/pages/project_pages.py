"""The desk's pages of projects: the list with its map, and one project from the idea to what came of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from luoshi.desk.project_forms import ProjectSearch
from luoshi.desk.queries.openable import opens
from luoshi.desk.queries.projects import project_opened, projects_listed, resolved, units_answering
from luoshi.desk.readers import reads_projects
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.projects.photos import there
from luoshi.platforms.projects.queries.maps import map_of
from luoshi.platforms.projects.queries.places import places_of
from luoshi.platforms.projects.stages import STAGES
from luoshi.platforms.projects.types import PROJECT

_OF_ALL = (
    ("project_leader", _("卡在哪里")),
    ("project_reserve", _("储备库")),
    ("project_lists", _("项目清单")),
    ("project_funds", _("资金")),
    ("project_delivery", _("推进")),
    ("project_figures", _("指标")),
)


@require_safe
@staff_page
@reads_projects
def projects(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the projects that fit, with what they come to and where they lie."""
    units = units_answering(visit.actor)
    search = ProjectSearch(request.GET, places=places_of((), on=visit.today, units=units), units=units)
    wanted = search.wanted()
    listed = projects_listed(visit.actor, wanted, number=request.GET.get("page"), on=visit.today)
    context: dict[str, Any] = {
        "listed": listed,
        "search": search,
        "stages": STAGES,
        "panels": resolved(_OF_ALL),
        "may_open": opens(visit.actor, PROJECT),
        "simulated": any(line.project.simulated for line in listed.lines),
    }
    try:
        context["map"] = map_of(listed.rows, total=listed.total.projects)
    except LuoshiError as error:
        context["map_error"] = message_of(error)
    return show(request, visit, "desk/projects.html", context)


@require_safe
@staff_page
@reads_projects
def project(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one project: what it is, its gates, what was done, built and paid, in one place."""
    opened = project_opened(visit.actor, code, at=visit.at, on=visit.today)
    if opened is None:
        raise Http404(gettext("没有这个项目，或者不归您的单位。"))
    context = {
        "opened": opened,
        "photos": there(opened.photos),
        "panels": resolved(_OF_ALL, code),
        "simulated": opened.line.project.simulated,
    }
    return show(request, visit, "desk/project.html", context)
