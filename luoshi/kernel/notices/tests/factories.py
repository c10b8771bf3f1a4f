"""Accounts and announcements to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from luoshi.kernel.notices.actions import announce
from luoshi.kernel.notices.models import Notice
from luoshi.kernel.orgs.models import Account

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


def make_account(name: str = "officer", **fields: Any) -> Account:
    """Return a new account with an e-mail address."""
    return Account.objects.create(username=name, **{"email": f"{name}@example.cn"} | fields)


def say(*to: Account, **changes: Any) -> list[Notice]:
    """Announce to the accounts that a case was assigned."""
    words: dict[str, Any] = {
        "key": "case:proposals-2026-0012:event:7",
        "topic": "case.assigned",
        "subject": "case:proposals-2026-0012",
        "title": "建议已交办",
        "body": "第12号建议已交由贵单位办理。",
        "link": "/desk/cases/proposals-2026-0012/",
        "data": {"case": "proposals-2026-0012", "unit": "housing"},
        "at": MONDAY,
    }
    return announce(to=[account.pk for account in to], **words | changes)
