"""The door of the merchant's pages: a shop's key opens them, and the session remembers which."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.platforms.prepaid.keys import WRONG_KEYS, key_by_number, key_of
from luoshi.platforms.prepaid.merchant_forms import EnterForm
from luoshi.platforms.prepaid.models import ShopKey

_KEY = "prepaid key"  # the number of the key, which alone opens nothing
Page = Callable[..., HttpResponse]


def signed_in(*, manager: bool = False) -> Callable[[Page], Page]:
    """Give the page the key that the session remembers; a till's key opens no page of the manager.

    A key that was revoked since opens nothing more. Nothing of a page is kept or told in a report.
    """

    def wrap(view: Page) -> Page:
        @never_cache
        @sensitive_post_parameters()
        @wraps(view)
        def page(request: HttpRequest, **names: Any) -> HttpResponse:
            key = key_by_number(request.session.get(_KEY, 0))
            if key is None:
                return redirect("merchant:enter")
            if manager and key.role != ShopKey.Role.MANAGER:
                return render(request, "prepaid/merchant/managers.html", about(key), status=403)
            return view(request, key, **names)

        return page

    return wrap


def about(key: ShopKey, **more: Any) -> dict[str, Any]:
    """Return what every page of the merchant shows: the shop, and whether its manager signed in."""
    shop = key.shop
    return {
        "shop": shop,
        "manager": key.role == ShopKey.Role.MANAGER,
        "simulated": shop.simulated,
        **more,
    }


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the shop's key, and let in whoever has it."""
    if request.method != "POST":
        return render(request, "prepaid/merchant/enter.html", {"form": EnterForm()})
    address = str(request.META.get("REMOTE_ADDR", ""))
    form = EnterForm(request.POST)
    key = key_of(form.cleaned_data["secret"].strip()) if form.is_valid() else None
    if key is not None:
        request.session.cycle_key()
        request.session[_KEY] = key.pk
        return redirect("merchant:today" if key.role == ShopKey.Role.MANAGER else "merchant:use")
    if WRONG_KEYS.spent(address):
        wait = WRONG_KEYS.wait()
        form.add_error(None, _("试得太多了，请 %(n)s 分钟后再试。") % {"n": -(-wait // 60)})
        answer = render(request, "prepaid/merchant/enter.html", {"form": form}, status=429)
        answer["Retry-After"] = str(wait)
        return answer
    WRONG_KEYS.count(address)
    if not form.errors:
        form.add_error(None, _("密钥不对，或已吊销。请核对，或向市场监管部门重新领取。"))
    return render(request, "prepaid/merchant/enter.html", {"form": form}, status=422)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the key."""
    request.session.pop(_KEY, None)
    request.session.cycle_key()
    return redirect("merchant:enter")
