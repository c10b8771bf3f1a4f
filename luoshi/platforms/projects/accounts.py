"""The accounts of a project and a source of money in the ledger, and what they add up to.

allocated = undrawn + drawn + returned, and debt = owed + interest + repaid. The ledger itself refuses to draw
what was not passed on: ``undrawn`` never falls below zero.
"""

from __future__ import annotations

from collections.abc import Mapping

from luoshi.kernel.ledger.types import AccountType


def _held(key: str, title: str) -> AccountType:
    return AccountType(key=f"projects:{key}", title=title, side="debit", ceiling=0)


def _owed(key: str, title: str) -> AccountType:
    return AccountType(key=f"projects:{key}", title=title, side="credit", floor=0)


MONEY: Mapping[str, AccountType] = {
    "allocated": _owed("allocated", "已下达资金"),
    "undrawn": _held("undrawn", "已下达未支付"),
    "drawn": _held("drawn", "已支付"),
    "returned": _held("returned", "已缴回"),
}
DEBT: Mapping[str, AccountType] = {
    "debt": _held("debt", "债务本息合计"),
    "owed": _owed("owed", "应还本金"),
    "interest": _owed("interest", "应付利息"),
    "repaid": _owed("repaid", "已还本息"),
}
ALL: Mapping[str, AccountType] = {**MONEY, **DEBT}
