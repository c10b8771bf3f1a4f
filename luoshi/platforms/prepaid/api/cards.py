"""A card at the till: looked at, used, the use told again or taken back."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from luoshi.platforms.prepaid.actions import redeem, undo_redemption
from luoshi.platforms.prepaid.api import shapes
from luoshi.platforms.prepaid.api.callers import ActKey, ActPath, caller, errors, router, shown_card
from luoshi.platforms.prepaid.keys import redeem_key
from luoshi.platforms.prepaid.looking import act_of, parts_of


@router.post("/cards/look", response=shapes.CardOut, summary=_("查一张卡"), openapi_extra=errors(400, 404))
def look_at_card(request: HttpRequest, body: shapes.CardIn) -> dict[str, Any]:
    """Tell what is left on a card and what it may be used for. Its code stands in no address."""
    card = shown_card(caller(request), body.code)
    return shapes.card_out(card, parts_of(card, on=timezone.localdate()))


@router.post("/uses", response=shapes.UseOut, summary=_("核销"), openapi_extra=errors(400, 404, 409))
def redeem_card(request: HttpRequest, key: ActKey, body: shapes.UseIn) -> dict[str, Any]:
    """Use a card, the oldest contract first. The same ``Idempotency-Key`` again is the same use."""
    by, now = caller(request), timezone.now()
    card = shown_card(by, body.code)
    name = redeem_key(by, key)
    done = redeem(card, key=name, at=now, known_at=now, value=body.value, times=body.times, shop=by.shop)
    return shapes.use_out(key, done)


@router.get("/uses/{key}", response=shapes.UseOut, summary=_("一笔核销的凭证"), openapi_extra=errors(404))
def get_use(request: HttpRequest, key: ActPath) -> dict[str, Any]:
    """Give the receipt of a use at this shop again, with what is left on the card now."""
    return shapes.use_out(key, act_of(redeem_key(caller(request), key)))


@router.post(
    "/uses/{key}/undo", response=shapes.UseOut, summary=_("撤销一笔核销"), openapi_extra=errors(404, 409)
)
def undo_use(request: HttpRequest, key: ActPath) -> dict[str, Any]:
    """Take back a use that was a mistake: the last one of its contracts. Done before, nothing is done."""
    name = redeem_key(caller(request), key)
    card = act_of(name).uses[0].contract.card
    undo_redemption(card, key=name, at=timezone.now())
    return shapes.use_out(key, act_of(name))
