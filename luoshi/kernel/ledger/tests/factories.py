"""A bank account, cards and a shop for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from luoshi.kernel.ledger.actions import hold, open_accounts, post
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.types import AccountType

ESCROW = AccountType(key="test:escrow", title="存管", side="debit", ceiling=0)
CARD = AccountType(key="test:card", title="卡", side="credit", floor=0)
DUE = AccountType(key="test:due", title="应付商户", side="credit", floor=0)
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


class Shop:
    """The accounts of one shop: money in the bank, two cards, what is due to the shop."""

    def __init__(self, name: str = "shop") -> None:
        (self.escrow,) = open_accounts(ESCROW, [name], owner=name)
        self.card, self.other = open_accounts(CARD, [f"{name}-1", f"{name}-2"], owner=name)
        (self.due,) = open_accounts(DUE, [name], owner=name)

    def top_up(self, key: str, amount: int, *, card: int = 0, on: date = DAY) -> int:
        """Pay onto the first card, or another."""
        return post(key, debit=self.escrow, credit=card or self.card, amount=amount, kind="topup", on=on)

    def refund(self, key: str, amount: int, *, until: datetime) -> int:
        """Hold a refund of the first card until the bank confirms it."""
        return hold(
            key,
            debit=self.card,
            credit=self.escrow,
            amount=amount,
            kind="refund",
            on=DAY,
            expires_at=until,
        )

    def redeem(self, key: str, amount: int, *, on: date = DAY) -> int:
        """Pay with the first card."""
        return post(key, debit=self.card, credit=self.due, amount=amount, kind="redeem", on=on)


def balance(pk: int) -> tuple[int, int]:
    """Return what is posted and what is held of an account."""
    return Account.objects.values_list("posted", "held").get(pk=pk)


@contextmanager
def set_back() -> Iterator[None]:
    """Run in a savepoint of its own, so that a refusal leaves the transaction of the test alive."""
    with transaction.atomic():
        yield
