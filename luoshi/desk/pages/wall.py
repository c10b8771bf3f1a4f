"""The wall of the hotline's operators: how today goes, told anew every half minute unless paused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline.wall import wall_at


@require_safe
@staff_page
def wall(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the wall, or the part of it that is told anew."""
    if not visit.runs_hotline:
        raise LuoshiError(
            "office-only", "运行大屏只给12345热线的人员看。", "The wall is for the hotline's own people."
        )
    told = wall_at(visit.at)
    paused = request.GET.get("paused") == "1"
    context = {"wall": told, "paused": paused, "simulated": told.simulated}
    if request.headers.get("HX-Request"):
        return render(request, "desk/_wall.html", context)
    return show(request, visit, "desk/wall.html", context)
