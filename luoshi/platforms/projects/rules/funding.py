"""What money for a project may do: be passed on, paid out as the works go, lie idle, go back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.law import Law

INVESTMENT = "政府投资条例(2019)"
NO_ADVANCE, SURPLUS = Law(INVESTMENT, "22"), Law(INVESTMENT, "25")
BUDGET = Law("预算法(2018)", "52", verified=False)  # read as enacted in 2014
LIMITS = Law("本平台设定", "", verified=False)

SECURED = ("special_bond", "central_budget", "local_bond")  # 超长期国债、中央预算、专项债券 of the report
PUBLIC = (*SECURED, "general_bond", "province", "city")  # of the budget; a surplus of it goes back
LENT = ("local_bond", "general_bond", "bank")  # must be repaid

WHOLE = 10_000  # of a progress in basis points
NEXT: dict[str, tuple[str, ...]] = {
    "asked": ("recommended", "approved", "refused", "withdrawn"),
    "recommended": ("approved", "refused", "withdrawn"),
}
_WORKS = ("prepayment", "progress", "wages", "final")  # what is paid for the works themselves


@dataclass(frozen=True, slots=True)
class Limits:
    """The parameters in force: shares of the whole cost as exact decimals, periods in days."""

    tolerance: Decimal  # how far payment may run ahead of the works
    prepayment: Decimal  # what may be paid before any work
    idle: int
    pass_on: int
    give_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an application and its project stand, in fen.

    ``works`` is what was paid for the works from all sources, ``prepaid`` how much of it before them.
    """

    state: str
    approved: int = 0
    allocated: int = 0
    drawn: int = 0
    returned: int = 0
    cost: int = 0
    works: int = 0
    prepaid: int = 0

    @property
    def undrawn(self) -> int:
        """Return what was passed on and neither paid out nor given back."""
        return self.allocated - self.drawn - self.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment somebody wants to record: amount in fen, the works' progress on the day in basis points."""

    amount: int
    purpose: str
    physical: int


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against it, with the article."""

    code: str
    words: str
    law: Law


def may_become(state: str, to: str) -> bool:
    """Tell whether an application may go from one state to the other."""
    return to in NEXT.get(state, ())


def counts_as_works(purpose: str) -> bool:
    """Tell whether the payment is for the works: land and design are paid before there are any."""
    return purpose in _WORKS


def objections_to_payment(payment: Payment, standing: Standing, limits: Limits) -> tuple[Objection, ...]:
    """Return everything for which the payment may not be made; ``ahead`` alone may be recorded afterwards."""
    found = []
    if payment.purpose == "advance":
        found.append(
            Objection("advance", "政府投资项目不得由施工单位垫资，不得用项目资金归还垫资", NO_ADVANCE)
        )
    if standing.state != "approved":
        found.append(Objection("not-approved", "该申请尚未批准", LIMITS))
    if payment.amount > standing.undrawn:
        words = f"超过已下达未支付的 {_yuan(standing.undrawn)} 元"
        found.append(Objection("over-allocation", words, LIMITS))
    if ahead := ahead_of_works(payment, standing, limits):
        words = (
            f"支付进度比形象进度超前 {_percent(ahead)}，允许 {_percent(_allowed(payment, standing, limits))}"
        )
        found.append(Objection("ahead", words, LIMITS))
    return tuple(found)


def ahead_of_works(payment: Payment, standing: Standing, limits: Limits) -> int:
    """Return by how many basis points of the cost it would run ahead of the works, 0 if within limits."""
    if not counts_as_works(payment.purpose) or standing.cost <= 0:
        return 0
    gap = share(standing.works + payment.amount, standing.cost) - payment.physical
    return gap if gap > _allowed(payment, standing, limits) else 0


def objections_to_allocation(amount: int, standing: Standing) -> tuple[Objection, ...]:
    """Return why the amount cannot be passed on."""
    if standing.state != "approved":
        return (Objection("not-approved", "该申请尚未批准，不能下达", LIMITS),)
    if standing.allocated + amount > standing.approved:
        left = standing.approved - standing.allocated
        return (Objection("over-approval", f"超过已批准未下达的 {_yuan(left)} 元", LIMITS),)
    return ()


def share(part: int, whole: int) -> int:
    """Return the part in basis points of the whole, rounded down; 0 of nothing."""
    return part * WHOLE // whole if whole > 0 else 0


def surplus_of(*, source: str, settled: bool, undrawn: int) -> int:
    """Return what of public money is to be given back once the final cost is approved (条例 第二十五条)."""
    return undrawn if settled and source in PUBLIC else 0


def late_days(since: date | None, on: date, allowed: int) -> int:
    """Return by how many days something is late, 0 where it is not or nothing began."""
    return max(0, (on - since).days - allowed) if since else 0


def allowed_ahead(prepaid: int, cost: int, limits: Limits) -> int:
    """Return by how much payment may be ahead of the works: the tolerance, and what was rightly prepaid."""
    return int(limits.tolerance * WHOLE) + min(share(prepaid, cost), int(limits.prepayment * WHOLE))


def _allowed(payment: Payment, standing: Standing, limits: Limits) -> int:
    if payment.purpose == "prepayment":
        return int(limits.prepayment * WHOLE)
    return allowed_ahead(standing.prepaid, standing.cost, limits)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def _percent(points: int) -> str:
    return f"{points / 100:g}%"
