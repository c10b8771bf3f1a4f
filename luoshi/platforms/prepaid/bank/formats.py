"""What banks call their columns. Another bank is one more declaration here, and nothing else.

A statement begins with a row for each account and day, whose first cell is ``balance``: account, day, opening
and closing balance. Then come the titles, then one row for each line.
"""

from __future__ import annotations

from dataclasses import dataclass

BYTES = ("utf-8-sig", "gb18030")  # in this order: GB18030 reads almost anything


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFormat:
    """The titles of a bank's statement.

    An amount stands either in ``paid_in`` and ``paid_out``, one of which is empty, or in ``amount`` with its
    ``direction``, whose word ``out`` is money that leaves.
    """

    key: str
    balance: str
    account: str
    serial: str
    day: str
    tail: str
    purpose: str
    paid_in: str = ""
    paid_out: str = ""
    amount: str = ""
    direction: str = ""
    inwards: str = ""
    outwards: str = ""
    encoding: str = "utf-8"  # in which the fake bank writes it; read it is in either

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles in the order in which the fake bank writes them."""
        amounts = (self.amount, self.direction) if self.amount else (self.paid_out, self.paid_in)
        return (self.account, self.day, self.serial, *amounts, self.tail, self.purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationFormat:
    """The titles of a bank's answer to instructions; ``paid`` is the word for one that was carried out."""

    key: str
    number: str
    result: str
    amount: str
    day: str
    reason: str
    paid: str
    failed: str

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles in the order in which the fake bank writes them."""
        return (self.number, self.result, self.amount, self.day, self.reason)


SPLIT = StatementFormat(
    key="split",
    balance="余额",
    account="账号",
    day="交易日期",
    serial="流水号",
    paid_out="借方发生额",
    paid_in="贷方发生额",
    tail="对方账号",
    purpose="摘要",
    encoding="gb18030",
)
SIGNED = StatementFormat(
    key="signed",
    balance="#BAL",
    account="存管账户",
    day="记账日",
    serial="交易序号",
    amount="金额",
    direction="收支",
    inwards="收",
    outwards="支",
    tail="对手尾号",
    purpose="用途",
)
STATEMENTS = (SPLIT, SIGNED)

ANSWERS = ConfirmationFormat(
    key="answers",
    number="指令编号",
    result="处理结果",
    amount="金额",
    day="记账日期",
    reason="原因",
    paid="成功",
    failed="失败",
)
CONFIRMATIONS = (ANSWERS,)

INSTRUCTION = ("指令编号", "付款账号", "收款方", "金额", "用途")  # titles of what is sent to the bank

# Words in a purpose that say what a line is, where it names no receipt and no instruction.
INTEREST = ("结息", "利息")
DEPOSIT = ("保证金",)
CHARGE = ("手续费", "工本费", "账户管理费", "汇划费")
