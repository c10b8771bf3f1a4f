"""Tell the bank to pay from custody and settle what it says: a hold until then, a move once it was paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.ledger.actions import hold, post_hold, void_hold
from luoshi.kernel.ledger.models import Account, Hold
from luoshi.platforms.prepaid.bank.payments import Answer, Instruction, write_instructions
from luoshi.platforms.prepaid.models import Payment, Shop

_KEEP = timedelta(days=10)  # the bank has answered by then, or the money is free again
_LEAST = 100  # fen: less is not worth a transfer


@transaction.atomic
def pay_out(shop: Shop, *, at: datetime, least: int = _LEAST) -> Payment | None:
    """Instruct the bank to pay the shop what uses have released; None where that is too little.

    Once a shop and day: asked again it returns the same payment.
    """
    number = f"PAY-{timezone.localtime(at):%Y%m%d}-{shop.code.upper()}"
    if found := Payment.objects.filter(number=number).first():
        return found
    available = Account.objects.get(pk=shop.accounts["due"]).available or 0
    if available < least:
        return None
    return instruct(
        number, shop=shop, debit=shop.accounts["due"], amount=available, purpose="已释放预收款划付", at=at
    )


def instruct(
    number: str, *, shop: Shop, debit: int, amount: int, purpose: str, ref: str = "", at: datetime
) -> Payment:
    """Enter a payment from custody with its hold on the account it is owed from. Once by its number."""
    if found := Payment.objects.filter(number=number).first():
        return found
    payment = Payment(
        number=number, shop=shop, purpose=purpose, amount=amount, sent_at=at, state=Payment.State.SENT
    )
    payment.hold = hold(
        f"prepaid:pay:{number}",
        debit=debit,
        credit=shop.accounts["escrow"],
        amount=amount,
        kind="payment",
        ref=ref,
        on=timezone.localtime(at).date(),
        expires_at=at + _KEEP,
    )
    payment.save(force_insert=True)
    return payment


def pay_out_all(*, at: datetime) -> int:
    """Instruct the bank for every shop with enough to pay out, and return for how many."""
    shops = Shop.objects.exclude(state=Shop.State.CLOSED).filter(bank__isnull=False)
    return sum(pay_out(shop, at=at) is not None for shop in shops.order_by("code"))


def instructions(*, at: datetime) -> bytes:
    """Return the file of all payments the bank has not answered yet."""
    rows = Payment.objects.filter(state=Payment.State.SENT).select_related("shop__bank").order_by("number")
    return write_instructions(
        Instruction(
            number=row.number,
            account=row.shop.bank.code if row.shop.bank else "",
            amount=row.amount,
            purpose=f"{row.number} {row.purpose}",
        )
        for row in rows
    )


def take_answers(answers: Iterable[Answer], *, at: datetime) -> int:
    """Settle what the bank says of its instructions and return how many were open."""
    return settle_payments(
        {one.number: "" if one.done else one.why or "银行未说明" for one in answers}, at=at
    )


def settle_payments(answers: Mapping[str, str], *, at: datetime) -> int:
    """Post or void the holds of the payments by number; a reason means that it was not paid.

    What is settled already stays as it is. Each payment is a transaction of its own.
    """
    return sum(_settle(number, why, at=at) for number, why in sorted(answers.items()))


@transaction.atomic
def _settle(number: str, why: str, *, at: datetime) -> bool:
    payment = Payment.objects.select_for_update().filter(number=number, state=Payment.State.SENT).first()
    if payment is None:
        return False
    payment.state, payment.why = (Payment.State.FAILED, why) if why else (Payment.State.DONE, "")
    payment.resolved_at = at
    payment.save(update_fields=["state", "why", "resolved_at"])
    if why:
        void_hold(payment.hold, at=at)
    else:
        post_hold(
            f"prepaid:paid:{number}",
            payment.hold,
            amount=payment.amount,
            on=timezone.localtime(at).date(),
            at=at,
        )
    return True


def fail_expired(*, at: datetime) -> int:
    """Give up payments the bank never answered: their holds are over, the money is free. Return how many."""
    over = Hold.objects.filter(state="expired").values("move")
    rows = Payment.objects.filter(state=Payment.State.SENT, hold__in=over)
    return rows.update(state=Payment.State.FAILED, why="银行逾期未答复", resolved_at=at)
