"""Say later whose a bank's unmatched line is: by its receipt once the sale is entered, or by a person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.ledger.actions import post_group
from luoshi.kernel.ledger.types import Leg
from luoshi.platforms.prepaid.actions.booking import only_one
from luoshi.platforms.prepaid.actions.naming import Named, matched_of
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import BankLine, Contract, Payment, Shop

Claimed = tuple[list[Leg], int, date]  # what is posted, how much of the line is taken, for which day


def match_again(*, at: datetime, limit: int = 1000) -> int:
    """Claim unmatched receipts for contracts entered since. Returns how many were claimed."""
    open_lines = BankLine.objects.filter(spare__gt=0, kind="", amount__gt=0, booked_at__isnull=False)
    lines = list(open_lines.order_by("day", "pk")[:limit])
    named, done = Named(lines), 0
    for line in lines:
        found = named.contract(line)
        if found and found[0].left > 0 and not line.matched:
            taken = claim(line, kind="topup", ref=found[0].number, at=at)
            found[0].left -= taken.matched
            done += 1
    return done


@transaction.atomic
def claim(line: BankLine, *, kind: str, ref: str = "", at: datetime) -> BankLine:
    """Take an unmatched line for the contract or the failed instruction ``ref``, or as deposit or interest.

    ``kind`` is of BankLine.Kind. What was claimed so before stays so; what a contract does not need stays
    unmatched. Raises ``prepaid-claimed``, ``prepaid-claim-wrong``.
    """
    only_one()
    line = BankLine.objects.select_related("shop").get(pk=line.pk)
    if line.matched and (line.kind, line.ref) == (kind, ref):
        return line
    if line.shop is None or line.booked_at is None or line.matched or not line.spare:
        raise refused(
            "claimed",
            "这笔流水尚未入账，或已认领、退回。多收的部分可以退回来款方。",
            "The line is not booked yet, or was claimed or returned; what is left over can be returned.",
        )
    claimed = {"topup": _for_contract, "payment": _for_payment}.get(kind, _as_said)
    line.kind, line.ref, line.matched_at = kind, ref, at
    legs, taken, on = claimed(line, line.shop, at)
    line.matched, line.spare = taken, line.spare - taken
    line.save(update_fields=["kind", "ref", "matched", "spare", "matched_at"])
    if legs:
        post_group(f"prepaid:claim:{line.account}:{line.serial}:{ref or kind}", legs, on=on)
    return line


def _for_contract(line: BankLine, shop: Shop, at: datetime) -> Claimed:
    contract = Contract.objects.filter(number=line.ref, shop__bank__code=line.account).first()
    if contract is None or line.amount <= 0:
        raise _wrong()
    taken = min(line.spare, contract.supervised - matched_of([line.ref], kind="topup").get(line.ref, 0))
    if taken <= 0:
        raise _wrong()
    on = max(line.day, timezone.localtime(contract.signed_at).date())
    # The sale entered this money; that it was also entered as unmatched is taken back.
    return [_leg(shop, "unmatched", "escrow", taken, contract.number)], taken, on


def _for_payment(line: BankLine, shop: Shop, at: datetime) -> Claimed:
    found = Payment.objects.select_for_update(of=("self",)).select_related("shop")
    payment = found.filter(number=line.ref, account=line.account, state=Payment.State.FAILED).first()
    if payment is None or line.amount >= 0:
        raise _wrong()
    taken = min(line.spare, payment.amount)
    payment.state, payment.paid, payment.paid_on = Payment.State.CONFIRMED, taken, line.day
    payment.settled_at, payment.reason = at, ""
    payment.save(update_fields=["state", "paid", "paid_on", "settled_at", "reason"])
    paid = Leg(
        debit=payment.source,
        credit=payment.shop.accounts["escrow"],
        amount=taken,
        kind=payment.kind,
        ref=payment.ref,
    )
    return [paid, _leg(shop, "escrow", "fee", taken, payment.number)], taken, line.day


def _as_said(line: BankLine, shop: Shop, at: datetime) -> Claimed:
    if line.kind == BankLine.Kind.CHARGE and line.amount < 0:
        return [], line.spare, line.day
    if line.kind not in (BankLine.Kind.DEPOSIT, BankLine.Kind.INTEREST) or line.amount <= 0:
        raise _wrong()
    return [_leg(shop, "unmatched", line.kind, line.spare)], line.spare, line.day


def _leg(shop: Shop, debit: str, credit: str, amount: int, ref: str = "") -> Leg:
    accounts = shop.accounts
    return Leg(debit=accounts[debit], credit=accounts[credit], amount=amount, kind="claim", ref=ref)


def _wrong() -> Exception:
    return refused(
        "claim-wrong",
        "不能这样认领：不属于这个账户，或款项已经到齐，或收支方向不符。",
        "It cannot be claimed so: of another account, complete already, or the other direction.",
    )
