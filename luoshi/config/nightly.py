"""Once a day: figures from the records, lights from the figures, slips from the lights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.commitments.actions.judge import Judged, judge
from luoshi.kernel.commitments.judging.queries import latest_day
from luoshi.kernel.commitments.models import TargetPlan
from luoshi.kernel.measures.actions import Taken, take
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.engines.postgres import postgres
from luoshi.kernel.measures.queries import last_runs
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
    return sum(taken.changed for taken in take_each(measures().values(), on=on, at=at))


def take_each(definitions: Iterable[Definition], *, on: date, at: datetime) -> list[Taken]:
    """Take these for the year of the day and the one before, and none for less than it was taken for."""
    listed, years = list(definitions), (on.year - 1, on.year)
    until = {key: max(on, run.on) for key, run in last_runs(one.key for one in listed).items()}
    with postgres() as engine:
        return [take(one, engine=engine, years=years, on=until.get(one.key, on), at=at) for one in listed]


def judge_on(day: date, *, known_at: datetime, among: Collection[str] | None = None) -> Judged:
    """Judge the commitments of the city's report, or those of the codes, at the end of the day."""
    city = settings.CITY
    return judge(
        city.home_report,
        year=city.year,
        rules_folder=city.rules_folder,
        on=day,
        known_at=known_at,
        among=among,
    )


def supervise_now(*, at: datetime) -> Supervised:
    """Open and raise what the lights of the last day call for."""
    return supervise(settings.CITY.home_report, rules_folder=settings.CITY.rules_folder, at=at)


def _yesterday(now: datetime) -> date:
    return now.astimezone(LOCAL).date() - timedelta(days=1)
