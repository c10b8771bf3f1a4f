"""The door by which anyone computes a refund, without saying who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.doors import address_of
from luoshi.platforms.prepaid.calculator import CalculatorForm, reckoned
from luoshi.platforms.prepaid.limits import COMPUTING
from luoshi.platforms.prepaid.pages.answering import too_often
from luoshi.platforms.prepaid.rules import Refund


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Give the form, filled in as far as the address goes, or the refund with every step of it."""
    today = timezone.localdate()
    if "reason" not in request.GET:
        known = {name: request.GET[name] for name in CalculatorForm.base_fields if name in request.GET}
        return _page(request, CalculatorForm(initial={"asked_on": today, "unit": "month", **known}))
    if COMPUTING.spent(address_of(request)):
        return too_often(request, COMPUTING)
    COMPUTING.count(address_of(request))
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    try:
        return _page(request, form, reckoned(form))
    except LuoshiError as error:
        form.add_error(None, error.message(get_language() or "zh"))
    return _page(request, form)


def _page(request: HttpRequest, form: CalculatorForm, refund: Refund | None = None) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "prepaid/calculator.html", {"form": form, "refund": refund}, status=status)
