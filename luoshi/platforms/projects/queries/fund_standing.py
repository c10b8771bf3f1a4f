"""Where an application and its project stand, as the rules of money ask for it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Sum

from luoshi.platforms.projects.models import Allocation, Drawdown, FundApplication, FundReturn, Project
from luoshi.platforms.projects.rules.funding import Standing, counts_as_works

WORKS = [purpose for purpose in Drawdown.Purpose.values if counts_as_works(purpose)]


def standing_of(application: FundApplication) -> Standing:
    """Return what was approved, passed on, paid and given back, and what the whole project paid for works."""
    of = {"application": application}
    works = Drawdown.objects.filter(application__project=application.project_id, purpose__in=WORKS)
    return Standing(
        state=application.state,
        approved=application.approved or 0,
        allocated=_sum(Allocation.objects.filter(**of)),
        drawn=_sum(Drawdown.objects.filter(**of)),
        returned=_sum(FundReturn.objects.filter(**of)),
        cost=cost_of(application.project),
        works=_sum(works),
        prepaid=_sum(works.filter(purpose=Drawdown.Purpose.PREPAYMENT)),
    )


def cost_of(project: Project) -> int:
    """Return what the whole project is to cost as it is known best: 概算, else 估算, else 计划总投资."""
    return project.budget or project.estimate or project.planned


def _sum(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)
