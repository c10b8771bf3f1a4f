"""What is asked about closures: what the notice says, one's own claim, who is to be paid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q, QuerySet

from luoshi.platforms.prepaid.closing.paying import key_of
from luoshi.platforms.prepaid.codes import digests_of
from luoshi.platforms.prepaid.models import Card, Claim, Closure


class Payout(NamedTuple):
    """What a consumer is to be sent: by the key of the ledger's entry, the card's token, and fen."""

    key: str
    token: str
    amount: int


def announced() -> QuerySet[Closure]:
    """Return the closures that are public, the latest first."""
    known = Closure.objects.filter(announced_at__isnull=False).select_related("shop__merchant", "case")
    return known.order_by("-announced_at", "-pk")


def claims_of_code(closure: Closure, code: str) -> list[Claim]:
    """Return the claims of a card by its code, or of a filed claim by its number; none for another's."""
    cards = list(Card.objects.filter(digest__in=digests_of(code)).values_list("token", flat=True)[:2])
    filed = Q(basis=Claim.Basis.EVIDENCE, number=code.strip())
    return list(closure.claims.filter(Q(card__in=cards) | filed).order_by("pk"))


def payouts_of(closure: Closure) -> Iterator[Payout]:
    """Yield what the bank is to send of a closure that was distributed, the lower claim first."""
    if closure.distributed_at is None:
        return
    rows = closure.claims.filter(paid__gt=0).order_by("pk").values_list("number", "card", "paid")
    for number, card, paid in rows.iterator(10_000):
        assert paid is not None
        yield Payout(key_of(closure, number), card, paid)
