"""What a holder does with a card: report it lost, get another, hand it on. No money moves.

Each act is named by its key (``till3:77``, ``form:…``): sent again it answers as the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luoshi.platforms.prepaid.actions.selling import Buyer, new_holder
from luoshi.platforms.prepaid.codes import code_after, digest_of, new_token
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Card, CardEvent, Contract

_LIVE = (Card.State.ACTIVE, Card.State.LOST)
Kind = CardEvent.Kind


@dataclass(frozen=True, slots=True)
class Handed:
    """The card after a reissue or transfer, and the code that opens it now: told once, kept nowhere."""

    card: Card
    code: str


@transaction.atomic
def report_loss(card: Card, *, key: str, at: datetime) -> Card:
    """Stop every use of a card. A bearer card's loss may be reported too, though it is not reissued.

    Raises ``prepaid-key-used``, ``prepaid-card-gone``.
    """
    card = _locked(card)
    if _done(key, Kind.LOST, card) is None:
        _set_state(card, Card.State.LOST)
        CardEvent.objects.create(key=_name(Kind.LOST, key), kind=Kind.LOST, card=card, at=at)
    return card


@transaction.atomic
def withdraw_loss(card: Card, *, key: str, at: datetime) -> Card:
    """Let a card be used again that was found. Raises ``prepaid-key-used``, ``prepaid-card-gone``."""
    card = _locked(card)
    if _done(key, Kind.FOUND, card) is None:
        _set_state(card, Card.State.ACTIVE)
        CardEvent.objects.create(key=_name(Kind.FOUND, key), kind=Kind.FOUND, card=card, at=at)
    return card


@transaction.atomic
def reissue(card: Card, *, key: str, at: datetime) -> Handed:
    """Replace a named card by another with a code of its own (第二十四条): its contracts go along.

    Raises ``prepaid-key-used``, ``prepaid-card-gone``, ``prepaid-bearer``.
    """
    card, code = _locked(card), code_after(_name(Kind.REISSUED, key))
    if found := _done(key, Kind.REISSUED, card):
        assert found.successor is not None
        return Handed(found.successor, code)
    _check_named(card, "不记名卡不挂失补卡（第二十四条只及于记名卡）。")
    new = Card.objects.create(
        token=new_token(),
        digest=digest_of(code),
        shop=card.shop,
        holder=card.holder,
        replaces=card,
        issued_at=at,
        simulated=card.simulated,
    )
    Contract.objects.filter(card=card).update(card=new)
    _set_state(card, Card.State.REPLACED)
    CardEvent.objects.create(
        key=_name(Kind.REISSUED, key),
        kind=Kind.REISSUED,
        card=card,
        successor=new,
        before=card.holder,
        after=card.holder,
        at=at,
    )
    return Handed(new, code)


@transaction.atomic
def transfer(card: Card, *, key: str, to: Buyer, at: datetime) -> Handed:
    """Hand a named card on (第十一条): the shop is bound once it knows, and the old code opens nothing.

    Raises ``prepaid-key-used``, ``prepaid-card-gone``, ``prepaid-bearer``, ``prepaid-card-lost``.
    """
    card, code = _locked(card), code_after(_name(Kind.TRANSFERRED, key))
    if _done(key, Kind.TRANSFERRED, card):
        return Handed(card, code)
    _check_named(card, "不记名卡交付即转让，无须登记。")
    if card.state == Card.State.LOST:
        raise refused(
            "card-lost",
            "这张卡已挂失。请先解除挂失或补卡，再转让。",
            "The card is reported lost; withdraw the report or have it reissued before handing it on.",
        )
    holder, before = new_holder(to), card.holder
    card.holder, card.digest = holder, digest_of(code)
    card.save(update_fields=["holder", "digest"])
    CardEvent.objects.create(
        key=_name(Kind.TRANSFERRED, key),
        kind=Kind.TRANSFERRED,
        card=card,
        before=before,
        after=holder,
        at=at,
    )
    return Handed(card, code)


def transferred(key: str, *, person: str) -> Handed | None:
    """Return what a transfer that was sent before led to, for who handed the card on; None if there is none.

    Its sender cannot open the card any more: the code they have is no longer good.
    """
    name = _name(Kind.TRANSFERRED, key)
    found = CardEvent.objects.filter(key=name, before__person=person).exclude(before__person="")
    event = found.select_related("card").first()
    if event is None or event.card is None or event.card.digest != digest_of(code_after(name)):
        return None
    return Handed(event.card, code_after(name))


def _locked(card: Card) -> Card:
    """Lock the card, then its contracts, so that no use is under way while it changes hands."""
    locked = Card.objects.select_for_update(of=("self",)).select_related("shop", "holder").get(pk=card.pk)
    list(Contract.objects.filter(card=locked).order_by("signed_at", "pk").select_for_update().values("pk"))
    return locked


def _done(key: str, kind: Kind, card: Card) -> CardEvent | None:
    found = CardEvent.objects.filter(key=_name(kind, key)).select_related("successor").first()
    if found is None:
        if card.state not in _LIVE:
            raise refused(
                "card-gone",
                f"这张卡{card.get_state_display()}，请用新卡的查询码办理。",
                "The card was replaced or closed; use the code of the new one.",
            )
        return None
    if found.card_id != card.pk:
        raise refused(
            "key-used",
            f"编号 {key} 已用于另一张卡。",
            f"The key {key} stands for an act on another card.",
        )
    return found


def _check_named(card: Card, why: str) -> None:
    if not card.named:
        raise refused("bearer", why, "A bearer card is in nobody's name: who has it, holds it.")


def _set_state(card: Card, state: Card.State) -> None:
    card.state = state
    card.save(update_fields=["state"])


def _name(kind: Kind, key: str) -> str:
    return f"{kind.value}:{key}"
