"""Who reads of projects' money and who tells of it: what its pages share."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from luoshi.desk.staff import Visit, show
from luoshi.platforms.projects.models import FundApplication, Project
from luoshi.platforms.projects.queries.sight import projects_seen


def barred(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that the project's money is told by its unit."""
    message = gettext("由项目的责任单位或发展改革部门办理。")
    return show(request, visit, "desk/problem.html", {"message": message}, status=403)


def seen_project(visit: Visit, code: str) -> Project:
    """Return the project of the code if the reader may see it. Raises ``Http404``."""
    found = projects_seen(visit.actor).filter(code=code).first()
    if found is None:
        raise Http404(gettext("没有这个项目。"))
    return found


def seen_application(visit: Visit, code: str) -> FundApplication:
    """Return the application of the code if the reader may see its project. Raises ``Http404``."""
    rows = FundApplication.objects.filter(code=code, project__in=projects_seen(visit.actor))
    found = rows.select_related("project", "window").first()
    if found is None:
        raise Http404(gettext("没有这项申请。"))
    return found
