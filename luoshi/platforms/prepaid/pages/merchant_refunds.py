"""What a shop is asked to give back: the list, and one refund with its steps and the shop's answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.platforms.prepaid.actions.refunding import merchant_of
from luoshi.platforms.prepaid.models import ShopKey
from luoshi.platforms.prepaid.pages.merchant_door import about, signed_in
from luoshi.platforms.prepaid.pages.merchant_lists import PER_PAGE
from luoshi.platforms.prepaid.queries.asked import refund_of_shop, refunds_of_shop
from luoshi.platforms.prepaid.refund_forms import ShopAnswerForm


@require_safe
@signed_in(manager=True)
def refunds(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """List the refunds asked of the shop."""
    page = Paginator(refunds_of_shop(key.shop), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "prepaid/merchant/refunds.html", about(key, page=page))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(manager=True)
def refund(request: HttpRequest, key: ShopKey, case: str) -> HttpResponse:
    """Show one refund with each step of its sum, and take the shop's answer."""
    now = timezone.now()
    asked = refund_of_shop(key.shop, case, at=now)
    if asked is None:
        raise Http404(_("本店没有这笔退款。"))
    form = ShopAnswerForm(request.POST or None)
    if form.is_valid():
        try:
            act(
                asked.refund.case,
                form.cleaned_data["action"],
                by=merchant_of(asked.refund),
                at=now,
                data=form.data_of_act,
                key=form.cleaned_data["key"],
            )
        except LuoshiError as error:
            form.add_error(None, error.message(get_language() or "zh"))
        else:
            return redirect("merchant:refund", case=case)
    context = about(key, asked=asked, form=form)
    return render(request, "prepaid/merchant/refund.html", context, status=422 if form.is_bound else 200)
