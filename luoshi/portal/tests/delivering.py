"""What the invented city has delivered: plans, a unit that answers, figures as they came, lights."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from luoshi.kernel.base.periods import Period
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.actions.judge import Judged, judge
from luoshi.kernel.commitments.models import (
    Check,
    Commitment,
    Report,
    Responsibility,
    TargetPlan,
)
from luoshi.kernel.measures.outside.actions import keep_wordings
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.orgs.models import Organisation
from luoshi.portal.tests.factories import make_city

JOBS, GROWTH = "outside.urban_jobs", "outside.gdp_growth"
FIRST = date(2026, 1, 1)
MONTHS = 9
COURSE: dict[str, Any] = {"nodes": [], "start": None, "interpolate": False}


def moment(day: str) -> datetime:
    """Return the evening of the day."""
    return datetime.fromisoformat(f"{day} 20:00").replace(tzinfo=LOCAL)


@kept
def make_delivered_city(*, schools: int = 1, simulated: bool = True) -> Report:
    """Make the city with what it has delivered."""
    report = make_city(schools=schools)
    deliver(report, simulated=simulated)
    return report


def deliver(report: Report, *, simulated: bool = True, jobs: int = 1250) -> None:
    """Plan every commitment, bring in nine months of figures, and light the ends of July to September."""
    plan(report)
    publish(JOBS, [jobs * month for month in range(1, MONTHS + 1)], simulated=simulated)
    light(report, "2026-07-31")
    light(report, "2026-08-31")
    light(report, "2026-09-30")


def plan(report: Report) -> None:
    """Give every commitment without a plan one, and a unit that leads it."""
    unit = Organisation.objects.get(code="labour")
    at = {"recorded_at": moment("2026-01-15"), "valid_from": FIRST}
    ends = {"deadline": date(2026, 12, 31), "deadline_from": "period"}
    for commitment in Commitment.objects.filter(report=report, plans=None, checks=None):
        if commitment.kind == "milestone":
            Check.objects.create(
                commitment=commitment, version=1, kind="milestone", evidence="竣工验收备案", **ends, **at
            )
        else:
            growth = commitment.code == "2026-001"
            TargetPlan.objects.create(
                commitment=commitment,
                version=1,
                quote=commitment.targets.get().quote,
                series=GROWTH if growth else JOBS,
                kind="growth" if growth else "flow",
                direction="more",
                period="2026",
                trajectory=COURSE | {"course": "constant" if growth else "linear_time"},
                **ends,
                **at,
            )
        Responsibility.objects.create(
            commitment=commitment, organisation=unit, part="lead", source="suggestion", **at
        )


def publish(series: str, values: list[int], *, simulated: bool = True, at: str = "") -> None:
    """Bring in figures to date of January, January to February and so on; ten days later unless said."""
    wording = keep_wordings([outside_series()[series]])[series]
    for number, value in enumerate(values, start=1):
        period = Period(FIRST, date(2026, number + 1, 1))
        known = moment(at) if at else datetime.combine(period.end, datetime.min.time(), tzinfo=LOCAL)
        known_at = known if at else known + timedelta(days=10)
        Observation.objects.create(
            series=series,
            start=period.start,
            end=period.end,
            value=Decimal(value),
            cumulative=True,
            status="A",
            known_at=known_at,
            recorded_at=known_at,
            source="测试",
            evidence="" if simulated else "0" * 64,
            formula_id=wording,
            simulated=simulated,
        )


def light(report: Report, day: str, *, at: str = "") -> Judged:
    """Judge the day, by default with what was known half a month later."""
    on = date.fromisoformat(day)
    known = moment(at) if at else moment(day) + timedelta(days=15)
    return judge(report.slug, year=2026, rules_folder=settings.CITY.folder / "rules", on=on, known_at=known)
