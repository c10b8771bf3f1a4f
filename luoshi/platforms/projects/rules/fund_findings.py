"""What is wrong with a project's money on a day: not passed on, idle, ahead of the works, not returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.kernel.base.law import Law
from luoshi.platforms.projects.rules.funding import (
    BUDGET,
    LIMITS,
    PUBLIC,
    SURPLUS,
    Limits,
    allowed_ahead,
    late_days,
    share,
    surplus_of,
)

REPAY = Law("民法典(2020)", "675", verified=False)
CARRIED = Law("预算法(2018)", "42", verified=False)
KINDS = {
    "ahead": "支付超前形象进度",
    "idle": "资金闲置",
    "late": "批准后未及时下达",
    "unspent": "跨年未支付",
    "surplus": "结余未缴回",
    "overdue": "还款逾期",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An application as money knows it, in fen. ``carried`` was passed on before this year began."""

    source: str
    approved: int = 0
    approved_on: date | None = None
    allocated: int = 0
    drawn: int = 0
    returned: int = 0
    idle: int = 0
    carried: int = 0
    settled_on: date | None = None
    overdue: int = 0

    @property
    def undrawn(self) -> int:
        """Return what was passed on and has not gone out."""
        return self.allocated - self.drawn - self.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What a project paid for works from all sources, against how far they stand as reported."""

    cost: int
    paid: int
    prepaid: int
    physical: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its kind, the fen it is about, what is told, by which article."""

    kind: str
    amount: int
    words: str
    law: Law

    @property
    def title(self) -> str:
        """Return what it is called."""
        return KINDS[self.kind]


def findings_of(held: Held, *, on: date, limits: Limits) -> tuple[Finding, ...]:
    """Return everything that is wrong with one application's money on the day."""
    found = []
    waiting = held.approved - held.allocated
    late = late_days(held.approved_on, on, limits.pass_on)
    if late and waiting > 0 and held.source in PUBLIC:
        found.append(Finding("late", waiting, f"批准后超过 {limits.pass_on} 日，已迟 {late} 日", BUDGET))
    if held.idle > 0:
        found.append(Finding("idle", held.idle, f"下达满 {limits.idle} 日未支付", LIMITS))
    unspent = max(0, held.carried - held.drawn - held.returned)
    if unspent:
        words = f"{on.year - 1} 年底前下达，至今未支付；连续两年未用完的应作结余"
        found.append(Finding("unspent", unspent, words, CARRIED))
    surplus = surplus_of(source=held.source, settled=held.settled_on is not None, undrawn=held.undrawn)
    if surplus and late_days(held.settled_on, on, limits.give_back):
        found.append(Finding("surplus", surplus, f"决算批复后超过 {limits.give_back} 日未缴回", SURPLUS))
    if held.overdue:
        found.append(Finding("overdue", held.overdue, "已到期的本息未还清", REPAY))
    return tuple(found)


def ahead_of(works: Works, *, limits: Limits) -> Finding | None:
    """Return that payment for the works runs ahead of them, as the latest month reports them."""
    gap = share(works.paid, works.cost) - works.physical
    allowed = allowed_ahead(works.prepaid, works.cost, limits)
    if gap <= allowed:
        return None
    paid, built, within = (
        f"{points / 100:g}%" for points in (share(works.paid, works.cost), works.physical, allowed)
    )
    words = f"支付 {paid}，形象进度 {built}，允许超前 {within}"
    return Finding("ahead", (gap - allowed) * works.cost // 10_000, words, LIMITS)
