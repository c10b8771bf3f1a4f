"""What only the manager's key may: sell and load cards, tell a sale again, report a day."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Status

from luoshi.platforms.prepaid.actions import Buyer, sell
from luoshi.platforms.prepaid.api import shapes
from luoshi.platforms.prepaid.api.callers import ActKey, caller, errors, router, shown_card
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.keys import require_manager
from luoshi.platforms.prepaid.looking import day_of, kind_of, sale_of, standing_of
from luoshi.platforms.prepaid.models import CardKind


@router.get("/kinds", response=list[shapes.KindOut], summary=_("本店在售卡种"), openapi_extra=errors())
def list_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """List the kinds of card the shop sells, with price list and contract."""
    kinds = CardKind.objects.filter(shop=caller(request).shop, withdrawn_on=None).order_by("code")
    return [shapes.kind_out(kind) for kind in kinds]


@router.post(
    "/contracts",
    response={201: shapes.SaleOut},
    summary=_("售卡、充值"),
    openapi_extra=errors(400, 403, 404, 409, 503),
)
def sell_card(request: HttpRequest, key: ActKey, body: shapes.SaleIn) -> Status[dict[str, Any]]:
    """Sign a contract and take the payment. ``Idempotency-Key`` is the receipt: once for each payment.

    The answer holds the code of a new card. It is to be handed over and kept nowhere.
    """
    by = caller(request)
    require_manager(by)
    card = shown_card(by, body.card) if body.card else None
    sold = sell(
        kind_of(by.shop, body.kind),
        receipt=key,
        at=timezone.now(),
        buyer=Buyer(**body.buyer.dict()) if body.buyer else None,
        card=card,
        starts_on=body.starts_on,
    )
    return Status(201, shapes.sale_out(sold.contract, code=None if card else sold.code))


@router.get(
    "/contracts/{slug:number}",
    response=shapes.SaleOut,
    summary=_("一笔售卡的凭证"),
    openapi_extra=errors(403, 404),
)
def get_contract(request: HttpRequest, number: str) -> dict[str, Any]:
    """Give the receipt of a sale again, without the card's code."""
    by = caller(request)
    require_manager(by)
    return shapes.sale_out(sale_of(by.shop, number))


@router.get("/days/{day}", response=shapes.DayOut, summary=_("门店日报"), openapi_extra=errors(403))
def get_shop_day(request: HttpRequest, day: date) -> dict[str, Any]:
    """Give what was sold and used on a day, and what the shop owes to card holders now."""
    by = caller(request)
    require_manager(by)
    if not date(2000, 1, 1) <= day <= timezone.localdate():
        raise refused("day-wrong", "日期应在2000年以后、今天以前。", "The day lies between 2000 and today.")
    return asdict(day_of(by.shop, day)) | asdict(standing_of(by.shop))
