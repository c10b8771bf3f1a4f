"""The API of a holder: open a card with its code, check its statement, reckon a refund. No account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema
from ninja.errors import Throttled

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.answers import problems
from luoshi.kernel.orgs.doors import address_of
from luoshi.kernel.orgs.limits import Limit
from luoshi.platforms.prepaid.api.callers import Text
from luoshi.platforms.prepaid.api.shapes import Fen
from luoshi.platforms.prepaid.calculator import CalculatorForm, reckoned
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.limits import COMPUTING, LOOKING, WRONG_CODES
from luoshi.platforms.prepaid.models import Card
from luoshi.platforms.prepaid.public.cards import ContractSeen, card_by, opened
from luoshi.platforms.prepaid.public.statements import as_json, sheets_of

router = Router(auth=None, tags=["prepaid"])


class CodeIn(Schema):
    """The code that was told when the card was bought. It stands in no address."""

    code: Text


class PaymentOut(Schema):
    """One payment of a card: what is left of it and where that money is, in fen."""

    contract: str
    kind: str
    form: str
    state: str
    signed_on: date
    ends_on: date | None
    paid: Fen
    custody: Fen = Field(..., description="Of what is left, in the supervised account")
    shop: Fen = Field(..., description="Of what is left, kept by the shop")
    bonus: Fen
    left_times: int
    cools_off_until: date | None = Field(None, description="The last day of 法释〔2025〕4号第十四条")


class OwnCardOut(Schema):
    """A card as its holder sees it."""

    card: str = Field(..., description="The token under which it stands in what is published")
    state: str
    shop: str
    merchant: str
    owed: Fen
    custody: Fen
    payments: list[PaymentOut]
    simulated: bool


class StatementOut(Schema):
    """Every act on the card, as the statement's file tells it; amounts in yuan, two decimals, as text."""

    format: str
    card: str
    shop: str
    contracts: list[dict[str, Any]]


class RefundIn(Schema):
    """What a refund depends on, in the words of the public calculator; amounts in yuan, as text."""

    form: Text
    sector: Text
    paid: Text
    paid_on: Text
    reason: Text
    asked_on: Text
    bonus: Text = ""
    used: Text = ""
    list_value: Text = ""
    times: Text = ""
    used_times: Text = ""
    list_price: Text = ""
    starts_on: Text = ""
    term: Text = ""
    unit: Text = ""
    stopped_on: Text = ""
    age: Text = ""
    had_before: bool = False
    paid_back_on: Text = ""
    percent: Text = ""
    supervised: Text = ""


class RefundOut(Schema):
    """What is to be given back, in fen, by when, and each step with its article."""

    total: Fen
    principal: Fen
    interest: Fen
    due_on: date
    steps: list[str]
    doubts: list[str]


@router.post(
    "/card", response=OwnCardOut, summary=_("查自己的卡"), openapi_extra=problems(400, 404, 422, 429)
)
def open_card(request: HttpRequest, body: CodeIn) -> dict[str, Any]:
    """Tell what is left on a card and where the money is, to whoever has its code."""
    row = _card(request, body.code)
    seen = opened(row, at=timezone.now())
    return {
        "card": row.token,
        "state": row.state,
        "shop": row.shop.name,
        "merchant": row.shop.merchant.name,
        "owed": seen.owed,
        "custody": seen.custody,
        "payments": [_payment(one) for one in seen.contracts],
        "simulated": row.simulated,
    }


@router.post(
    "/statement",
    response=StatementOut,
    summary=_("一张卡的对账单"),
    openapi_extra=problems(400, 404, 422, 429),
)
def get_statement(request: HttpRequest, body: CodeIn) -> dict[str, Any]:
    """Give every act on a card with what it took of custody, shop and bonus."""
    row = _card(request, body.code)
    return as_json(row, sheets_of(row))


@router.post("/refund", response=RefundOut, summary=_("计算退款"), openapi_extra=problems(400, 422, 429, 503))
def reckon_refund(request: HttpRequest, body: RefundIn) -> dict[str, Any]:
    """Reckon a refund by the rules of the day of payment, without asking who wants it."""
    _count(request, COMPUTING)
    form = CalculatorForm(body.dict())
    if not form.is_valid():
        raise _unclear(form)
    refund = reckoned(form)
    return {
        "total": refund.total,
        "principal": refund.principal,
        "interest": refund.interest,
        "due_on": refund.deadline.last_day,
        "steps": refund.words(),
        "doubts": list(refund.doubts),
    }


def _card(request: HttpRequest, code: str) -> Card:
    address = address_of(request)
    if WRONG_CODES.spent(address):
        raise Throttled(WRONG_CODES.wait())
    _count(request, LOOKING)
    try:
        return card_by(code)
    except LuoshiError:
        WRONG_CODES.count(address)
        raise


def _count(request: HttpRequest, limit: Limit) -> None:
    address = address_of(request)
    if limit.spent(address):
        raise Throttled(limit.wait())
    limit.count(address)


def _payment(one: ContractSeen) -> dict[str, Any]:
    contract = one.contract
    return {
        "contract": contract.number,
        "kind": contract.kind.name,
        "form": contract.form,
        "state": contract.state,
        "signed_on": timezone.localdate(contract.signed_at),
        "ends_on": contract.ends_on,
        "paid": contract.paid,
        "custody": one.custody,
        "shop": one.shop,
        "bonus": one.bonus,
        "left_times": one.left_times,
        "cools_off_until": one.window.last_day if one.window else None,
    }


def _unclear(form: CalculatorForm) -> LuoshiError:
    wrong = "；".join(f"{name}：{'、'.join(map(str, why))}" for name, why in form.errors.items())
    return refused("refund-unclear", f"有没填对的地方：{wrong}", f"Not as it should be: {wrong}")
