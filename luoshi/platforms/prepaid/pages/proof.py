"""Public doors to the proof that what is owed on all cards is there: the days, the files, the script."""

from __future__ import annotations

from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.kernel.ledger.proofs import published
from luoshi.kernel.orgs.takeaway import json_file
from luoshi.platforms.prepaid import verify_prepaid
from luoshi.platforms.prepaid.models import Shop
from luoshi.platforms.prepaid.public.sealed import as_equations, sealed_days

PER_PAGE = 31
_SCRIPT = Path(verify_prepaid.__file__)


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Show each sealed day with the equation of its totals, and whether it holds."""
    page = Paginator(sealed_days(), PER_PAGE).get_page(request.GET.get("page"))
    days = as_equations(page)
    context = {
        "page": page,
        "days": days,
        "last": days[0] if days and page.number == 1 else None,
        "simulated": Shop.objects.filter(simulated=True).exists(),
    }
    return render(request, "prepaid/proof.html", context)


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Send every seal as it is published."""
    return json_file(published(), "seals")


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """Send the script by which anyone checks the files alone."""
    headers = {"Content-Disposition": f'attachment; filename="{_SCRIPT.name}"'}
    return HttpResponse(_SCRIPT.read_bytes(), content_type="text/x-python; charset=utf-8", headers=headers)
