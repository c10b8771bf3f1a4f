"""A bank's file of any size, for measuring how fast one is brought in. Invented, and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from luoshi.platforms.prepaid.bank.fake import FakeBank


def invented_statement(
    account: str, *, on: date, receipts: Sequence[str], lines: int, amount: int, seed: int = 1
) -> bytes:
    """Return a statement of so many lines: the receipts, each of the amount, then what nobody claims.

    Of the rest one in fifty is interest or a charge, as on a day of many small receipts.
    """
    bank, random = FakeBank(), Random(seed)  # noqa: S311  an invented file, no secret
    for receipt in receipts[:lines]:
        bank.book(account, on=on, amount=amount, purpose=f"预付费 {receipt}")
    for number in range(max(0, lines - len(receipts))):
        if number % 50:
            bank.book(account, on=on, amount=random.randrange(100, 100_000), purpose=f"转账 {number:08d}")
        else:
            bank.book(
                account, on=on, amount=random.choice((120, -30)), purpose="结息" if number else "手续费"
            )
    return bank.statement(on, accounts=[account])
