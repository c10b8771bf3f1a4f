"""The custody accounts beside the bank's files: balances, breaks with their age, the day's identities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.models import BankAccount, BankFile, BankLine
from luoshi.platforms.prepaid.rules.reconciling import (
    GAP,
    LATE,
    SENT,
    SHORT,
    STRAY,
    UNCLAIMED,
    Break,
    Reconciled,
    broken,
)

_BALANCE = """
SELECT coalesce(sum(leg.amount), 0)::bigint FROM ledger_leg leg JOIN prepaid_shop s
    ON leg.account = (s.accounts ->> 'escrow')::bigint
 WHERE s.bank_id = %s AND leg.effective_on <= %s
"""
_WAITING = """
SELECT c.number, c.supervised, c.signed_at, coalesce(sum(l.applied), 0)::bigint AS applied
  FROM prepaid_contract c JOIN prepaid_shop s ON s.id = c.shop_id
  LEFT JOIN prepaid_bankline l ON l.contract_id = c.id AND l.on <= %(on)s
 WHERE s.bank_id = %(account)s AND c.signed_at < %(until)s AND c.supervised > 0
 GROUP BY c.id HAVING c.supervised > coalesce(sum(l.applied), 0)
"""
_UNBOOKED = """
SELECT p.number, p.amount, p.resolved_at
  FROM prepaid_payment p JOIN prepaid_shop s ON s.id = p.shop_id
 WHERE s.bank_id = %(account)s AND p.state = 'done' AND p.resolved_at < %(until)s
   AND NOT EXISTS (SELECT 1 FROM prepaid_bankline l WHERE l.account_id = %(account)s AND l.kind = 'payment'
                      AND l.on <= %(on)s AND position(p.number IN l.text) > 0)
"""


def reconciled(account: BankAccount) -> Reconciled | None:
    """Return the account on the last day the bank has told of; None where it has told of none."""
    file = BankFile.objects.filter(account=account).order_by("-on", "-pk").first()
    if file is None:
        return None
    [(balance,)] = ask(_BALANCE, (account.pk, file.on))
    return Reconciled(
        account=account.code,
        on=file.on,
        bank=file.closing,
        ledger=-balance,
        breaks=tuple(sorted(_breaks(account, file.on), key=lambda one: (one.since, one.ref))),
    )


def _breaks(account: BankAccount, on: date) -> Iterator[Break]:
    until = datetime.combine(on + timedelta(days=1), time(), tzinfo=LOCAL)
    asked = {"account": account.pk, "on": on, "until": until}
    for number, supervised, signed_at, applied in ask(_WAITING, asked):
        kind = SHORT if applied else LATE
        yield broken(kind, amount=supervised - applied, since=_day(signed_at), ref=number)
    for number, amount, resolved_at in ask(_UNBOOKED, asked):
        yield broken(SENT, amount=-amount, since=_day(resolved_at), ref=number)
    yield from _gaps(account)
    lines = BankLine.objects.filter(account=account, on__lte=on, claimed_at=None)
    for line in lines.filter(kind__in=[BankLine.Kind.UNKNOWN, BankLine.Kind.TOPUP, BankLine.Kind.STRAY]):
        if rest := line.amount - line.applied:
            kind = STRAY if line.kind == BankLine.Kind.STRAY else UNCLAIMED
            yield broken(kind, amount=rest, since=line.on, ref=line.serial)


def _gaps(account: BankAccount) -> Iterator[Break]:
    """Yield where a file does not begin with the balance the one before ended with."""
    before: BankFile | None = None
    for file in BankFile.objects.filter(account=account).order_by("on", "pk"):
        expected = before.closing if before else 0
        if file.opening != expected and not (before and before.on >= file.on):
            yield broken(GAP, amount=expected - file.opening, since=file.on, ref=file.name)
        before = file


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


@dataclass(frozen=True, slots=True)
class Identity:
    """One of the three equations that hold every moment, its two sides in fen."""

    title: str
    left: int
    right: int

    @property
    def gap(self) -> int:
        """Return the difference, which is nothing."""
        return self.left - self.right


def identities() -> tuple[Identity, ...]:
    """Return the equations of ``accounts`` over all shops as they stand. One query."""
    rows = Account.objects.filter(type__startswith="prepaid:").values_list("type")
    posted = {
        type_.removeprefix("prepaid:"): total for type_, total in rows.annotate(t=Sum("posted")).order_by()
    }

    def of(*parts: str) -> int:
        return sum(abs(posted.get(part, 0)) for part in parts)

    free = of("card", "due", "deposit", "interest", "unmatched") - of("fee")
    return (
        Identity("存管资金 = 卡内存管 + 待划付 + 保证金 + 利息 + 待认领 − 待补手续费", of("escrow"), free),
        Identity("商户自持 = 卡内自持", of("outside"), of("open")),
        Identity("已赠送 = 赠送余额", of("bonus_granted"), of("bonus")),
    )


def bank_balances() -> dict[str, int]:
    """Return what the bank's latest files hold, by shop, where a shop has an account to itself."""
    latest = BankFile.objects.order_by("account", "-on", "-pk").distinct("account")
    closing = dict(latest.values_list("account", "closing"))
    accounts = BankAccount.objects.filter(pk__in=closing).prefetch_related("shops")
    return {
        shop.code: closing[account.pk]
        for account in accounts
        for shop in account.shops.all()
        if len(account.shops.all()) == 1
    }
