"""A sale at the counter: kinds with prices, the contract and who signs it, the receipt with the code."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.prepaid.actions import Sold, sell
from luoshi.platforms.prepaid.codes import code_for, digests_of
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.looking import card_of, kind_of, sale_of
from luoshi.platforms.prepaid.merchant_forms import SellForm
from luoshi.platforms.prepaid.models import CardKind, Contract, ShopKey
from luoshi.platforms.prepaid.pages.merchant_door import about, signed_in

_TOLD = "prepaid told"  # contracts of this session whose code may be shown, and until when
_TELLING = timedelta(minutes=15)


@require_safe
@signed_in(manager=True)
def kinds(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """List what the shop sells, with its price list."""
    rows = CardKind.objects.filter(shop=key.shop, withdrawn_on=None).order_by("price", "code")
    return render(request, "prepaid/merchant/kinds.html", about(key, kinds=rows))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(manager=True)
def sign(request: HttpRequest, key: ShopKey, code: str) -> HttpResponse:
    """Show the contract with the form that signs it; once signed, send the browser to the receipt."""
    kind, now = _kind(key, code), timezone.now()
    form = SellForm(request.POST or None, kind=kind, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid() and (sold := _sold(form, key, kind, now)):
        told = {
            name: until for name, until in request.session.get(_TOLD, {}).items() if until > now.isoformat()
        }
        request.session[_TOLD] = told | {sold.contract.number: (now + _TELLING).isoformat()}
        return redirect("merchant:sold", number=sold.contract.number)
    context = about(key, kind=kind, form=form)
    return render(request, "prepaid/merchant/sign.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in(manager=True)
def sold(request: HttpRequest, key: ShopKey, number: str) -> HttpResponse:
    """Show the receipt of a sale; for a quarter of an hour, to whoever made it, the card's code too."""
    try:
        contract = sale_of(key.shop, number)
    except Refused as error:
        raise Http404(error.message("zh")) from error
    fresh = request.session.get(_TOLD, {}).get(number, "") > timezone.now().isoformat()
    context = about(
        key,
        contract=contract,
        code=_code(contract) if fresh else "",
        receipt=contract.receipt.partition(":")[2],
        open=contract.paid - contract.supervised,
    )
    return render(request, "prepaid/merchant/sold.html", context)


def _kind(key: ShopKey, code: str) -> CardKind:
    try:
        return kind_of(key.shop, code)
    except Refused as error:
        raise Http404(error.message("zh")) from error


def _sold(form: SellForm, key: ShopKey, kind: CardKind, at: datetime) -> Sold | None:
    """Return the sale; None where it was refused, which the form then says."""
    said = form.cleaned_data
    try:
        card = card_of(said["card"], merchant=key.shop.merchant_id) if said["card"] else None
        return sell(
            kind,
            receipt=said["key"],
            at=at,
            buyer=form.buyer(),
            card=card,
            starts_on=said["starts_on"],
        )
    except LuoshiError as error:
        form.add_error(None, error.message(get_language() or "zh"))
        return None


def _code(contract: Contract) -> str:
    """Return the code that opens the card, "" where the card had one before or has another since."""
    code = code_for(contract.receipt)
    return code if contract.card.digest in digests_of(code) else ""
