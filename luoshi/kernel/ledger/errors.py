"""What the database refuses, in words: one code for programs, what to do for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error

from luoshi.kernel.base.errors import LuoshiError

_NOT_OPEN = (
    "account-not-open",
    "账户已冻结或已销户，不能收付。",
    "An account is frozen or closed and takes part in nothing.",
)
_STATES = {
    "LG001": (
        "history-kept",
        "账本只增不改。请用冲正更正。",
        "The ledger is only added to. Reverse the entry.",
    ),
    "LG002": (
        "key-reused",
        "这个幂等键已用于另一笔内容。请核对原单据；新业务请用新的键。",
        "The key was used for another body. Check the original; a new act needs a new key.",
    ),
    "LG003": _NOT_OPEN,
    "LG004": ("units-differ", "两个账户的单位不同，不能互转。", "The accounts are kept in different units."),
    "LG005": (
        "hold-over",
        "占用已入账、撤销或到期。请查询其结果。",
        "The hold was posted or voided, or has expired. Look up what became of it.",
    ),
    "LG006": ("more-than-held", "入账金额大于占用金额。", "The amount is more than was held."),
    "LG007": ("entry-missing", "账户、分录或占用不存在。", "There is no such account, entry or hold."),
    "LG008": (
        "account-differs",
        "同一编码的账户已存在，但类型、单位、方向或归属不同。",
        "An account of this code exists with another type, unit, side or owner.",
    ),
    "LG009": (
        "account-not-empty",
        "账户仍有余额或占用，不能销户。",
        "The account still has a balance or holds and cannot be closed.",
    ),
}
_CONSTRAINTS = {
    "account_floor": (
        "below-floor",
        "余额不足：余额减占用会低于下限。",
        "The balance would fall below its floor.",
    ),
    "account_ceiling": ("above-ceiling", "余额会高于上限。", "The balance would rise above its ceiling."),
    "account_closed_empty": _NOT_OPEN,
    "move_amount": (
        "amount-wrong",
        "金额必须是大于零的整数分。",
        "An amount is a positive whole number of fen.",
    ),
    "move_two_accounts": (
        "one-account",
        "借方和贷方不能是同一账户。",
        "Debit and credit are the same account.",
    ),
    "move_reversed_once": ("reversed-before", "这笔分录已经冲正过。", "The entry has been reversed before."),
    "move_hold_once": ("hold-over", "占用已入账。", "The hold was posted."),
}
_EMPTY = ("entry-incomplete", "分录缺少内容。", "Something is missing from the entry.")


class LedgerRefused(LuoshiError):
    """The database refused to write. Nothing was written and no key was used up."""


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn what the functions of the ledger refuse into LedgerRefused; other errors pass."""
    try:
        yield
    except Error as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and (found := _words(cause)):
            raise LedgerRefused(*found) from error
        raise


def _words(cause: psycopg.Error) -> tuple[str, str, str] | None:
    state = cause.sqlstate or ""
    if state in ("23514", "23505"):
        return _CONSTRAINTS.get(cause.diag.constraint_name or "")
    return _EMPTY if state == "23502" else _STATES.get(state)
