"""Doors to matters: published proposals, and the daily roots by which anyone checks records."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.platforms.proposals.manifest import MANIFEST
from luoshi.platforms.proposals.queries import of_year, rates
from luoshi.portal import records
from luoshi.portal.figures import figures_with
from luoshi.portal.queries import PER_PAGE


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show how the year's suggestions and proposals were answered, and every answer that is public."""
    years, asked = records.years_of_proposals(), request.GET.get("year", "")
    if not years:
        return render(request, "portal/proposals.html", {"year": None})
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else years[0]
    found = of_year(year)
    return render(
        request,
        "portal/proposals.html",
        {
            "year": year,
            "years": years,
            "rates": rates(found),
            "total": found.count(),
            "page": Paginator(records.published_of(year), PER_PAGE).get_page(request.GET.get("page")),
            "simulated": records.any_simulated(year),
            "commitment": records.commitment_kept_by(MANIFEST),
        },
    )


@require_safe
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Show one published matter: what was asked, answered and promised, and what came of it."""
    case = records.published_case(code)
    return render(
        request,
        "portal/proposal.html",
        {
            "case": case,
            "steps": records.steps_of(case),
            "counted": figures_with(case.code, MANIFEST.label, simulated=case.simulated),
            "simulated": case.simulated,
        },
    )


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Show the daily roots, and how anyone checks one."""
    return render(request, "portal/roots.html", {"roots": records.roots()})
