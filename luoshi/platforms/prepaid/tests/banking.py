"""A shop whose custody bank writes files, for tests: sales, bank days, files in any order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import SHOP
from luoshi.platforms.prepaid.actions import Imported, import_statement
from luoshi.platforms.prepaid.bank.fake import FakeBank
from luoshi.platforms.prepaid.models import BankLine, Contract, Shop
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

LATER = NOW + timedelta(days=30)  # when the files of these days are told


class Custody:
    """A shop with 40 % in custody, a kind of card at 1,000 yuan and the bank that keeps its account."""

    def __init__(self, *, form: str = "stored", **more: Any) -> None:
        self.shop: Shop = make_shop(share=4_000)
        more = {"bonus": 0} | more
        self.kind = make_kind(self.shop, form=form, **more)
        self.bank = FakeBank()
        assert self.shop.bank
        self.account = self.shop.bank.code

    def sell(self, *, day: int = 0) -> Contract:
        """Sell a card; 400 yuan of it belong into custody."""
        return make_contract(self.kind, at=NOW + timedelta(days=day))

    def receive(self, contract: Contract, *, day: int = 0, amount: int = 40_000, text: str = "") -> str:
        """Let the custody money of a sale come in and return the line's serial."""
        purpose = text or f"预付费 {contract.receipt}"
        return self.bank.book(self.account, on=day_of(day), amount=amount, purpose=purpose).serial

    def book(self, amount: int, purpose: str, *, day: int = 0, account: str = "") -> str:
        """Let the bank book something and return the line's serial."""
        return self.bank.book(account or self.account, on=day_of(day), amount=amount, purpose=purpose).serial

    def file(self, day: int = 0, *, without: Sequence[str] = (), twice: bool = False) -> bytes:
        """Return the bank's file of a day."""
        accounts = set(self.bank.lines) | {self.account}
        return self.bank.statement(day_of(day), accounts=accounts, without=without, twice=twice)

    def bring(self, day: int = 0, *, without: Sequence[str] = (), twice: bool = False) -> Imported:
        """Import the bank's file of a day."""
        content = self.file(day, without=without, twice=twice)
        return import_statement(content, name=f"{day_of(day)}.csv", at=LATER)

    def shown(self, part: str) -> int:
        """Return what an account of the shop shows."""
        return Account.objects.get(code=SHOP[part].code(self.shop.code)).shown

    def line(self, serial: str) -> BankLine:
        """Return a line by its serial."""
        return BankLine.objects.get(serial=serial)


def day_of(day: int) -> date:
    """Return the day so many days after the first."""
    return TODAY + timedelta(days=day)


def moment(day: int, hour: int = 10) -> datetime:
    """Return an hour of the day."""
    return datetime.combine(day_of(day), time(hour), tzinfo=NOW.tzinfo)
