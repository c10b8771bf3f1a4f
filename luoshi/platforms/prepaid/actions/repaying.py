"""Ask a bank again for what it did not pay: another instruction for the same act, never two at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoshi.platforms.prepaid.actions.paying import EXPIRED, instruct
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import BankBalance, BankLine, Payment
from luoshi.platforms.prepaid.paid import base_of, payments_for


@transaction.atomic
def instruct_again(payment: Payment, *, at: datetime) -> Payment:
    """Make another instruction in place of one the bank did not carry out; asked twice it is one.

    One that no bank answered in time may have been paid all the same: it is asked for again only once the
    bank's files reach beyond its last day without it. Raises ``prepaid-not-failed``, ``prepaid-maybe-paid``.
    """
    base = base_of(payment.key)
    tries = list(
        payments_for(base).select_for_update(of=("self",)).select_related("shop__bank").order_by("pk")
    )
    last = tries[-1]
    if last.state in (Payment.State.READY, Payment.State.SENT) and last.pk != payment.pk:
        return last
    if any(one.state == Payment.State.CONFIRMED for one in tries) or last.state != Payment.State.FAILED:
        raise refused(
            "not-failed",
            f"指令 {last.number} 没有失败，不用重新划付。",
            f"The instruction {last.number} has not failed; there is nothing to ask for again.",
        )
    if last.reason == EXPIRED and not _surely_unpaid(last):
        raise refused(
            "maybe-paid",
            "银行没有回执，可能已经支付。请先导入指令有效期之后的银行对账文件，确认没有这笔支出。",
            "The bank never answered and may have paid. Bring in its files beyond its last day.",
        )
    return instruct(
        f"{base}#{len(tries) + 1}",
        kind=last.kind,
        shop=last.shop,
        source=last.source,
        payee=last.payee,
        amount=last.amount,
        ref=last.ref,
        at=at,
    )


def _surely_unpaid(payment: Payment) -> bool:
    """Tell whether the bank's files reach beyond the instruction's last day and do not have it."""
    over = timezone.localdate(payment.expires_at)
    reached = BankBalance.objects.filter(account=payment.account, day__gt=over).exists()
    return reached and not BankLine.objects.filter(account=payment.account, ref=payment.number).exists()
