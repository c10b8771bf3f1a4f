"""One project's money: its sources, every entry, payment against the works by day, and what it must repay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet, Sum

from luoshi.kernel.calendar.rules import add_months
from luoshi.platforms.projects.models import (
    Allocation,
    Debt,
    Drawdown,
    FundApplication,
    FundReturn,
    FundStep,
    Instalment,
    Project,
    Repayment,
)
from luoshi.platforms.projects.queries.fund_standing import WORKS, cost_of
from luoshi.platforms.projects.queries.funds import FundLine, ahead_projects, fund_lines
from luoshi.platforms.projects.rules.fund_findings import Finding
from luoshi.platforms.projects.rules.funding import Limits, share
from luoshi.platforms.projects.rules.repaying import Due, state_of

Money = TypeVar("Money", Allocation, Drawdown, FundReturn)


@dataclass(frozen=True, slots=True)
class Point:
    """A day on which payment or the works moved: both in basis points of the whole, the sum paid in fen."""

    on: date
    paid: int
    paid_share: int
    physical: int


@dataclass(frozen=True, slots=True)
class Payable:
    """An instalment with what was paid of it, in fen."""

    row: Instalment
    paid: int
    state: str

    @property
    def whole(self) -> int:
        """Return what falls due."""
        return self.row.principal + self.row.interest

    @property
    def left(self) -> int:
        """Return what is still to be paid of it."""
        return self.whole - self.paid


@dataclass(frozen=True, slots=True)
class Loan:
    """A debt with its instalments."""

    debt: Debt
    payables: tuple[Payable, ...]

    @property
    def left(self) -> int:
        """Return what is still owed, interest of the whole term included."""
        return sum(one.left for one in self.payables)


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the page of a project's money shows."""

    project: Project
    cost: int
    lines: list[FundLine]
    ahead: Finding | None
    steps: list[FundStep]
    allocations: list[Allocation]
    payments: list[Drawdown]
    returns: list[FundReturn]
    points: list[Point]
    loans: list[Loan]
    repayments: list[Repayment]

    @property
    def secured(self) -> int:
        """Return what was approved from all sources."""
        return sum(line.approved for line in self.lines)


def money_of(project: Project, *, on: date, limits: Limits) -> Opened:
    """Return the project's money. A fixed number of queries."""
    applications = FundApplication.objects.filter(project=project)
    lines = fund_lines(applications, on=on, limits=limits)
    payments = list(_entries(Drawdown, project))
    ahead = ahead_projects(lines, limits=limits)
    return Opened(
        project=project,
        cost=cost_of(project),
        lines=lines,
        ahead=ahead[0][1] if ahead else None,
        steps=list(
            FundStep.objects.filter(application__project=project)
            .select_related("application")
            .order_by("happened_on", "pk")
        ),
        allocations=list(_entries(Allocation, project)),
        payments=payments,
        returns=list(_entries(FundReturn, project)),
        points=_points(project, payments),
        loans=_loans(project, on=on),
        repayments=list(
            Repayment.objects.filter(instalment__debt__application__project=project)
            .select_related("instalment", "reversed_by")
            .order_by("happened_on", "pk")
        ),
    )


def _entries(model: type[Money], project: Project) -> QuerySet[Money]:
    rows = model._default_manager.filter(application__project=project)
    return rows.select_related("application", "reversed_by").order_by("happened_on", "pk")


def _points(project: Project, payments: list[Drawdown]) -> list[Point]:
    """Return payment for works against the works, on each day of a payment and each month's last."""
    months = {row.month: row.physical for row in project.progress.order_by("seq")}
    built = {_last_day(month): physical for month, physical in months.items()}
    cost, paid, physical, points = cost_of(project), 0, 0, []
    for day in sorted({*built, *(row.happened_on for row in payments)}):
        paid += sum(row.amount for row in payments if row.happened_on == day and row.purpose in WORKS)
        physical = built.get(day, physical)
        points.append(Point(day, paid, share(paid, cost), physical))
    return points


def _last_day(month: date) -> date:
    return date.fromordinal(add_months(month, 1).toordinal() - 1)


def _loans(project: Project, *, on: date) -> list[Loan]:
    debts = Debt.objects.filter(application__project=project).select_related("application").order_by("pk")
    rows = Instalment.objects.filter(debt__application__project=project).annotate(
        paid=Sum("repayments__amount")
    )
    of: dict[int, list[Payable]] = {}
    for row in rows.order_by("debt", "number"):
        paid = row.paid or 0
        due = Due(row.number, row.due_on, row.principal, row.interest)
        of.setdefault(row.debt_id, []).append(Payable(row, paid, state_of(due, paid=paid, on=on)))
    return [Loan(debt, tuple(of.get(debt.pk, []))) for debt in debts]
