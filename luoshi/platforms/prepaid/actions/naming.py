"""What the purposes of a bank's lines name: shops, contracts that are owed money, instructions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.models import BankLine, Payment, Shop
from luoshi.platforms.prepaid.rules.booking import Owed, names_in

_MATCHED = """
SELECT ref, sum(matched)::bigint FROM prepaid_bankline
 WHERE ref = ANY(%s::text[]) AND ref <> '' AND kind = %s GROUP BY ref
"""
_OWED = """
SELECT bank.code, contract.receipt, contract.number,
       (contract.signed_at AT TIME ZONE 'Asia/Shanghai')::date, contract.supervised, contract.shop_id
  FROM prepaid_contract AS contract
  JOIN prepaid_shop AS shop ON shop.id = contract.shop_id
  JOIN prepaid_bankaccount AS bank ON bank.id = shop.bank_id
 WHERE contract.receipt = ANY(%s::text[])
"""


def matched_of(refs: Sequence[str], *, kind: str) -> dict[str, int]:
    """Return how much the bank's lines brought to each contract, or took out for each instruction, in fen."""
    return dict(ask(_MATCHED, [list(refs), kind])) if refs else {}


@dataclass(slots=True)
class Told:
    """A line that is being brought in and has no row yet: what of BankLine is set before it is copied."""

    account: str
    serial: str
    day: date
    amount: int
    tail: str
    purpose: str
    shop: Shop | None = None
    kind: str = ""
    ref: str = ""
    matched: int = 0
    spare: int = 0
    matched_at: datetime | None = None
    booked_at: datetime | None = None


Row = BankLine | Told


class Named:
    """What some lines name. Asks the database once for each sort of thing, however many lines there are."""

    def __init__(self, lines: Sequence[Row]) -> None:
        self.shops: dict[str, list[Shop]] = defaultdict(list)
        accounts = {line.account for line in lines}
        for shop in Shop.objects.filter(bank__code__in=accounts).select_related("bank").order_by("pk"):
            if shop.bank:
                self.shops[shop.bank.code].append(shop)
        self._names = {(line.account, line.serial): names_in(line.purpose) for line in lines}
        self._lines = lines

    def contract(self, line: Row) -> tuple[Owed, int] | None:
        """Return the contract whose money the line brings, and the key of its shop."""
        keys = ((line.account, receipt) for receipt in self._receipts(line))
        return next((self._contracts[key] for key in keys if key in self._contracts), None)

    def payment(self, line: Row) -> Payment | None:
        """Return the instruction that the line carries out."""
        if line.amount >= 0:
            return None
        keys = ((line.account, name) for name in self._of(line))
        return next((self._payments[key] for key in keys if key in self._payments), None)

    def shop(self, line: Row) -> Shop | None:
        """Return the shop that the line names, or the account's first; None where the account has none."""
        shops = self.shops[line.account]
        return next((shop for shop in shops if shop.code in self._of(line)), shops[0] if shops else None)

    @cached_property
    def _contracts(self) -> dict[tuple[str, str], tuple[Owed, int]]:
        receipts = list({receipt for line in self._lines for receipt in self._receipts(line)})
        rows = ask(_OWED, [receipts]) if receipts else []
        received = matched_of([number for _, _, number, *_ in rows], kind="topup")
        return {
            (account, receipt): (Owed(number, signed_on, supervised - received.get(number, 0)), shop)
            for account, receipt, number, signed_on, supervised, shop in rows
        }

    @cached_property
    def _payments(self) -> dict[tuple[str, str], Payment]:
        names = {name for line in self._lines if line.amount < 0 for name in self._of(line)}
        found = Payment.objects.filter(number__in=names).select_related("shop")
        return {(one.account, one.number): one for one in found}

    def _of(self, line: Row) -> list[str]:
        return self._names[line.account, line.serial]

    def _receipts(self, line: Row) -> list[str]:
        """Return what may be its receipt; without the shop's code only where the account serves one shop."""
        if line.amount <= 0:
            return []
        names, shops = self._of(line), self.shops[line.account]
        bare = [f"{shops[0].code}:{name}" for name in names] if len(shops) == 1 else []
        return [name for name in names if ":" in name] + bare
