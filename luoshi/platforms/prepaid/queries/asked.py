"""Refunds as their two sides see them: each with its sum, its steps, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from luoshi.kernel.cases.queries import can
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.prepaid.actions.refunding import consumer_of, merchant_of
from luoshi.platforms.prepaid.models import Card, Refund, Shop
from luoshi.platforms.prepaid.types.refund import REFUND


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund with where it stands, by when it is to be paid, and what the reader may do in its matter."""

    refund: Refund
    state: str
    pay_by: date
    may: frozenset[str]

    @property
    def total(self) -> int:
        """Return principal and interest, in fen."""
        return self.refund.principal + self.refund.interest

    @property
    def words(self) -> list[str]:
        """Return each step of the sum."""
        steps: list[str] = self.refund.statement["words"]
        return steps


def refunds_of_card(card: Card, *, at: datetime) -> list[Asked]:
    """Return the refunds asked for on the card, the latest first."""
    rows = Refund.objects.filter(contract__card=card).select_related("case", "contract__kind", "shop")
    return [_asked(row, consumer_of(row), at=at) for row in rows.order_by("-asked_at")]


def refunds_of_shop(shop: Shop) -> QuerySet[Refund]:
    """Return the refunds asked of the shop, those that wait for it first."""
    rows = Refund.objects.filter(shop=shop).select_related("case", "contract__kind")
    return rows.order_by("state", "-asked_at")


def refund_of_shop(shop: Shop, case: str, *, at: datetime) -> Asked | None:
    """Return a refund of the shop by the number of its matter; None: the shop has no such refund."""
    rows = Refund.objects.filter(shop=shop, case__code=case).select_related("case", "contract__kind", "shop")
    row = rows.first()
    return _asked(row, merchant_of(row), at=at) if row else None


def _asked(refund: Refund, reader: Actor, *, at: datetime) -> Asked:
    offers = can(reader, refund.case, at=at)
    return Asked(
        refund,
        REFUND.state(refund.case.state).title,
        date.fromisoformat(refund.statement["pay_by"]),
        frozenset(offer.action.key for offer in offers if offer.mine and offer.allowed),
    )
