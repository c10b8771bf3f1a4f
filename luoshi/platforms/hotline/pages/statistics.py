"""What came in and what became of it, month by month, for anyone."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline.statistics import statistics_of


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show a month's requests by day, category, unit and district, or those of one category."""
    asked, category = request.GET.get("month", ""), request.GET.get("category", "")
    try:
        month = date.fromisoformat(f"{asked}-01") if asked else None
        told = statistics_of(month, category=category, at=timezone.now())
    except (LuoshiError, ValueError) as error:
        raise Http404(asked or category) from error
    return render(request, "hotline/statistics.html", {"told": told, "simulated": told.simulated})
