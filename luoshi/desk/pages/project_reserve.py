"""The library of projects: its bands, its way to the works, how ready each is; and the figures opened."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.queries.project_reserve import Wanted, figure_page, library
from luoshi.desk.readers import reads_projects
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.platforms.projects.queries.reserve import BANDS
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.counting import FIGURES, REASONS
from luoshi.platforms.projects.types.project import HORIZONS


@require_safe
@staff_page
@reads_projects
def reserve(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the library: bands and horizons, hops and days, the projects by readiness, what resembles."""
    least = _number(request.GET.get("least", ""), 0)
    horizon = request.GET.get("horizon", "")
    wanted = Wanted(
        q=request.GET.get("q", "").replace("\0", "").strip()[:100],
        horizon=horizon if horizon in dict(HORIZONS) else "",
        least=least if least in dict(BANDS).values() else 0,
        page=_page(request),
    )
    found = library(projects_seen(visit.actor), wanted, on=visit.today)
    context = {"found": found, "wanted": wanted, "horizons": HORIZONS, "bands": BANDS}
    return show(
        request,
        visit,
        "desk/project_reserve.html",
        context | _pages(wanted.page, found.pages, found.simulated),
    )


@require_safe
@staff_page
@reads_projects
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open a figure to the projects that count and those that do not, each with its reason."""
    figure = FIGURES.get(request.GET.get("figure", "started_resumed"))
    if figure is None:
        raise Http404(gettext("没有这个指标。"))
    this = visit.today.year
    year = _number(request.GET.get("year", ""), this)
    year = year if this - 20 <= year <= this else this
    reason = request.GET.get("reason", "")
    reason, page = reason if reason in REASONS else "", _page(request)
    found = figure_page(
        projects_seen(visit.actor), figure, year=year, on=visit.today, reason=reason, page=page
    )
    context = {
        "found": found,
        "figure": figure,
        "figures": FIGURES.values(),
        "year": year,
        "years": range(this, this - 5, -1),
        "reason": reason,
        "reasons": [(key, REASONS[key], many) for key, many in found.opened.by_reason.items()],
        "measure": "industry_share" if figure.key == "industry" else figure.key,
    }
    more = _pages(page, found.pages, found.opened.simulated)
    return show(request, visit, "desk/project_figures.html", context | more)


def _pages(page: int, pages: int, simulated: bool) -> dict[str, Any]:
    return {"page": page, "pages": pages, "before": page - 1, "after": page + 1, "simulated": simulated}


def _page(request: HttpRequest) -> int:
    return max(1, _number(request.GET.get("page", ""), 1))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise
