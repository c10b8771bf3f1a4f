"""Whether a card may be sold: what stands against it under the rules of the day, asked under a lock.

Sales to one consumer at one shop wait for each other, so that together they never pass a cap.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F, Q, Sum

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Shop, SignedRules
from luoshi.platforms.prepaid.rules import Form, Refusal, Sale, Seller, as_rows, refusals_of, signed_under
from luoshi.platforms.prepaid.rules.signing import Row

_LEFT = F("paid") - F("used") * F("paid") / (F("paid") + F("bonus"))  # whole fen, rounded as rules.splitting
_LIVE = Q(state__in=(Contract.State.ACTIVE, Contract.State.REFUNDING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """What a contract is signed under: the rules of the day by their digest, and what of them only warned."""

    rules: str
    warnings: list[str]


def lock(name: str) -> None:
    """Let whoever else locks the name wait until this transaction ends."""
    ask("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))::text", (f"prepaid:{name}",))


def permit(
    kind: CardKind,
    *,
    on: date,
    starts_on: date,
    ends_on: date | None,
    person: str = "",
    card: Card | None = None,
    born_on: date | None = None,
    consented: bool = False,
) -> Permitted:
    """Return what the sale is made under. Raises ``prepaid-sale-barred`` with everything against it.

    ``person`` is the consumer's hash, "" for a bearer card. Balances are read after the lock.
    """
    shop = kind.shop
    if person or card:
        lock(f"sale:{shop.pk}:{person or (card and card.token)}")
    book, scope = parameter_book(), scope_of(shop)
    sale = Sale(
        form=Form(kind.form),
        paid=kind.price,
        named=kind.named,
        card_balance=_balance(Q(card=card)) if card else 0,
        consumer_balance=_balance(Q(card__holder__person=person, shop=shop)) if person else 0,
        times=kind.times or 0,
        times_left=_times_left(card) if card and kind.form == CardKind.Form.COURSE else None,
        starts_on=starts_on,
        ends_on=ends_on,
        identified=bool(person),
        written_contract=bool(kind.text.strip()),
        payer_age=age_of(born_on, on=on) if born_on else None,
        guardian_consented=consented,
    )
    found = refusals_of(sale, _seller(shop), book, on=on, scope=scope)
    if barred := [one for one in found if one.blocks]:
        raise refused(
            "sale-barred",
            "不能售卡：" + "；".join(map(_said, barred)),
            "The card cannot be sold: " + "; ".join(f"{one.key} ({one.law})" for one in barred),
        )
    return Permitted(rules=kept_rules(on, scope=scope), warnings=[_said(one) for one in found])


def kept_rules(on: date, *, scope: str) -> str:
    """Keep the rules that hold on the day for the place and sector, once, and return their digest."""
    return _kept(as_rows(signed_under(parameter_book(), on=on, scope=scope)))


def _kept(rows: list[Row]) -> str:
    said = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    SignedRules.objects.get_or_create(digest=digest, defaults={"rows": rows})
    return digest


def scope_of(shop: Shop) -> str:
    """Return the place and sector whose rules bind the shop."""
    return f"{settings.CITY.scope}#{shop.sector}"


def age_of(born_on: date, *, on: date) -> int:
    """Return the age in full years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _seller(shop: Shop) -> Seller:
    merchant = shop.merchant
    return Seller(
        registered_on=merchant.registered_on,
        standing=merchant.standing,
        state=shop.state,
        lease_ends_on=shop.lease_ends_on,
        closing_on=shop.closing_on,
    )


def _balance(of: Q) -> int:
    return int(Contract.objects.filter(_LIVE, of).aggregate(left=Sum(_LEFT, default=0))["left"])


def _times_left(card: Card) -> int:
    live = Contract.objects.filter(_LIVE, card=card, form=CardKind.Form.COURSE)
    return int(live.aggregate(left=Sum(F("times") - F("used_times"), default=0))["left"])


def _said(refusal: Refusal) -> str:
    return f"{refusal.says}（{refusal.law}）。{refusal.instead}"
