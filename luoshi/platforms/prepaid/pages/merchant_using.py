"""A card at the counter: what is left, how much of it is used, the receipt, and the use taken back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.prepaid.actions import redeem, undo_redemption
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.keys import UNKNOWN_CARDS, plain_act, redeem_key
from luoshi.platforms.prepaid.looking import Act, act_of, card_of, parts_of
from luoshi.platforms.prepaid.merchant_forms import CardForm, UseForm
from luoshi.platforms.prepaid.models import Card, ShopKey
from luoshi.platforms.prepaid.pages.merchant_door import about, signed_in


@require_safe
@signed_in()
def use(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """Ask for a card."""
    return _asked(request, key, CardForm())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def card(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """Show what is left on the card that was named, or use it where an amount came with it.

    Only POST: the code stands in no address. The use done, the browser is sent to its receipt.
    """
    if request.method != "POST":
        return redirect("merchant:use")
    asked = CardForm(request.POST)
    found = _found(asked, key) if asked.is_valid() else None
    if found is None:
        return _asked(request, key, asked)
    if "key" not in request.POST:
        return _shown(request, key, found, UseForm(initial={"code": asked.cleaned_data["code"]}))
    form = UseForm(request.POST)
    if form.is_valid() and (act := _used(form, key, found)):
        return redirect("merchant:used", act=act)
    return _shown(request, key, found, form)


@require_safe
@signed_in()
def used(request: HttpRequest, key: ShopKey, act: str) -> HttpResponse:
    """Show the receipt of a use at this shop."""
    return _receipt(request, key, _act(key, act))


@require_POST
@signed_in()
def undo(request: HttpRequest, key: ShopKey, act: str) -> HttpResponse:
    """Take the use back."""
    found = _act(key, act)
    try:
        undo_redemption(found.uses[0].contract.card, key=found.uses[0].key, at=timezone.now())
    except LuoshiError as error:
        return _receipt(request, key, found, wrong=error.message(get_language() or "zh"))
    return redirect("merchant:used", act=act)


def _found(form: CardForm, key: ShopKey) -> Card | None:
    name = str(key.pk)
    if UNKNOWN_CARDS.spent(name):
        form.add_error(None, _("试错的卡码太多，请过一刻钟再试。"))
        return None
    try:
        return card_of(form.cleaned_data["code"], merchant=key.shop.merchant_id)
    except Refused as error:
        UNKNOWN_CARDS.count(name)
        form.add_error("code", error.message(get_language() or "zh"))
        return None


def _used(form: UseForm, key: ShopKey, found: Card) -> str:
    """Return the name of the use that was made, "" where it was refused, which the form then says."""
    said, now = form.cleaned_data, timezone.now()
    try:
        redeem(
            found,
            key=redeem_key(key, said["key"]),
            at=now,
            known_at=now,
            value=said["yuan"],
            times=said["times"] or 0,
            shop=key.shop,
        )
    except LuoshiError as error:
        form.add_error(None, error.message(get_language() or "zh"))
        return ""
    return str(said["key"])


def _act(key: ShopKey, act: str) -> Act:
    try:
        return act_of(redeem_key(key, act))
    except Refused as error:
        raise Http404(error.message("zh")) from error


def _asked(request: HttpRequest, key: ShopKey, form: CardForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "prepaid/merchant/use.html", about(key, form=form), status=status)


def _shown(request: HttpRequest, key: ShopKey, found: Card, form: UseForm) -> HttpResponse:
    parts = parts_of(found, on=timezone.localdate())
    if not any(part.left_times for part in parts):
        del form.fields["times"]
        form.fields["yuan"].required = not form.is_bound
    elif not any(part.left for part in parts):
        del form.fields["yuan"]
        form.fields["times"].required = not form.is_bound
        form.fields["times"].widget.attrs["autofocus"] = True
    context = about(
        key,
        card=found,
        parts=parts,
        usable=any(part.usable and (part.left or part.left_times) for part in parts),
        form=form,
        left=sum(part.left for part in parts),
        left_times=sum(part.left_times for part in parts),
    )
    status = 422 if form.is_bound else 200
    return render(request, "prepaid/merchant/card.html", context, status=status)


def _receipt(request: HttpRequest, key: ShopKey, found: Act, *, wrong: str = "") -> HttpResponse:
    first = found.uses[0]
    context = about(key, act=found, first=first, name=plain_act(key, first.key), wrong=wrong)
    return render(request, "prepaid/merchant/used.html", context, status=409 if wrong else 200)
