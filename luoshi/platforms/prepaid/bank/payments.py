"""Payment instructions to a bank, and what it says became of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.errors import refused

HEADS = ("指令号", "付款账户", "金额", "用途")
ANSWERS = ("指令号", "结果", "原因")
DONE, FAILED = "成功", "失败"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One payment to be made from a custody account, in fen."""

    number: str
    account: str
    amount: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bank says of one instruction."""

    number: str
    done: bool
    why: str = ""


def write_instructions(instructions: Iterable[Instruction]) -> bytes:
    """Return the file of instructions as the bank takes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows((one.number, one.account, str(Money(one.amount)), one.purpose) for one in instructions)
    return out.getvalue().encode("utf-8-sig")


def read_answers(data: bytes) -> list[Answer]:
    """Return what the bank's file of results says. Raises ``prepaid-answers``."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as error:
        raise _wrong("编码不是 UTF-8", "the file is not UTF-8") from error
    if list(reader.fieldnames or ()) != list(ANSWERS):
        raise _wrong(f"列应为 {'、'.join(ANSWERS)}", f"the columns must be {', '.join(ANSWERS)}")
    found = []
    for number, row in enumerate(reader, start=2):
        if row["结果"] not in (DONE, FAILED):
            raise _wrong(
                f"第{number}行结果应为{DONE}或{FAILED}", f"row {number} says neither done nor failed"
            )
        found.append(Answer(number=row["指令号"], done=row["结果"] == DONE, why=row["原因"] or ""))
    return found


def write_answers(answers: Iterable[Answer]) -> bytes:
    """Return the file of results a bank would write. For rehearsals and tests."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(ANSWERS)
    writer.writerows((one.number, DONE if one.done else FAILED, one.why) for one in answers)
    return out.getvalue().encode("utf-8-sig")


def _wrong(zh: str, en: str) -> LuoshiError:
    return refused("answers", f"结果文件读不了：{zh}。没有处理任何一行。", f"The results are refused: {en}.")
