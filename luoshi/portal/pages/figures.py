"""Doors to figures: all of them, one computed from records opened to its parts, one that others publish."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.kernel.commitments.models import Commitment
from luoshi.kernel.measures.registry import facts
from luoshi.portal import figures as opened
from luoshi.portal.queries import home_slug


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """List every figure: what is computed from records, what others publish, and which promise it is for."""
    computed, outside = opened.entries(home_slug())
    simulated = any(entry.simulated for entry in (*computed, *outside))
    context = {"computed": computed, "outside": outside, "simulated": simulated}
    return render(request, "portal/figures.html", context)


@require_safe
def figure(request: HttpRequest, platform: str, name: str) -> HttpResponse:
    """Open one figure: from the promise to the rule, the parts and the published records."""
    key = f"{platform}.{name}"
    promises = opened.promises_by_series(home_slug()).get(key, [])
    if opened.is_outside(key):
        return _outside(request, key, promises)
    number = request.GET.get("page", "")
    found = opened.open_figure(
        key,
        period=request.GET.get("period", ""),
        unit=request.GET.get("unit", "").replace("\0", ""),
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    known = [facts()[fact] for fact in found.definition.facts]
    return render(
        request,
        "portal/figure.html",
        {
            "figure": found,
            "definition": found.definition,
            "platform": platform,
            "name": name,
            "promises": promises,
            "page": Paginator(range(found.of_published), opened.RECORDS).get_page(number),
            "facts": known,
            "sources": [
                (one, facts()[one.fact].columns.get(one.source, "")) for one in found.definition.lineage
            ],
            "simulated": found.simulated,
        },
    )


def _outside(request: HttpRequest, key: str, promises: list[Commitment]) -> HttpResponse:
    series, issued, simulated = opened.issued_of(key)
    context = {"series": series, "issued": issued, "promises": promises, "simulated": simulated}
    return render(request, "portal/series.html", context | {"name": key.partition(".")[2]})
