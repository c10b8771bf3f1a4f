"""Public doors to shops: look one up, its page and badge, the list of all to take away."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.kernel.orgs.doors import address_of
from luoshi.kernel.orgs.takeaway import csv_file, json_file
from luoshi.platforms.prepaid.limits import LOOKING
from luoshi.platforms.prepaid.models import Shop
from luoshi.platforms.prepaid.pages.answering import too_often
from luoshi.platforms.prepaid.public import shops as public
from luoshi.ui.qr import qr_svg

PER_PAGE = 30
_NAME = "prepaid-shops"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors, what the platform keeps, and what a holder may ask for."""
    return render(request, "prepaid/home.html")


@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """List the shops of a name, code or place, each with its badge."""
    if LOOKING.spent(address_of(request)):
        return too_often(request, LOOKING)
    LOOKING.count(address_of(request))
    asked = {name: request.GET.get(name, "")[:80] for name in ("q", "place", "sector", "state")}
    found = public.found_shops(asked["q"], place=asked["place"], sector=asked["sector"], state=asked["state"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = public.seen(page)
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "places": public.places(timezone.localdate()),
        "sectors": Shop.Sector.choices,
        "states": Shop.State.choices,
        "simulated": any(one.shop.simulated for one in rows),
    }
    return render(request, "prepaid/shops.html", context)


@require_safe
def shop(request: HttpRequest, code: str) -> HttpResponse:
    """Show one shop: what it sells under which contract, what it owes in all, and how a refund works."""
    one = _seen(code)
    context = {"seen": one, "kinds": public.kinds_on(one.shop), "simulated": one.shop.simulated}
    return render(request, "prepaid/shop.html", context)


@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Show the badge for the shop's door, for print."""
    one = _seen(code)
    context = {"seen": one, "address": _address(request, code), "simulated": one.shop.simulated}
    return render(request, "prepaid/badge.html", context)


@require_safe
def badge_code(request: HttpRequest, code: str) -> HttpResponse:
    """Give the code that opens the shop's page on a phone."""
    return HttpResponse(qr_svg(_address(request, _shop(code).code)), content_type="image/svg+xml")


@require_safe
def shops_file(request: HttpRequest, form: str) -> HttpResponse:
    """Send the list of all shops as open data."""
    if LOOKING.spent(address_of(request)):
        return too_often(request, LOOKING)
    LOOKING.count(address_of(request))
    names = dict(public.places(timezone.localdate()))
    rows = list(public.rows_of(public.seen(public.found_shops()), names))
    return csv_file(rows, public.COLUMNS, _NAME) if form == "csv" else json_file(rows, _NAME)


def _shop(code: str) -> Shop:
    found = Shop.objects.select_related("merchant", "bank").filter(code=code).first()
    if found is None:
        raise Http404(_("没有备案这家门店。"))
    return found


def _seen(code: str) -> public.ShopSeen:
    return public.seen([_shop(code)])[0]


def _address(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("prepaid:shop", args=[code]))
