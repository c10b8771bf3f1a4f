"""Custody accounts as the regulator sees them: what the bank holds, what the ledger says, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from luoshi.platforms.prepaid.models import BankAccount, BankLine, Payment, Reconciliation, Shop
from luoshi.platforms.prepaid.paid import base_of
from luoshi.platforms.prepaid.reconciling import reconcile
from luoshi.platforms.prepaid.rules.breaks import TITLES, Reconciled

EACH = 50
_DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the list as it was last reconciled; ``bank`` is None where nobody filed it."""

    kept: Reconciliation
    bank: BankAccount | None


@dataclass(frozen=True, slots=True)
class Found:
    """A break in words: what, how much, since when, what to do."""

    title: str
    amount: int
    effect: int
    since: date
    days: int
    ref: str
    to_do: str


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """One account on a day: its breaks as known now, the days before, and what waits for somebody.

    That are lines of nobody, and refunds and returns that the bank did not carry out.
    """

    code: str
    bank: BankAccount | None
    shops: list[Shop]
    reconciled: Reconciled
    breaks: list[Found]
    waiting: list[BankLine]
    failed: list[Payment]
    days: list[Reconciliation]


def last_reconciled() -> date | None:
    """Return the last day that was reconciled."""
    row = Reconciliation.objects.order_by("-on").first()
    return row.on if row else None


def accounts_of(on: date, *, page: str | None) -> tuple[Page[Any], list[Account]]:
    """Return a page of the day's accounts, those that do not agree first. Three queries."""
    agrees = Q(bank=F("ledger"), breaks=0, unexplained=0)
    rows = Reconciliation.objects.filter(on=on).annotate(
        good=ExpressionWrapper(agrees, output_field=BooleanField())
    )
    found = Paginator(rows.order_by("good", "since", "account"), EACH).get_page(page)
    codes = [row.account for row in found]
    banks = {
        bank.code: bank for bank in BankAccount.objects.filter(code__in=codes).select_related("merchant")
    }
    return found, [Account(row, banks.get(row.account)) for row in found]


def account_opened(code: str, *, on: date) -> AccountOpened | None:
    """Return the account with everything that is open on the day; None where nobody knows of it."""
    found = reconcile(on=on, account=code)
    if not found:
        return None
    (one,) = found
    waiting = BankLine.objects.filter(account=code, spare__gt=0, booked_at__isnull=False, shop__isnull=False)
    return AccountOpened(
        code=code,
        bank=BankAccount.objects.select_related("merchant").filter(code=code).first(),
        shops=list(Shop.objects.filter(bank__code=code).order_by("code")),
        reconciled=one,
        breaks=[
            Found(
                TITLES[each.kind],
                each.amount,
                each.effect,
                each.since,
                each.age(on),
                each.ref,
                each.to_do,
            )
            for each in sorted(one.breaks, key=lambda each: (each.since, each.ref))
        ],
        waiting=list(waiting.order_by("day", "pk")[:EACH]),
        failed=_failed(code),
        days=list(Reconciliation.objects.filter(account=code).order_by("-on")[:_DAYS_SHOWN]),
    )


def _failed(code: str) -> list[Payment]:
    """Return the instructions that failed and were not made again. Payouts are made anew each day."""
    rows = Payment.objects.filter(account=code).exclude(kind=Payment.Kind.PAYOUT).order_by("pk")
    last = {base_of(row.key): row for row in rows}
    return [row for row in last.values() if row.state == Payment.State.FAILED]
