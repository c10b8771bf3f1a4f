"""Keep what each custody account came to at the end of a day, once a day."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from luoshi.platforms.prepaid.models import BankAccount, Reconciliation
from luoshi.platforms.prepaid.reconciling import reconcile


def reconcile_due(*, now: datetime) -> int:
    """Reconcile yesterday, where it was not; return how many accounts do not agree."""
    on = date.fromordinal(timezone.localtime(now).toordinal() - 1)
    if Reconciliation.objects.filter(on=on).exists() or not BankAccount.objects.exists():
        return 0
    return sum(not row.agrees for row in keep_reconciled(on, at=now))


def keep_reconciled(on: date, *, at: datetime) -> list[Reconciliation]:
    """Reconcile every account as the day ended and keep the result; a day kept before stays as it was."""
    rows = [
        Reconciliation(
            account=one.account,
            on=on,
            bank=one.bank,
            ledger=one.ledger,
            breaks=len(one.breaks),
            since=min((found.since for found in one.breaks), default=None),
            unexplained=one.unexplained,
            known_at=at,
        )
        for one in reconcile(on=on)
    ]
    Reconciliation.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Reconciliation.objects.filter(on=on).order_by("account"))
