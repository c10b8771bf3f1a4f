"""Sell a card or load one again: contract, accounts and the money's two ways, in one commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.sealing import seal
from luoshi.kernel.ledger.actions import open_accounts, post_group
from luoshi.kernel.ledger.types import Leg
from luoshi.platforms.prepaid.accounts import BONUS, CARD, OPEN
from luoshi.platforms.prepaid.actions.permitting import Permitted, age_of, lock, permit
from luoshi.platforms.prepaid.codes import code_for, digest_of, new_token, person_of
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Holder, Shop
from luoshi.platforms.prepaid.rules.capacity import FULL_FROM
from luoshi.platforms.prepaid.rules.splitting import supervised_of
from luoshi.platforms.prepaid.rules.terms import last_day

HOLDER = "prepaid holder"  # what an identity is sealed for


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys a card in their name. A minor's birthday is kept, and who consented for them."""

    name: str
    phone: str
    born_on: date | None = None
    consented_by: str = ""


@dataclass(frozen=True, slots=True)
class Sold:
    """A contract that was signed, and the code that opens its card: told now, and kept nowhere."""

    contract: Contract
    code: str


@transaction.atomic
def sell(
    kind: CardKind,
    *,
    receipt: str,
    at: datetime,
    buyer: Buyer | None = None,
    card: Card | None = None,
    starts_on: date | None = None,
    simulated: bool = False,
) -> Sold:
    """Sign a contract of the kind on a new card, or on the one given, and post what was paid.

    ``receipt`` names the payment at the shop: sent again with the same content it returns the same contract
    and code. A named kind needs a buyer or a card. Raises ``prepaid-receipt-used``, ``prepaid-shop-stopped``,
    ``prepaid-no-buyer``, ``prepaid-card-not-active``, ``prepaid-sale-barred``.
    """
    shop, on = kind.shop, timezone.localtime(at).date()
    receipt = f"{shop.code}:{receipt}"
    lock(receipt)
    if found := Contract.objects.filter(receipt=receipt).select_related("card", "shop").first():
        return _again(found, kind=kind, card=card)
    if card is not None:  # it may be replaced or handed on meanwhile
        card = Card.objects.select_for_update().get(pk=card.pk)
    _check(kind, shop, buyer=buyer, card=card, at=at)
    starts_on = starts_on or on
    ends_on = last_day(starts_on, kind.term, unit=kind.term_unit)
    permitted = permit(
        kind,
        on=on,
        starts_on=starts_on,
        ends_on=ends_on,
        person=_person(kind, buyer, card),
        card=card,
        born_on=buyer.born_on if buyer else None,
        consented=bool(buyer and buyer.consented_by),
    )
    code = code_for(receipt)
    contract = _sign(
        kind,
        receipt=receipt,
        card=card or _new_card(kind, code=code, buyer=buyer, at=at, simulated=simulated),
        starts_on=starts_on,
        permitted=permitted,
        at=at,
        simulated=simulated or shop.simulated,
    )
    post_group(f"prepaid:topup:{receipt}", legs_of_sale(contract, shop), on=on)
    return Sold(contract, code)


def _check(kind: CardKind, shop: Shop, *, buyer: Buyer | None, card: Card | None, at: datetime) -> None:
    if shop.state != Shop.State.FILED or kind.withdrawn_on is not None:
        raise refused(
            "shop-stopped",
            f"{shop.name} 已停止预收，或该卡种已停售，不能再售卡、充值。",
            f"{shop.name} has stopped taking prepayments, or this kind is withdrawn.",
        )
    if kind.named and buyer is None and card is None:
        raise refused(
            "no-buyer", "记名卡须登记购卡人姓名和电话。", "A named card needs the buyer's name and telephone."
        )
    if card is not None and (card.state != Card.State.ACTIVE or card.shop_id != shop.pk):
        raise refused(
            "card-not-active",
            "这张卡不是本店的卡，或已挂失、补卡、注销，不能充值。",
            "The card is not of this shop, or is lost, replaced or closed; it cannot be loaded.",
        )


def _again(found: Contract, *, kind: CardKind, card: Card | None) -> Sold:
    if found.kind_id != kind.pk or (card is not None and found.card_id != card.pk):
        raise refused(
            "receipt-used",
            "收款编号已用于另一笔收款。请核对收款编号，每笔收款用新的编号。",
            "This receipt stands for another payment; give each payment its own.",
        )
    return Sold(found, code_for(found.receipt))


def _new_card(kind: CardKind, *, code: str, buyer: Buyer | None, at: datetime, simulated: bool) -> Card:
    return Card.objects.create(
        token=new_token(),
        digest=digest_of(code),
        shop=kind.shop,
        holder=new_holder(_kept(buyer, at)) if buyer and kind.named else None,
        issued_at=at,
        simulated=simulated or kind.shop.simulated,
    )


def _kept(buyer: Buyer, at: datetime) -> Buyer:
    """Return the buyer without birthday and consent where they are of age."""
    on = timezone.localtime(at).date()
    of_age = buyer.born_on is None or age_of(buyer.born_on, on=on) >= FULL_FROM
    return replace(buyer, born_on=None, consented_by="") if of_age else buyer


def _person(kind: CardKind, buyer: Buyer | None, card: Card | None) -> str:
    """Return whose sale it is as a hash: the holder's of the card that is loaded, else the buyer's."""
    if card is not None:
        return card.holder.person if card.holder else ""
    return person_of(buyer.phone) if buyer and kind.named else ""


def new_holder(buyer: Buyer) -> Holder:
    """Return a new holder, whose name and telephone stand sealed."""
    said = json.dumps({"name": buyer.name, "phone": buyer.phone}, ensure_ascii=False)
    return Holder.objects.create(
        token=new_token(),
        person=person_of(buyer.phone),
        sealed=seal(said, keys=[settings.SECRET_KEY], purpose=HOLDER),
        born_on=buyer.born_on,
        consented_by=buyer.consented_by,
    )


def _sign(
    kind: CardKind,
    *,
    receipt: str,
    card: Card,
    starts_on: date,
    permitted: Permitted,
    at: datetime,
    simulated: bool,
) -> Contract:
    number = new_token()
    accounts = [open_accounts(type_, [number], owner=card.token)[0] for type_ in (CARD, OPEN, BONUS)]
    contract = contract_of(
        kind,
        number=number,
        receipt=receipt,
        card=card,
        starts_on=starts_on,
        at=at,
        accounts=accounts,
        permitted=permitted,
    )
    contract.simulated = simulated
    contract.save(force_insert=True)
    return contract


def contract_of(
    kind: CardKind,
    *,
    number: str,
    receipt: str,
    card: Card,
    starts_on: date,
    at: datetime,
    accounts: Sequence[int],
    permitted: Permitted,
) -> Contract:
    """Return the contract that a sale of the kind signs, not yet kept. ``accounts``: card, open, bonus."""
    return Contract(
        number=number,
        receipt=receipt,
        card=card,
        shop=kind.shop,
        kind=kind,
        form=kind.form,
        paid=kind.price,
        bonus=kind.bonus,
        supervised=supervised_of(kind.price, share=kind.shop.share),
        times=kind.times,
        signed_at=at,
        starts_on=starts_on,
        ends_on=last_day(starts_on, kind.term, unit=kind.term_unit),
        terms=terms_of(kind) | {"rules": permitted.rules, "warnings": permitted.warnings},
        card_account=accounts[0],
        open_account=accounts[1],
        bonus_account=accounts[2],
    )


def terms_of(kind: CardKind) -> dict[str, Any]:
    """Return what a contract keeps of its kind: later changes change nothing of it."""
    return {
        "kind": kind.name,
        "list_price": kind.list_price,
        "term": kind.term,
        "term_unit": kind.term_unit,
        "share": kind.shop.share,
    }


def legs_of_sale(contract: Contract, shop: Shop) -> list[Leg]:
    """Return both ways of the money that was paid, and the gift."""
    ways = (
        ("escrow", contract.card_account, contract.supervised),
        ("outside", contract.open_account, contract.paid - contract.supervised),
        ("bonus_granted", contract.bonus_account, contract.bonus),
    )
    return [
        Leg(debit=shop.accounts[part], credit=account, amount=amount, kind="topup", ref=contract.number)
        for part, account, amount in ways
        if amount
    ]
