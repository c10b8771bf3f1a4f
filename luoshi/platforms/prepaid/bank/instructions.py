"""What is sent to a bank to be paid, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.prepaid.bank.amounts import fen_of, yuan_of
from luoshi.platforms.prepaid.bank.formats import CONFIRMATIONS, INSTRUCTION, ConfirmationFormat
from luoshi.platforms.prepaid.bank.tables import Row, day_of, rows_of, written


@dataclass(frozen=True, slots=True)
class Instruction:
    """Pay so many fen from a supervised account to the payee the bank knows by its code."""

    number: str
    account: str
    payee: str
    amount: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The bank's answer: ``amount`` in fen was paid on the day, or nothing was, and why."""

    number: str
    paid: bool
    amount: int
    day: date
    reason: str


def instruction_file(instructions: Iterable[Instruction]) -> bytes:
    """Return the file that asks a bank to pay."""
    rows = [(one.number, one.account, one.payee, yuan_of(one.amount), one.purpose) for one in instructions]
    return written([INSTRUCTION, *rows])


def read_instructions(content: bytes, *, name: str) -> list[Instruction]:
    """Return what such a file asks for, as the bank reads it. Raises ``bank-file-wrong``."""
    rows = list(rows_of(content, name=name))[1:]
    return [Instruction(row[0], row[1], row[2], fen_of(row[3]) or 0, row[4]) for _, row in rows]


def read_confirmations(
    content: bytes, *, name: str, formats: Sequence[ConfirmationFormat] = CONFIRMATIONS
) -> list[Confirmation]:
    """Return what a bank answered. Raises ``bank-file-wrong`` with each fault and its line."""
    (first, titles), *rows = list(rows_of(content, name=name)) or [(1, [])]
    titles = [cell.strip() for cell in titles]
    form = next((one for one in formats if set(one.titles) <= set(titles)), None)
    if form is None:
        wanted = "、".join(formats[0].titles)
        problem = Problem(f"{name}:{first}", f"表头不对，需要 {wanted}", f"has other titles than {wanted}")
        require_none([problem], code="bank-file-wrong", name=name)
        return []
    read = [(row, _confirmation(row, titles, form)) for row in rows]
    wrong = [
        Problem(f"{name}:{number}", "编号、结果、金额或日期不对", "has a wrong number, result, amount or day")
        for (number, _), found in read
        if found is None
    ]
    require_none(wrong, code="bank-file-wrong", name=name)
    return [found for _, found in read if found is not None]


def _confirmation(row: Row, titles: list[str], form: ConfirmationFormat) -> Confirmation | None:
    cells = dict(zip(titles, (cell.strip() for cell in row[1]), strict=False))
    number, result = cells.get(form.number, ""), cells.get(form.result, "")
    amount, day = fen_of(cells.get(form.amount, "") or "0"), day_of(cells.get(form.day, ""))
    if not number or result not in (form.paid, form.failed) or amount is None or amount < 0 or day is None:
        return None
    paid = result == form.paid
    return (
        None if paid and not amount else Confirmation(number, paid, amount, day, cells.get(form.reason, ""))
    )
