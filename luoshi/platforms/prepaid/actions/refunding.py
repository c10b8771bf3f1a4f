"""Ask for a refund, and act in its matter as consumer or merchant. What follows are the matter's effects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.orgs.actor import SYSTEM, Actor
from luoshi.platforms.prepaid.models import Contract, Refund
from luoshi.platforms.prepaid.queries.refunds import Asserted, refund_due


def consumer_of(refund: Refund) -> Actor:
    """Return who holds the card, as they act in the matter of its refund."""
    return Actor(None, "消费者", (), 0, bearer=refund.case.code, part="consumer")


def merchant_of(refund: Refund) -> Actor:
    """Return the shop as it acts in the matter of a refund."""
    return Actor(None, "经营者", (), 0, bearer=refund.case.code, part="merchant")


def ask_refund(
    contract: Contract, *, reason: str, at: datetime, key: str, by: Actor = SYSTEM, **said: Any
) -> Refund:
    """Open the matter of a refund of the contract, which is not used until it is over.

    ``said`` are other fields of the form. The same key again returns the same refund. Raises
    ``prepaid-refund-runs``, ``refund-facts`` and what ``open_case`` raises.
    """
    on = timezone.localtime(at).date()
    asserted = Asserted(reason=reason, payer_age=said.get("payer_age"), stopped_on=said.get("stopped_on"))
    computed = refund_due(contract, asserted, asked_on=on, on=on)
    within = computed.within_window and reason in ("consumer", "void")
    data = {
        "title": f"{contract.shop.name}退款",
        "contract": contract.number,
        "shop": contract.shop.code,
        "reason": reason,
        "window": "cooling_off" if within else "other",
        **{name: _plain(value) for name, value in said.items() if value is not None},
    }
    case = open_case("prepaid_refund", by=by, data=data, at=at, key=key, simulated=contract.simulated)
    return Refund.objects.select_related("case", "contract", "shop").get(case=case)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
