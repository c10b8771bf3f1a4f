"""A bank that is none: it keeps accounts in memory and writes the files a bank would. For tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from luoshi.platforms.prepaid.bank.amounts import yuan_of
from luoshi.platforms.prepaid.bank.formats import ANSWERS, SPLIT, StatementFormat
from luoshi.platforms.prepaid.bank.instructions import Confirmation, Instruction
from luoshi.platforms.prepaid.bank.statements import Balance, Line
from luoshi.platforms.prepaid.bank.tables import written


class FakeBank:
    """Accounts by their code, each with every line it ever had. Serials count up for the whole bank."""

    def __init__(self, form: StatementFormat = SPLIT) -> None:
        self.form = form
        self.lines: dict[str, list[Line]] = defaultdict(list)
        self._serial = 0

    def book(self, account: str, *, on: date, amount: int, purpose: str, tail: str = "0000") -> Line:
        """Enter a line: fen that come in, or leave where the amount is negative."""
        self._serial += 1
        line = Line(account, on, f"{on:%Y%m%d}{self._serial:08d}", amount, tail, purpose)
        self.lines[account].append(line)
        return line

    def carry_out(self, one: Instruction, *, on: date, fails: str = "") -> Confirmation:
        """Pay an instruction and answer, or answer why it cannot be paid."""
        if fails:
            return Confirmation(one.number, False, 0, on, fails)
        self.book(one.account, on=on, amount=-one.amount, purpose=f"{one.purpose} {one.number}")
        return Confirmation(one.number, True, one.amount, on, "")

    def balance(self, account: str, *, on: date) -> int:
        """Return what the account stands at when the day ends, in fen."""
        return sum(line.amount for line in self.lines[account] if line.day <= on)

    def statement(
        self, on: date, *, accounts: Iterable[str] = (), without: Sequence[str] = (), twice: bool = False
    ) -> bytes:
        """Return the file of a day. Lines whose serial is in ``without`` are missing from it."""
        chosen = sorted(accounts or self.lines)
        before = on - timedelta(days=1)
        balances = [
            Balance(code, on, self.balance(code, on=before), self.balance(code, on=on)) for code in chosen
        ]
        lines = [
            line
            for code in chosen
            for line in self.lines[code]
            if line.day == on and line.serial not in without
        ]
        return statement_file(balances, lines * (2 if twice else 1), form=self.form)


def statement_file(
    balances: Iterable[Balance], lines: Iterable[Line], *, form: StatementFormat = SPLIT
) -> bytes:
    """Return balances and lines as the bank of the format writes them."""
    heads = [
        (form.balance, one.account, one.day.isoformat(), yuan_of(one.opening), yuan_of(one.closing))
        for one in balances
    ]
    rows = [
        (one.account, one.day.isoformat(), one.serial, *_amounts(one.amount, form), one.tail, one.purpose)
        for one in lines
    ]
    return written([*heads, form.titles, *rows], encoding=form.encoding)


def confirmation_file(confirmations: Iterable[Confirmation]) -> bytes:
    """Return answers as a bank writes them."""
    rows = [
        (
            one.number,
            ANSWERS.paid if one.paid else ANSWERS.failed,
            yuan_of(one.amount),
            one.day.isoformat(),
            one.reason,
        )
        for one in confirmations
    ]
    return written([ANSWERS.titles, *rows])


def _amounts(fen: int, form: StatementFormat) -> tuple[str, str]:
    if form.amount:
        return yuan_of(abs(fen)), form.inwards if fen >= 0 else form.outwards
    return (yuan_of(-fen), "") if fen < 0 else ("", yuan_of(fen))
