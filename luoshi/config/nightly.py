"""Once a day: figures from the records, lights from the figures, slips from the lights."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.commitments.actions.judge import Judged, judge
from luoshi.kernel.commitments.judging.queries import latest_day
from luoshi.kernel.commitments.models import TargetPlan
from luoshi.kernel.measures.actions import take
from luoshi.kernel.measures.engines.postgres import postgres
from luoshi.kernel.measures.registry import measures
from luoshi.platforms.supervision.actions import Supervised, supervise


def judge_the_day(now: datetime) -> str:
    """Judge the day that has ended, once. Nothing to do before the commitments are tracked."""
    report, yesterday = settings.CITY.home_report, _yesterday(now)
    if not TargetPlan.objects.filter(commitment__report__slug=report).exists():
        return ""
    last = latest_day(report)
    if last is not None and last >= yesterday:
        return ""
    take_measures(on=yesterday, at=now)
    judged = judge_on(yesterday, known_at=now)
    return f"{judged} · {supervise_now(at=now)}"


def take_measures(*, on: date, at: datetime) -> int:
    """Take every measure for the year of the day and the one before, and return how many readings are new."""
    years = (on.year - 1, on.year)
    with postgres() as engine:
        taken = [take(one, engine=engine, years=years, on=on, at=at) for one in measures().values()]
    return sum(each.changed for each in taken)


def judge_on(day: date, *, known_at: datetime) -> Judged:
    """Judge the commitments of the city's report at the end of the day."""
    city = settings.CITY
    return judge(
        settings.CITY.home_report, year=city.year, rules_folder=city.rules_folder, on=day, known_at=known_at
    )


def supervise_now(*, at: datetime) -> Supervised:
    """Open and raise what the lights of the last day call for."""
    return supervise(settings.CITY.home_report, rules_folder=settings.CITY.rules_folder, at=at)


def _yesterday(now: datetime) -> date:
    return now.astimezone(LOCAL).date() - timedelta(days=1)
