"""Refunds through the bank: instruct it for what lies in custody, and end the matter once it has paid."""

from __future__ import annotations

from datetime import datetime

from luoshi.kernel.cases.actions import act
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.prepaid.actions.paying import instruct
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Payment, Refund
from luoshi.platforms.prepaid.paid import payments_for
from luoshi.platforms.prepaid.settling import payment_key


def return_all(*, at: datetime) -> int:
    """Instruct the bank for each settled refund from custody; return how many it has paid by now.

    Each stands alone: one whose money is frozen or set apart waits, and holds up no other.
    """
    rows = Refund.objects.filter(state=Refund.State.SETTLED, card__gt=0, shop__bank__isnull=False)
    done = 0
    for row in rows.select_related("case", "contract", "shop").order_by("pk"):
        try:
            done += _return(row, at=at)
        except (LedgerRefused, Refused):
            continue
    return done


def _return(refund: Refund, *, at: datetime) -> bool:
    payment = payments_for(payment_key(refund)).order_by("pk").last() or instruct(
        payment_key(refund),
        kind=Payment.Kind.REFUND,
        shop=refund.shop,
        source=refund.contract.card_account,
        payee=refund.contract.number,
        amount=refund.card,
        ref=refund.contract.number,
        at=at,
    )
    if payment.state != Payment.State.CONFIRMED or refund.open or refund.interest:
        return False  # what the shop owes itself is confirmed by whoever got it
    act(refund.case, "confirm", by=SYSTEM, at=at, key=f"{payment.number}:paid")
    return True
