"""Money of projects as lists read it: one line an application, by source, and what is wrong. Few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Sum

from luoshi.kernel.prepared import ask
from luoshi.platforms.projects.models import (
    Allocation,
    Drawdown,
    FundApplication,
    FundReturn,
    Instalment,
    Project,
)
from luoshi.platforms.projects.models.fund import Source
from luoshi.platforms.projects.queries.fund_standing import WORKS, cost_of
from luoshi.platforms.projects.rules.fund_findings import Finding, Held, Works, ahead_of, findings_of
from luoshi.platforms.projects.rules.funding import Limits, share

_IDLE = """
SELECT DISTINCT ON (subject) subject, idle FROM facts.projects_idle
 WHERE day <= %(on)s AND subject = ANY(%(codes)s) ORDER BY subject, day DESC
"""
_LAIN = """
SELECT application.project_id, sum(latest.idle)::bigint
  FROM projects_fundapplication AS application
  JOIN (SELECT DISTINCT ON (subject) subject, idle FROM facts.projects_idle
         WHERE day <= %(on)s::date ORDER BY subject, day DESC) AS latest ON latest.subject = application.code
 WHERE application.project_id = ANY(%(projects)s::bigint[]) AND latest.idle > 0
 GROUP BY application.project_id
"""
_SETTLED = ("settled", "evaluated", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """An application with what came of it until now, in fen."""

    application: FundApplication
    allocated: int
    passed_on: date | None
    drawn: int
    works: int
    prepaid: int
    returned: int
    idle: int
    findings: tuple[Finding, ...] = ()

    @property
    def project(self) -> Project:
        """Return whose it is."""
        return self.application.project

    @property
    def approved(self) -> int:
        """Return what was approved, 0 where nothing was."""
        return self.application.approved or 0

    @property
    def undrawn(self) -> int:
        """Return what was passed on and neither paid nor given back."""
        return self.allocated - self.drawn - self.returned

    @property
    def paid_share(self) -> int:
        """Return what was paid in basis points of what was passed on and kept."""
        return share(self.drawn, self.allocated - self.returned)


@dataclass(slots=True)
class SourceSums:
    """What all applications to one source come to, in fen."""

    source: str
    title: str
    applications: int = 0
    asked: int = 0
    approved: int = 0
    allocated: int = 0
    drawn: int = 0
    returned: int = 0
    idle: int = 0
    weighted: int = field(default=0, repr=False)  # progress × approved

    @property
    def arrived(self) -> int:
        """Return what was passed on in basis points of what was approved."""
        return share(self.allocated, self.approved)

    @property
    def paid(self) -> int:
        """Return what was paid in basis points of what was passed on and kept."""
        return share(self.drawn, self.allocated - self.returned)

    @property
    def physical(self) -> int:
        """Return how far the works stand, each project by what was approved for it."""
        return self.weighted // self.approved if self.approved else 0


def fund_lines(applications: QuerySet[FundApplication], *, on: date, limits: Limits) -> list[FundLine]:
    """Return the applications with their sums and what is wrong with each. Six queries, however many."""
    rows = list(applications.select_related("project", "window").order_by("project", "pk"))
    of = {"application__in": [row.pk for row in rows]}
    year = date(on.year, 1, 1)
    passed = _by_application(
        Allocation.objects.filter(**of),
        total=Sum("amount"),
        first=Min("happened_on"),
        carried=Sum("amount", filter=Q(happened_on__lt=year)),
    )
    paid = _by_application(
        Drawdown.objects.filter(**of),
        total=Sum("amount"),
        works=Sum("amount", filter=Q(purpose__in=WORKS)),
        prepaid=Sum("amount", filter=Q(purpose=Drawdown.Purpose.PREPAYMENT)),
    )
    back = _by_application(FundReturn.objects.filter(**of), total=Sum("amount"))
    idle = dict(ask(_IDLE, {"on": on, "codes": [row.code for row in rows]})) if rows else {}
    late = _overdue(of["application__in"], on=on)
    lines = []
    for row in rows:
        given, gone = passed.get(row.pk, {}), paid.get(row.pk, {})
        returned = back.get(row.pk, {}).get("total") or 0
        line = FundLine(
            application=row,
            allocated=given.get("total") or 0,
            passed_on=given.get("first"),
            drawn=gone.get("total") or 0,
            works=gone.get("works") or 0,
            prepaid=gone.get("prepaid") or 0,
            returned=returned,
            idle=idle.get(row.code, 0),
        )
        lines.append(_judged(line, given.get("carried") or 0, late.get(row.pk, 0), on=on, limits=limits))
    return lines


def by_source(lines: Iterable[FundLine]) -> list[SourceSums]:
    """Return what the lines come to by source, in the sources' order; those without any are left out."""
    sums = {value: SourceSums(value, str(title)) for value, title in Source.choices}
    for line in lines:
        of = sums[line.application.source]
        of.applications += 1
        of.asked += line.application.asked
        of.approved += line.approved
        of.allocated += line.allocated
        of.drawn += line.drawn
        of.returned += line.returned
        of.idle += line.idle
        of.weighted += line.project.physical * line.approved
    return [one for one in sums.values() if one.applications]


def ahead_projects(lines: Iterable[FundLine], *, limits: Limits) -> list[tuple[Project, Finding]]:
    """Return the projects that paid for works ahead of them, the furthest first.

    The lines must hold all applications of each project.
    """
    paid: dict[Any, list[FundLine]] = defaultdict(list)
    for line in lines:
        paid[line.project.pk].append(line)
    found = []
    for own in paid.values():
        project = own[0].project
        works = Works(
            cost=cost_of(project),
            paid=sum(line.works for line in own),
            prepaid=sum(line.prepaid for line in own),
            physical=project.physical,
        )
        if finding := ahead_of(works, limits=limits):
            found.append((project, finding))
    return sorted(found, key=lambda one: -one[1].amount)


def only_real(lines: list[FundLine]) -> list[FundLine]:
    """Return the lines of real applications; where there are none, those of invented ones."""
    return [line for line in lines if not line.application.simulated] or lines


def _judged(line: FundLine, carried: int, overdue: int, *, on: date, limits: Limits) -> FundLine:
    row, project = line.application, line.project
    held = Held(
        source=row.source,
        approved=line.approved,
        approved_on=row.approved_on,
        allocated=line.allocated,
        drawn=line.drawn,
        returned=line.returned,
        idle=line.idle,
        carried=carried,
        settled_on=project.stage_since if project.state in _SETTLED else None,
        overdue=overdue,
    )
    values = {name: getattr(line, name) for name in FundLine.__dataclass_fields__}
    return FundLine(**values | {"findings": findings_of(held, on=on, limits=limits)})


def _by_application(rows: QuerySet[Any], **sums: Any) -> Mapping[int, Mapping[str, Any]]:
    found = rows.order_by().values("application").annotate(**sums)
    return {row["application"]: row for row in found}


def _overdue(applications: list[int], *, on: date) -> dict[int, int]:
    """Return by application what of its instalments before the day has not been paid."""
    rows = (
        Instalment.objects.filter(debt__application__in=applications, due_on__lt=on)
        .annotate(paid=Sum("repayments__amount"), of=F("debt__application"))
        .values_list("of", "principal", "interest", "paid")
    )
    found: dict[int, int] = defaultdict(int)
    for of, principal, interest, paid in rows:
        found[of] += principal + interest - (paid or 0)
    return dict(found)


def idle_of(projects: Iterable[Project], *, on: date) -> dict[int, int]:
    """Return by project the fen that had lain too long on the day, where there are any. One query."""
    return dict(ask(_LAIN, {"on": on, "projects": [project.pk for project in projects]}))
