"""A bank's statement: balances and lines of each account and day, with every fault of the file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.prepaid.bank.amounts import fen_of
from luoshi.platforms.prepaid.bank.formats import STATEMENTS, StatementFormat
from luoshi.platforms.prepaid.bank.tables import Row, day_of, rows_of

TAIL = 4  # digits that are kept of a counterparty's account
LONGEST_ACCOUNT, LONGEST_SERIAL = 40, 80
_BALANCE_CELLS = 5


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account stood at when its day began and when it ended, in fen."""

    account: str
    day: date
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: fen that came in (positive) or left (negative). The serial is the bank's own."""

    account: str
    day: date
    serial: str
    amount: int
    tail: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A file as it was read. ``sha256`` tells the same file again whatever it is called."""

    name: str
    sha256: str
    balances: tuple[Balance, ...]
    lines: tuple[Line, ...]


def read_statement(
    content: bytes, *, name: str, formats: Sequence[StatementFormat] = STATEMENTS
) -> Statement:
    """Return what the file says. Raises ``bank-file-wrong`` with each fault and its line.

    Every line needs the balance of its account and day: without it nothing shows that lines are missing.
    """
    reader = _Reader(list(rows_of(content, name=name)), formats, name)
    balances, lines = tuple(reader.balances()), tuple(reader.lines())
    reader.check(balances, lines)
    require_none(reader.problems, code="bank-file-wrong", name=name)
    return Statement(name, hashlib.sha256(content).hexdigest(), balances, lines)


class _Reader:
    def __init__(self, rows: list[Row], formats: Sequence[StatementFormat], name: str) -> None:
        self.problems: list[Problem] = []
        self.name = name
        found = ((place, one) for place, (_, row) in enumerate(rows) for one in formats if _heads(row, one))
        self.place, self.format = next(found, (len(rows), formats[0]))
        self.head, self.body = rows[: self.place], rows[self.place + 1 :]
        self.titles = [cell.strip() for cell in rows[self.place][1]] if self.place < len(rows) else []
        if not self.titles:
            known = "；".join("、".join(one.titles) for one in formats)
            self._wrong(0, f"没有表头。需要的列：{known}", f"has no titles; the columns are {known}")

    def balances(self) -> Iterator[Balance]:
        for number, row in self.head:
            cells = [cell.strip() for cell in row]
            if cells[0] != self.format.balance:
                continue  # a title, the bank's name
            if len(cells) < _BALANCE_CELLS:
                self._wrong(
                    number, "余额行应有账户、日期、期初、期末", "lacks account, day, opening or closing"
                )
                continue
            day, opening, closing = day_of(cells[2]), fen_of(cells[3]), fen_of(cells[4])
            if not cells[1] or day is None or opening is None or closing is None:
                self._wrong(number, "余额行的账户、日期或金额不对", "has a wrong account, day or amount")
                continue
            yield Balance(cells[1], day, opening, closing)

    def lines(self) -> Iterator[Line]:
        if not self.titles:
            return
        form = self.format
        account, day, serial, tail, purpose = (
            self.titles.index(title)
            for title in (form.account, form.day, form.serial, form.tail, form.purpose)
        )
        amount_of = self._amounts()
        for number, row in self.body:
            if len(row) < len(self.titles):
                self._wrong(number, "列数不足", "has too few columns")
                continue
            amount, on = amount_of(row), day_of(row[day])
            if amount is None or on is None:
                self._wrong(number, "日期或金额不对", "has a wrong day or amount")
                continue
            if not self._named(row[account].strip(), row[serial].strip()):
                self._wrong(number, "账户或流水号缺失或过长", "has no account or serial, or too long a one")
                continue
            yield Line(
                row[account].strip(),
                on,
                row[serial].strip(),
                amount,
                row[tail].strip()[-TAIL:],
                row[purpose].strip(),
            )

    def check(self, balances: Sequence[Balance], lines: Sequence[Line]) -> None:
        """Note what the file as a whole lacks."""
        known = {(one.account, one.day) for one in balances}
        if len(known) < len(balances):
            self._wrong(0, "同一账户同一天有两行余额", "has two balances of one account and day")
        for account, day in sorted({(one.account, one.day) for one in lines} - known):
            self._wrong(
                0, f"缺少账户 {account} 在 {day} 的余额行", f"lacks the balance of {account} on {day}"
            )
        if not balances:
            self._wrong(0, "没有余额行", "has no balance")

    def _named(self, account: str, serial: str) -> bool:
        return 0 < len(account) <= LONGEST_ACCOUNT and 0 < len(serial) <= LONGEST_SERIAL

    def _amounts(self) -> Callable[[list[str]], int | None]:
        """Return how the amount is read from a row."""
        form, place = self.format, self.titles.index
        if form.amount:
            amount, direction = place(form.amount), place(form.direction)
            signs = {form.inwards: 1, form.outwards: -1}

            def signed(row: list[str]) -> int | None:
                fen, sign = fen_of(row[amount]), signs.get(row[direction].strip())
                return None if fen is None or sign is None else fen * sign

            return signed
        inwards, outwards = place(form.paid_in), place(form.paid_out)

        def split(row: list[str]) -> int | None:
            gained, lost = fen_of(row[inwards] or "0"), fen_of(row[outwards] or "0")
            return None if gained is None or lost is None or (gained and lost) else gained - lost

        return split

    def _wrong(self, number: int, zh: str, en: str) -> None:
        self.problems.append(Problem(f"{self.name}:{number}" if number else self.name, zh, en))


def _heads(row: Sequence[str], form: StatementFormat) -> bool:
    return set(form.titles) <= {cell.strip() for cell in row}
