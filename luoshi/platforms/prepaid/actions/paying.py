"""Pay out of the supervised accounts: an amount is held, a bank is asked, and its answer settles it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luoshi.kernel.ledger.actions import hold, post, post_hold, void_hold
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import DUE
from luoshi.platforms.prepaid.actions.naming import matched_of
from luoshi.platforms.prepaid.bank.instructions import Confirmation, Instruction, instruction_file
from luoshi.platforms.prepaid.codes import new_token
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import BankLine, Payment, Shop

VALID = timedelta(days=10)  # how long money is held for an answer
OPEN = (Payment.State.READY, Payment.State.SENT)
EXPIRED = "指令已过有效期"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a bank's answers did: how many were paid, failed, known before; what is doubtful, in words."""

    paid: int
    failed: int
    known: int
    doubts: tuple[str, ...]


@transaction.atomic
def instruct(
    key: str,
    *,
    kind: str,
    shop: Shop,
    source: int,
    payee: str,
    amount: int,
    at: datetime,
    ref: str = "",
    valid: timedelta = VALID,
) -> Payment:
    """Hold an amount of the ledger's account ``source`` and make the instruction to pay it to the payee.

    ``key`` names the act; the same key again returns the instruction as it stands. A refund takes from the
    card's account. Raises ``prepaid-payment-key``, ``prepaid-no-bank`` and what the ledger refuses.
    """
    if found := Payment.objects.filter(key=key).select_related("shop").first():
        if (found.source, found.amount, found.payee) != (source, amount, payee):
            raise refused(
                "payment-key",
                f"编号 {key} 已用于另一笔划付。",
                f"The key {key} stands for another payment.",
            )
        return found
    if shop.bank is None:
        raise refused("no-bank", f"{shop.name} 没有存管账户。", f"{shop.name} has no bank account.")
    held = hold(
        f"prepaid:hold:{key}",
        debit=source,
        credit=shop.accounts["escrow"],
        amount=amount,
        kind=kind,
        ref=ref,
        on=timezone.localtime(at).date(),
        expires_at=at + valid,
    )
    return Payment.objects.create(
        number=new_token(),
        key=key,
        kind=kind,
        shop=shop,
        account=shop.bank.code,
        payee=payee,
        ref=ref,
        amount=amount,
        hold=held,
        source=source,
        made_at=at,
        expires_at=at + valid,
    )


def pay_due(*, at: datetime) -> list[Payment]:
    """Make one instruction a shop and day for all that was released to it. What the ledger refuses waits."""
    on = timezone.localtime(at).date()
    owing = Account.objects.filter(type=DUE.key, state="open", posted__gt=F("held"))
    free = {owner: posted - held for owner, posted, held in owing.values_list("owner", "posted", "held")}
    paid_today = Payment.objects.filter(key__in=[_payout_key(code, on) for code in free])
    done = {key for (key,) in paid_today.values_list("key")}
    shops = Shop.objects.filter(code__in=free, bank__isnull=False).select_related("bank").order_by("pk")
    made = []
    for shop in shops:
        if (key := _payout_key(shop.code, on)) not in done:
            try:
                made.append(_pay_out(shop, key, free[shop.code], at=at))
            except LedgerRefused:
                continue  # used or frozen since; the next day asks again
    return made


def return_receipt(line: BankLine, *, at: datetime) -> Payment:
    """Make the instruction to send back what nobody claims of a receipt. Raises ``prepaid-nothing-left``."""
    if line.shop is None or line.amount <= 0 or not line.spare:
        raise refused("nothing-left", "这笔流水没有可退回的款项。", "Nothing of the line can be returned.")
    return instruct(
        f"return:{line.account}:{line.serial}",
        kind=Payment.Kind.RETURN,
        shop=line.shop,
        source=line.shop.accounts["unmatched"],
        payee=line.serial[:40],  # back to where this line came from
        amount=line.spare,
        at=at,
        ref=f"line:{line.pk}",
    )


@transaction.atomic
def send(name: str, *, at: datetime, account: str = "") -> bytes:
    """Return the file of all instructions not sent yet, of one account or all, and mark them as sent in it.

    The same name again returns the same file: those of it that are still open.
    """
    again = Payment.objects.filter(file=name, state=Payment.State.SENT)
    chosen = again if again.exists() else Payment.objects.filter(state=Payment.State.READY, expires_at__gt=at)
    if account:
        chosen = chosen.filter(account=account)
    payments = list(chosen.select_for_update().order_by("pk"))
    Payment.objects.filter(pk__in=[one.pk for one in payments], state=Payment.State.READY).update(
        state=Payment.State.SENT, sent_at=at, file=name
    )
    return instruction_file(
        Instruction(one.number, one.account, one.payee, one.amount, one.get_kind_display())
        for one in payments
    )


def answer(confirmations: Iterable[Confirmation], *, at: datetime) -> Answered:
    """Settle what a bank answered, each alone. What was settled before stays as it is."""
    counts = {"paid": 0, "failed": 0, "known": 0}
    doubts = []
    for one in confirmations:
        try:
            counts[_answer(one, at=at)] += 1
        except (LedgerRefused, LookupError) as error:
            doubts.append(f"{one.number}：{error}")
    return Answered(counts["paid"], counts["failed"], counts["known"], tuple(doubts))


@transaction.atomic
def settle(payment: Payment, *, amount: int, on: date, at: datetime) -> int:
    """Take a line of the bank that carried out the instruction; return how much of it that explains, in fen.

    It confirms the instruction, one that was given up as far as its source still has the money. Raises what
    the ledger refuses of one that is open.
    """
    payment = Payment.objects.select_for_update(of=("self",)).select_related("shop").get(pk=payment.pk)
    if payment.state != Payment.State.CONFIRMED:
        still_open = payment.state in OPEN
        try:
            with transaction.atomic():
                _pay(payment, amount=min(amount, payment.amount), on=on, at=at)
        except LedgerRefused:
            if still_open:
                raise
            return 0
    taken = matched_of([payment.number], kind="payment").get(payment.number, 0)
    return min(amount, payment.paid - taken)


def expire_payments(*, now: datetime, limit: int = 1000) -> int:
    """Give up instructions that no bank answered in time and free what they held. Returns how many."""
    over = Payment.objects.filter(state__in=OPEN, expires_at__lte=now).order_by("pk")
    return sum(_give_up(pk, now=now) for pk in list(over.values_list("pk", flat=True)[:limit]))


def _payout_key(code: str, on: date) -> str:
    return f"payout:{code}:{on}"


def _pay_out(shop: Shop, key: str, amount: int, *, at: datetime) -> Payment:
    return instruct(
        key,
        kind=Payment.Kind.PAYOUT,
        shop=shop,
        source=shop.accounts["due"],
        payee=shop.code,
        amount=amount,
        at=at,
    )


@transaction.atomic
def _answer(one: Confirmation, *, at: datetime) -> str:
    found = Payment.objects.select_for_update(of=("self",)).select_related("shop")
    payment = found.filter(number=one.number).first()
    if payment is None:
        raise LookupError("没有这个指令 (no such instruction)")
    if payment.state == Payment.State.CONFIRMED:
        if not one.paid or one.amount != payment.paid:
            raise LookupError("此前已确认支付，回执与之不符 (was confirmed otherwise before)")
        return "known"
    if not one.paid:
        if payment.state == Payment.State.FAILED:
            return "known"
        _fail(payment, reason=one.reason or "银行未说明原因", at=at)
        return "failed"
    if one.amount > payment.amount:
        raise LookupError("支付金额大于指令金额 (more was paid than was asked for)")
    _pay(payment, amount=one.amount, on=one.day, at=at)
    return "paid"


def _pay(payment: Payment, *, amount: int, on: date, at: datetime) -> None:
    """Enter that the bank paid. What was given up before is posted as far as its source still holds it."""
    key, over = f"prepaid:paid:{payment.number}", payment.state not in OPEN or _is_over(payment, at)
    payment.state, payment.paid, payment.paid_on = Payment.State.CONFIRMED, amount, on
    payment.settled_at, payment.reason = at, ""
    payment.save(update_fields=["state", "paid", "paid_on", "settled_at", "reason"])
    if payment.kind == Payment.Kind.RETURN:
        _returned(payment)
    if not over:
        post_hold(key, payment.hold, amount=amount, ref=payment.ref, on=on, at=at)
        return
    void_hold(payment.hold, at=at)
    post(
        key,
        debit=payment.source,
        credit=payment.shop.accounts["escrow"],
        amount=amount,
        kind=payment.kind,
        ref=payment.ref,
        on=on,
    )


def _returned(payment: Payment) -> None:
    line = BankLine.objects.filter(pk=int(payment.ref.removeprefix("line:")))
    line.update(spare=F("spare") - payment.paid)


def _fail(payment: Payment, *, reason: str, at: datetime) -> None:
    payment.state, payment.reason, payment.settled_at = Payment.State.FAILED, reason[:200], at
    payment.save(update_fields=["state", "reason", "settled_at"])
    void_hold(payment.hold, at=at)


@transaction.atomic
def _give_up(pk: int, *, now: datetime) -> bool:
    payment = Payment.objects.select_for_update().filter(pk=pk, state__in=OPEN).first()
    if payment is not None:
        _fail(payment, reason=EXPIRED, at=now)
    return payment is not None


def _is_over(payment: Payment, at: datetime) -> bool:
    return payment.expires_at <= at
