"""What an act in the matter of a refund brings about: the row that follows it, and the money that arrived.

Effects of the type of case, so that every door has them: page, API, clock or bank.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Case
from luoshi.kernel.ledger.actions import post_group
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.types import Leg
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Contract, Payment, Refund
from luoshi.platforms.prepaid.paid import payments_for
from luoshi.platforms.prepaid.queries.refunds import Asserted, refund_due
from luoshi.platforms.prepaid.rules import Refund as Computed


@effect
def begin_refund(doing: Doing) -> None:
    """Stop the use of the contract and work the refund out. Raises ``prepaid-refund-runs``."""
    number = doing.case.data["contract"]
    rows = Contract.objects.select_related("shop").select_for_update(of=("self",))
    contract = rows.filter(number=number).first()
    if contract is None or contract.state != Contract.State.ACTIVE:
        state = contract.get_state_display() if contract else "不存在"
        raise refused(
            "refund-runs",
            f"合同 {number} {state}，不能申请退款。",
            "There is no such contract, or a refund of it runs or is over.",
        )
    row = Refund(case=doing.case, contract=contract, shop=contract.shop, asked_at=doing.event.at)
    _write(row, _worked_out(row, doing.case, at=doing.event.at))
    row.save(force_insert=True)
    _turn(contract, Contract.State.REFUNDING)


@effect
def settle_refund(doing: Doing) -> None:
    """Work the refund out by what was accepted or decided."""
    row = _row(doing.case)
    _write(row, _worked_out(row, doing.case, at=doing.event.at))
    row.state, row.settled_at = Refund.State.SETTLED, doing.event.at
    row.save()


@effect
def reopen_refund(doing: Doing) -> None:
    """Wait for a decision again."""
    Refund.objects.filter(case=doing.case).update(state=Refund.State.ASKED)


@effect
def drop_refund(doing: Doing) -> None:
    """Let the contract be used again: nothing is refunded."""
    row = _row(doing.case)
    row.state = Refund.State.DROPPED
    row.save(update_fields=["state"])
    if row.contract.state == Contract.State.REFUNDING:  # not one that became a claim meanwhile
        _turn(row.contract, Contract.State.ACTIVE)


@effect
def book_refund(doing: Doing) -> None:
    """Book the refund that has arrived: the contract's accounts are empty then.

    What the bank has paid has left custody already. The rest goes to the shop: it paid the consumer itself,
    or keeps what the refund is lower than the balance (第十九条). The bonus is void. Raises
    ``prepaid-bank-pending`` while the bank has not said whether it paid what lies in custody, and
    ``prepaid-claimed`` where the shop was wound up meanwhile.
    """
    row = _row(doing.case)
    if row.contract.state != Contract.State.REFUNDING:
        raise refused(
            "claimed",
            "门店已清退，这份合同的余额已转入清退申报，不再按退款办理。",
            "The shop was wound up; what was left of the contract is a claim there and no refund.",
        )
    if row.card and row.shop.bank_id and not _answered(row):
        raise refused(
            "bank-pending",
            "存管账户里的部分由银行退，付款指令还没有结果；银行答复后再确认。",
            "The bank pays what lies in custody and has not answered yet; confirm once it has.",
        )
    row.state, row.paid_at = Refund.State.PAID, doing.event.at
    row.save(update_fields=["state", "paid_at"])
    _turn(row.contract, Contract.State.REFUNDED)
    if legs := _legs(row):
        post_group(f"{doing.case.code}:refund", legs, on=_on(doing.event.at))


def payment_key(refund: Refund) -> str:
    """Return the key of the instruction for the refund."""
    return f"refund:{refund.case.code}"


def _answered(refund: Refund) -> bool:
    """Tell whether the bank has said what became of the payment from custody, and none is under way."""
    states = set(payments_for(payment_key(refund)).values_list("state", flat=True))
    return bool(states) and states <= {Payment.State.CONFIRMED, Payment.State.FAILED}


def _worked_out(row: Refund, case: Case, *, at: datetime) -> Computed:
    data: dict[str, Any] = case.data
    stopped_on = data.get("stopped_on")
    asserted = Asserted(
        reason=data["reason"],
        payer_age=data.get("payer_age"),
        stopped_on=date.fromisoformat(stopped_on) if stopped_on else None,
        had_before=bool(data.get("had_before")),
        had_before_proven=bool(data.get("had_before_proven")),
        consented=data.get("consented"),
    )
    return refund_due(row.contract, asserted, asked_on=_on(row.asked_at), on=_on(at))


def _write(row: Refund, computed: Computed) -> None:
    """Write what was worked out; where more is due than the balances hold, the shop owes the rest itself."""
    balance = Account.objects.get(pk=row.contract.card_account).posted
    row.reason, row.price = row.case.data["reason"], computed.price.value
    row.principal, row.interest = computed.principal, computed.interest
    row.card = min(computed.parts.supervised, balance)
    row.open = computed.principal - row.card
    row.statement = {"words": computed.words(), "pay_by": computed.deadline.last_day.isoformat()}


def _legs(row: Refund) -> list[Leg]:
    contract, shop = row.contract, row.shop.accounts
    ids = (contract.card_account, contract.open_account, contract.bonus_account)
    posted = dict(Account.objects.filter(pk__in=ids).values_list("pk", "posted"))
    card, open_, bonus = (posted[pk] for pk in ids)
    ways = (
        (contract.card_account, shop["due"], card, "kept"),
        (contract.open_account, shop["outside"], open_, "refund"),
        (contract.bonus_account, shop["bonus_granted"], bonus, "void"),
    )
    return [
        Leg(debit=source, credit=target, amount=amount, kind=kind, ref=contract.number)
        for source, target, amount, kind in ways
        if amount
    ]


def _row(case: Case) -> Refund:
    rows = Refund.objects.select_related("contract", "shop").select_for_update(of=("self", "contract"))
    row = rows.get(case=case)
    row.case = case
    return row


def _turn(contract: Contract, state: str) -> None:
    contract.state = state
    contract.save(update_fields=["state"])


def _on(at: datetime) -> date:
    return timezone.localtime(at).date()
