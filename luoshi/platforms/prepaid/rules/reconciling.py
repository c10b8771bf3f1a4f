"""Set the ledger beside the bank: what explains the difference, fen by fen, and what nothing explains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One thing that stands in only one of the two, in fen, since a day; and what to do about it."""

    kind: str
    title: str
    amount: int
    since: date
    ref: str
    todo: str

    def age(self, on: date) -> int:
        """Return how many days it has stood."""
        return (on - self.since).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """An account on a day: the bank's balance, the ledger's, and the breaks between them. Amounts are fen."""

    account: str
    on: date
    bank: int
    ledger: int
    breaks: tuple[Break, ...]

    @property
    def difference(self) -> int:
        """Return how much more the ledger says than the bank."""
        return self.ledger - self.bank

    @property
    def unexplained(self) -> int:
        """Return what no break explains: nothing, or something is wrong."""
        explaining = sum(one.amount for one in self.breaks if one.kind in EXPLAINING)
        return self.difference - explaining


LATE, SHORT = "late", "short"  # in the ledger, not (wholly) at the bank
SENT = "sent"  # paid by the ledger, not yet by the bank: the bank still has it
GAP = "gap"  # between the files of two days
UNCLAIMED, STRAY = "unclaimed", "stray"  # in both, and nobody says whose
EXPLAINING = (LATE, SHORT, SENT, GAP)
TODO = {
    LATE: "催促门店把存管款转入账户，注明合同编号",
    SHORT: "催促门店补足存管款",
    SENT: "等待银行下一份对账文件",
    GAP: "向银行补要缺少日期的对账文件",
    UNCLAIMED: "查明来款人，认领到合同或退回",
    STRAY: "向银行查询这笔付款，由门店补足",
}
TITLES = {
    LATE: "未到账",
    SHORT: "到账不足",
    SENT: "银行未记账",
    GAP: "缺少对账文件",
    UNCLAIMED: "待认领",
    STRAY: "不明付款",
}


def broken(kind: str, *, amount: int, since: date, ref: str) -> Break:
    """Return a break with its title and what to do."""
    return Break(kind=kind, title=TITLES[kind], amount=amount, since=since, ref=ref, todo=TODO[kind])
