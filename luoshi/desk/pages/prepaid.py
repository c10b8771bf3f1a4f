"""The market regulator's pages of prepaid consumption: shops and what warns of them, filing, keys."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.prepaid_forms import KeyForm, KindForm, ShopForm, ShopSearch
from luoshi.desk.queries.prepaid import Line, Wanted, shop_opened, shops_listed
from luoshi.desk.readers import keeps_prepaid, reads_prepaid
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.mapping import Spot, boundaries, drawn
from luoshi.platforms.prepaid.actions import file_kind, issue_key, revoke_key
from luoshi.platforms.prepaid.actions.filing import file_merchants_shop
from luoshi.platforms.prepaid.models import Shop, ShopKey


@require_safe
@staff_page
@reads_prepaid
def shops(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the shops, those that warn first, with a map of the alarms."""
    search = ShopSearch(request.GET)
    search.is_valid()
    given = {key: value for key, value in search.cleaned_data.items() if value}
    wanted = Wanted(**given)
    listed = shops_listed(wanted)
    context: dict[str, Any] = {"listed": listed, "search": search, "wanted": wanted}
    context |= {"query": _query(wanted), "simulated": listed.simulated}
    try:
        context["map"] = _map(listed.alarms)
    except LuoshiError as error:
        context["map_error"] = message_of(error)
    return show(request, visit, "desk/prepaid.html", context)


@require_safe
@staff_page
@reads_prepaid
def shop(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one shop: its money, its cards, what warned of it, who else may be liable."""
    opened = shop_opened(code, sight=visit.sight)
    if opened is None:
        raise Http404(gettext("没有这家门店。"))
    found = opened.line.shop
    context = {
        "opened": opened,
        "kinds": found.kinds.order_by("withdrawn_on", "code"),
        "ties": found.merchant.ties.order_by("kind", "valid_from"),
        "keys": found.keys.order_by("-issued_at"),
        "key_form": KeyForm(),
        "simulated": found.simulated,
    }
    return show(request, visit, "desk/prepaid_shop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@keeps_prepaid
def file_shop(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show an empty filing, and enter the shop it holds."""
    form = ShopForm(request.POST or None)
    if form.is_valid():
        filed = _entered(form, visit)
        if filed is not None:
            messages.success(request, gettext("已备案。"))
            return _to(filed)
    context = {"form": form, "heading": gettext("门店备案"), "action": gettext("备案")}
    return show(request, visit, "desk/prepaid_filing.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@keeps_prepaid
def file_card(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show an empty kind of card, and file the one it holds."""
    found = get_object_or_404(Shop, code=code)
    form = KindForm(request.POST or None)
    if form.is_valid():
        try:
            file_kind(shop=found, **form.filed(on=visit.today))
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("卡种已备案。"))
            return _to(found)
    context = {"form": form, "shop": found, "heading": gettext("卡种备案"), "action": gettext("备案")}
    return show(request, visit, "desk/prepaid_filing.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
@keeps_prepaid
def give_key(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Give the shop a key and show it, here once and nowhere else."""
    found, form = get_object_or_404(Shop, code=code), KeyForm(request.POST)
    if not form.is_valid():
        raise Http404
    key = issue_key(found, at=visit.at, **form.cleaned_data)
    context = {"shop": found, "secret": key, "title": form.cleaned_data["title"]}
    return show(request, visit, "desk/prepaid_key.html", context)


@require_POST
@staff_page
@keeps_prepaid
def end_key(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """End a key of the shop."""
    key = get_object_or_404(ShopKey, pk=pk, shop__code=code)
    revoke_key(key, at=visit.at)
    messages.success(request, gettext("密钥已吊销。"))
    return _to(key.shop)


def _entered(form: ShopForm, visit: Visit) -> Shop | None:
    try:
        return file_merchants_shop(form.cleaned_data, filed_on=visit.today)
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        return None


def _to(found: Shop) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:prepaid_shop", args=[found.code]) + "#done", status=303)


def _query(wanted: Wanted) -> str:
    """Return the address of the next page."""
    given = {key: getattr(wanted, key) for key in ("q", "sector", "state", "level")}
    return urlencode({key: value for key, value in given.items() if value} | {"page": wanted.page + 1})


def _map(alarms: list[Line]) -> dict[str, Any] | None:
    """Return the map of the alarms, None where there is nothing to draw."""
    by_code = {line.shop.code: line for line in alarms}
    spots = [
        Spot(code, (line.shop.longitude, line.shop.latitude), max(1, line.money.owed // 10_000_00))
        for code, line in by_code.items()
        if line.shop.longitude is not None and line.shop.latitude is not None
    ]
    found = drawn(boundaries(settings.CITY.districts_path), spots)
    return {"drawn": found, "dots": [(dot, by_code[dot.key]) for dot in found.dots]} if found else None
