"""The accounts a shop and a contract have in the ledger, and what they add up to.

Against the bank's file, every day: escrow = Σ card + due + deposit + interest + unmatched − fee.
Beside it: outside = Σ open, bonus_granted = Σ bonus.
"""

from __future__ import annotations

from luoshi.kernel.ledger.types import AccountType


def _asset(key: str, title: str) -> AccountType:
    return AccountType(key=f"prepaid:{key}", title=title, side="debit", ceiling=0)


def _owed(key: str, title: str) -> AccountType:
    return AccountType(key=f"prepaid:{key}", title=title, side="credit", floor=0)


# Of a shop.
ESCROW = _asset("escrow", "存管专户资金")  # money in the supervised account at the bank
OUTSIDE = _asset("outside", "商户自持预收款")  # prepaid money the shop keeps itself
BONUS_GRANTED = _asset("bonus_granted", "已赠送金额")
FEE = _asset("fee", "待补银行手续费")  # to be made good by the shop, never by cards
DUE = _owed("due", "已释放待划付")
DEPOSIT = _owed("deposit", "风险保证金")
INTEREST = _owed("interest", "存管利息")
UNMATCHED = _owed("unmatched", "待认领来款")
SHOP = {
    "escrow": ESCROW,
    "outside": OUTSIDE,
    "bonus_granted": BONUS_GRANTED,
    "fee": FEE,
    "due": DUE,
    "deposit": DEPOSIT,
    "interest": INTEREST,
    "unmatched": UNMATCHED,
}

# Of a contract, that is of one payment.
CARD = _owed("card", "卡内存管余额")
OPEN = _owed("open", "卡内自持余额")
BONUS = _owed("bonus", "赠送余额")  # a gift, never cash
