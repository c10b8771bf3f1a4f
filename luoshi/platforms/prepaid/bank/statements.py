"""A bank's statement of one account and some days, read from the bank's own table.

Which columns it has and how it writes them is declared, so that another bank is another declaration. Amounts
are read as decimal yuan and kept in fen; a table that does not add up is refused whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.errors import refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a bank writes its statements: the heads of its columns, its words, its dates and encodings."""

    key: str
    account: str = "账户代码"
    on: str = "日期"
    serial: str = "流水号"
    side: str = "收付"
    amount: str = "金额"
    text: str = "摘要"
    received: str = "收"
    paid: str = "付"
    opening: str = "期初"
    closing: str = "期末"
    day: str = "%Y-%m-%d"
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns in the order of our own files."""
        return (self.account, self.on, self.serial, self.side, self.amount, self.text)


EXAMPLE = Format(key="example")
FORMATS: Mapping[str, Format] = {EXAMPLE.key: EXAMPLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One booking of the bank: what came is positive, what went is negative, in fen."""

    serial: str
    on: date
    amount: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The bookings of an account from one balance to another, both in fen; ``on`` is the last day."""

    account: str
    on: date
    opening: int
    closing: int
    lines: tuple[Line, ...]


def read_statement(data: bytes, *, of: Format = EXAMPLE) -> Statement:
    """Return the statement a bank's file holds. Raises ``prepaid-statement`` with what is wrong."""
    rows = list(_rows(data, of))
    accounts = {row[of.account].strip() for _, row in rows}
    if len(accounts) != 1:
        raise _wrong("一个文件只能是一个账户的明细", "a file holds one account")
    balances = {side: _balance(rows, side, of) for side in (of.opening, of.closing)}
    lines = tuple(_line(number, row, of) for number, row in rows if row[of.side] in (of.received, of.paid))
    opening, closing = balances[of.opening], balances[of.closing]
    if opening + sum(line.amount for line in lines) != closing:
        raise _wrong(
            "期初加收减付不等于期末", "opening balance and bookings do not come to the closing balance"
        )
    if len({line.serial for line in lines}) != len(lines):
        raise _wrong("同一流水号出现两次", "a serial number stands twice")
    last = max(_day(number, row, of) for number, row in rows)
    return Statement(account=accounts.pop(), on=last, opening=opening, closing=closing, lines=lines)


def write_statement(statement: Statement, *, of: Format = EXAMPLE) -> bytes:
    """Return the file a bank would write. For rehearsals and tests: what stands in it is invented."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(of.heads)
    first = min((line.on for line in statement.lines), default=statement.on)

    def row(on: date, serial: str, side: str, amount: int, text: str) -> None:
        writer.writerow((statement.account, on.strftime(of.day), serial, side, str(Money(amount)), text))

    row(first, "", of.opening, statement.opening, "")
    for line in statement.lines:
        side = of.received if line.amount > 0 else of.paid
        row(line.on, line.serial, side, abs(line.amount), line.text)
    row(statement.on, "", of.closing, statement.closing, "")
    return out.getvalue().encode(of.encodings[0])


def _rows(data: bytes, of: Format) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(data, of), newline=""))
    missing = [head for head in of.heads if head not in (reader.fieldnames or ())]
    if missing:
        raise _wrong(f"缺少列：{'、'.join(missing)}", f"columns are missing: {', '.join(missing)}")
    for number, row in enumerate(reader, start=2):
        values = {head: (row.get(head) or "").strip() for head in of.heads}
        if any(values.values()):
            yield number, values


def _text(data: bytes, of: Format) -> str:
    for encoding in of.encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong("编码不是 UTF-8 或 GB18030", "the file is neither UTF-8 nor GB18030")


def _balance(rows: Iterable[tuple[int, dict[str, str]]], side: str, of: Format) -> int:
    found = [_amount(number, row, of) for number, row in rows if row[of.side] == side]
    if len(found) != 1:
        raise _wrong(f"应有且只有一行{side}余额", f"there must be one row of the balance {side}")
    return found[0]


def _line(number: int, row: Mapping[str, str], of: Format) -> Line:
    if not row[of.serial]:
        raise _wrong(f"第{number}行没有流水号", f"row {number} has no serial number")
    amount = _amount(number, row, of)
    if amount <= 0:
        raise _wrong(f"第{number}行金额应大于零", f"row {number} has no amount above zero")
    sign = 1 if row[of.side] == of.received else -1
    return Line(serial=row[of.serial], on=_day(number, row, of), amount=sign * amount, text=row[of.text])


def _amount(number: int, row: Mapping[str, str], of: Format) -> int:
    try:
        return Money.yuan(row[of.amount].replace(",", "")).fen
    except LuoshiError as error:
        raise _wrong(f"第{number}行：{error.zh}", f"row {number}: {error.en}") from error


def _day(number: int, row: Mapping[str, str], of: Format) -> date:
    try:
        return datetime.strptime(row[of.on], of.day).date()  # noqa: DTZ007  a day has no zone
    except ValueError as error:
        raise _wrong(f"第{number}行日期 {row[of.on]} 不对", f"row {number} has a wrong day") from error


def _wrong(zh: str, en: str) -> LuoshiError:
    return refused(
        "statement", f"对账文件读不了：{zh}。没有导入任何一行。", f"The statement is refused: {en}."
    )
