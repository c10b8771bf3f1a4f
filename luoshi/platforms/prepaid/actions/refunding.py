"""Ask for a refund, work it out, settle what stands against it, and book it once it was paid.

The matter is a case, the money moves in the ledger, and this is where the two meet: one transaction an act,
the ledger called last. Until a refund is paid no money moves; the contract is not used meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.models import Event
from luoshi.kernel.ledger.actions import post_group
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.types import Leg
from luoshi.kernel.orgs.actor import SYSTEM, Actor
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Contract, Payment, Refund
from luoshi.platforms.prepaid.queries.refunds import Asserted, refund_due
from luoshi.platforms.prepaid.rules import Refund as Computed

_ENDS = {"refuse": Refund.State.DROPPED, "withdraw": Refund.State.DROPPED, "contest": Refund.State.ASKED}


def consumer_of(refund: Refund) -> Actor:
    """Return who holds the card, as they act in the matter of its refund."""
    return Actor(None, "消费者", (), 0, bearer=refund.case.code, part="consumer")


def merchant_of(refund: Refund) -> Actor:
    """Return the shop as it acts in the matter of a refund."""
    return Actor(None, "经营者", (), 0, bearer=refund.case.code, part="merchant")


@transaction.atomic
def ask_refund(
    contract: Contract, *, reason: str, at: datetime, key: str, by: Actor = SYSTEM, **said: Any
) -> Refund:
    """Open the matter of a refund of the contract and stop its use until it is over.

    ``said`` are other fields of the form. The same key again returns the same refund. Raises
    ``prepaid-refund-runs``, ``refund-facts`` and what ``open_case`` raises.
    """
    contract = _locked(contract.pk)
    data = {
        "title": f"{contract.shop.name}退款",
        "contract": contract.number,
        "shop": contract.shop.code,
        "reason": reason,
        **{name: _plain(value) for name, value in said.items() if value is not None},
    }
    case = open_case("prepaid_refund", by=by, data=data, at=at, key=key, simulated=contract.simulated)
    if found := Refund.objects.filter(case=case).select_related("case", "contract", "shop").first():
        return found
    if contract.state != Contract.State.ACTIVE:  # and with it goes the case just opened
        raise refused(
            "refund-runs",
            f"这份合同{contract.get_state_display()}，不能再申请退款。",
            "A refund of this contract runs or is over.",
        )
    row = Refund(case=case, contract=contract, shop=contract.shop, reason=reason, asked_at=at)
    _write(row, worked_out(row, at=at))
    row.save(force_insert=True)
    _turn(contract, Contract.State.REFUNDING)
    return row


def worked_out(refund: Refund, *, at: datetime, **decided: Any) -> Computed:
    """Return what the refund comes to if it is paid at the moment, by what was said and decided so far."""
    data = refund.case.data | decided
    asserted = Asserted(
        reason=data["reason"],
        payer_age=data.get("payer_age"),
        stopped_on=_day(data.get("stopped_on")),
        had_before=bool(data.get("had_before")),
        had_before_proven=bool(data.get("had_before_proven")),
        consented=data.get("consented"),
    )
    return refund_due(refund.contract, asserted, asked_on=_on(refund.asked_at), on=_on(at))


@transaction.atomic
def settle_refund(
    refund: Refund,
    *,
    by: Actor,
    at: datetime,
    ruling: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Event:
    """Accept the refund as it is worked out, or with a ``ruling`` decide what was in dispute.

    Raises what ``act`` raises.
    """
    refund = _row(refund.pk)
    said = dict(ruling or {})
    computed = worked_out(refund, at=at, **said)
    found = {
        "principal": computed.principal,
        "interest": computed.interest,
        "pay_by": computed.deadline.last_day.isoformat(),
    }
    event = act(refund.case, "decide" if said else "accept", by=by, data=said | found, at=at, key=key)
    _write(refund, computed)
    refund.reason, refund.state = said.get("reason", refund.reason), Refund.State.SETTLED
    refund.settled_at = at
    refund.save()
    return event


@transaction.atomic
def end_refund(
    refund: Refund, action: str, *, by: Actor, at: datetime, data: Mapping[str, Any], key: str | None = None
) -> Event:
    """Refuse, withdraw or contest the refund. Where it is over, the contract is used again."""
    refund = _row(refund.pk)
    event = act(refund.case, action, by=by, data=data, at=at, key=key)
    refund.state = _ENDS[action]
    refund.save(update_fields=["state"])
    if refund.state == Refund.State.DROPPED:
        _turn(refund.contract, Contract.State.ACTIVE)
    return event


@transaction.atomic
def confirm_refund(refund: Refund, *, by: Actor, at: datetime, key: str | None = None) -> Event:
    """Note that the refund has reached the consumer, and book it: the contract's accounts are empty then.

    What the refund is lower than the balance goes to the shop (第十九条); the bonus is void. Raises what
    ``act`` and the ledger raise.
    """
    refund = _row(refund.pk)
    if (payment := payment_of(refund)) and payment.state == Payment.State.SENT:
        raise refused(
            "bank-pending",
            f"付款指令 {payment.number} 已发银行，等银行确认后自动了结。",
            f"The bank was told to pay ({payment.number}); the refund is over once it says so.",
        )
    event = act(refund.case, "confirm", by=by, at=at, key=key)
    if refund.state == Refund.State.PAID:
        return event
    refund.state, refund.paid_at = Refund.State.PAID, at
    refund.save(update_fields=["state", "paid_at"])
    _turn(refund.contract, Contract.State.REFUNDED)
    if legs := _legs(refund):
        post_group(f"{refund.case.code}:refund", legs, on=_on(at))
    return event


def payment_of(refund: Refund) -> Payment | None:
    """Return the payment from custody that the bank was told to make for the refund; None: not told."""
    return Payment.objects.filter(number=payment_number(refund)).first()


def payment_number(refund: Refund) -> str:
    """Return the number of the instruction for the refund."""
    return f"PAY-{refund.case.code.upper()}"


def _legs(refund: Refund) -> list[Leg]:
    contract, shop = refund.contract, refund.shop.accounts
    ids = (contract.card_account, contract.open_account, contract.bonus_account)
    posted = dict(Account.objects.filter(pk__in=ids).values_list("pk", "posted"))
    card, open_, bonus = (posted[pk] for pk in ids)
    payment = payment_of(refund)
    by_shop = refund.card if payment is None or payment.state == Payment.State.FAILED else 0
    ways = (
        (contract.card_account, shop["escrow"], by_shop, "refund"),
        (contract.card_account, shop["due"], card - by_shop, "kept"),
        (contract.open_account, shop["outside"], open_, "refund"),
        (contract.bonus_account, shop["bonus_granted"], bonus, "void"),
    )
    return [
        Leg(debit=source, credit=target, amount=amount, kind=kind, ref=contract.number)
        for source, target, amount, kind in ways
        if amount
    ]


def _write(refund: Refund, computed: Computed) -> None:
    """Write what was worked out; where more is due than the balances hold, the shop owes the rest itself."""
    refund.price = computed.price.value
    refund.principal, refund.interest = computed.principal, computed.interest
    balance = Account.objects.get(pk=refund.contract.card_account).posted
    refund.card = min(computed.parts.supervised, balance)
    refund.open = computed.principal - refund.card
    refund.statement = {"words": computed.words(), "pay_by": computed.deadline.last_day.isoformat()}


def _locked(pk: int) -> Contract:
    return Contract.objects.select_related("shop").select_for_update(of=("self",)).get(pk=pk)


def _row(pk: Any) -> Refund:
    rows = Refund.objects.select_related("case", "contract", "shop").select_for_update(
        of=("self", "contract")
    )
    return rows.get(pk=pk)


def _turn(contract: Contract, state: str) -> None:
    contract.state = state
    contract.save(update_fields=["state"])


def _on(at: datetime) -> date:
    return timezone.localtime(at).date()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
