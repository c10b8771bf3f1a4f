"""What differs between the ledger and the bank, of which kind, since when and what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """差异类别."""

    LATE = "late"
    DOUBLED = "doubled"
    SHORT = "short"
    UNMATCHED = "unmatched"
    UNKNOWN = "unknown_account"


TITLES = {
    Kind.LATE: "迟到",
    Kind.DOUBLED: "重复",
    Kind.SHORT: "短少",
    Kind.UNMATCHED: "未认领",
    Kind.UNKNOWN: "账户不明",
}


class Of(StrEnum):
    """What a break is found at."""

    TOPUP = "topup"
    PAYMENT = "payment"
    RECEIPT = "receipt"
    OUTFLOW = "outflow"
    WAITING = "waiting"
    SERIAL = "serial"
    FILE = "file"


_TO_DO = {
    (Kind.LATE, Of.TOPUP): "催商户把预收款中应存管的部分划入专户",
    (Kind.SHORT, Of.TOPUP): "催商户补足应存管的差额",
    (Kind.LATE, Of.PAYMENT): "等银行流水；次日仍无，向银行查询指令",
    (Kind.SHORT, Of.PAYMENT): "流水与回执金额不同，向银行查询指令",
    (Kind.UNMATCHED, Of.RECEIPT): "按摘要查找收款编号后认领，或退回来款方",
    (Kind.DOUBLED, Of.RECEIPT): "合同已收齐：认领给别的合同，或退回来款方",
    (Kind.UNMATCHED, Of.OUTFLOW): "由商户说明去向并补足；属于划付指令的，认领给指令",
    (Kind.DOUBLED, Of.OUTFLOW): "指令已付：请银行追回多付的款项",
    (Kind.LATE, Of.WAITING): "账户冻结或所需款项未到，未入账；前面日期的文件到后自动入账",
    (Kind.UNKNOWN, Of.WAITING): "核对账户代码；属于本市商户的，先登记存管账户和门店",
    (Kind.UNKNOWN, Of.FILE): "核对账户代码；属于本市商户的，先登记存管账户和门店",
    (Kind.DOUBLED, Of.SERIAL): "同一流水号两种内容，请银行确认哪一笔为准",
    (Kind.SHORT, Of.FILE): "流水合计与期初期末余额不符，请银行重发当日文件",
    (Kind.LATE, Of.FILE): "缺少对账文件，请银行补发",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One thing that is off: ``amount`` fen are concerned, ``effect`` of them the bank has more.

    A break whose effect is 0 stands in both: it is kept as nobody's and waits for somebody.
    """

    kind: Kind
    of: Of
    account: str
    since: date
    amount: int
    effect: int
    ref: str

    def age(self, on: date) -> int:
        """Return for how many days it has stood."""
        return (on - self.since).days

    @property
    def to_do(self) -> str:
        """Return what to do about it."""
        return _TO_DO[self.kind, self.of]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of an account at the bank: its balances, and what the lines that are known add up to, in fen."""

    day: date
    opening: int
    closing: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """An account on a day: ``bank`` at the last balance known, ``ledger`` the custody money of its shops."""

    account: str
    day: date
    bank: int
    ledger: int
    breaks: tuple[Break, ...]

    @property
    def unexplained(self) -> int:
        """Return the fen that no break explains. Has to be 0."""
        return self.bank - self.ledger - sum(one.effect for one in self.breaks)


def gaps_of_files(
    account: str, days: Sequence[Day], *, on: date, beyond: int, lines_between: Mapping[date, int]
) -> Iterator[Break]:
    """Yield where the bank's own files do not add up: lines missing from one, or whole files missing.

    ``days`` are in order and end at the day; ``beyond`` is what lines without any balance add up to, and
    ``lines_between`` the same before each day of ``days``.
    """
    before = 0
    for place, one in enumerate(days):
        first = one.day if not place else days[place - 1].day + timedelta(days=1)
        if missing := one.opening - before - lines_between.get(one.day, 0):
            yield _file(Kind.LATE, account, first, missing)
        if short := one.closing - one.opening - one.lines:
            yield _file(Kind.SHORT, account, one.day, short)
        before = one.closing
    if days and (days[-1].day < on or beyond):
        yield _file(Kind.LATE, account, min(on, days[-1].day + timedelta(days=1)), -beyond)


def identity_gaps(shown: Mapping[str, int]) -> dict[str, int]:
    """Return how much too much stands on the left of a shop's identities, in fen: all have to be 0."""
    part = {name: shown.get(name, 0) for name in _PARTS}
    owed = sum(part[name] for name in ("card", "due", "deposit", "interest", "unmatched"))
    return {
        "escrow": part["escrow"] - (owed - part["fee"]),
        "outside": part["outside"] - part["open"],
        "bonus_granted": part["bonus_granted"] - part["bonus"],
    }


_PARTS = (
    *("escrow", "outside", "bonus_granted", "fee", "due", "deposit", "interest", "unmatched"),
    *("card", "open", "bonus"),
)


def _file(kind: Kind, account: str, since: date, effect: int) -> Break:
    return Break(
        kind=kind, of=Of.FILE, account=account, since=since, amount=abs(effect), effect=effect, ref=""
    )
