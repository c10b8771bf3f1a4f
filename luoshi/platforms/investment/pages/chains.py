"""Public doors to the chain map: which nodes the city lacks. No firm and no amount is told."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.platforms.investment.queries.chains import chains_seen, limits_on
from luoshi.platforms.investment.queries.mapping import map_of


@require_safe
def chains(request: HttpRequest) -> HttpResponse:
    """List the chains with how many of their nodes are of which class."""
    limits = limits_on(timezone.localdate())
    found = chains_seen(limits)
    context = {"chains": found, "limits": limits, "simulated": any(one.simulated for one in found)}
    return render(request, "investment/chains.html", context)


@require_safe
def chain(request: HttpRequest, code: str) -> HttpResponse:
    """Show one chain: its nodes with their class, and the drawing of the same."""
    limits = limits_on(timezone.localdate())
    seen = next(iter(chains_seen(limits, code)), None)
    if seen is None:
        raise Http404(_("没有这条产业链。"))
    near, zoom = request.GET.get("near", "")[:60], request.GET.get("zoom", "")
    drawn = map_of(seen, limits, near=near, zoom=zoom, address=lambda node: f"#{node.code}")
    context = {"seen": seen, "limits": limits, "map": drawn, "simulated": seen.simulated}
    return render(request, "investment/chain.html", context)
