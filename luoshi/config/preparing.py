"""From an empty database to a city one can look at: each step says what it did, and again changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from luoshi.config.nightly import judge_on, supervise_now, take_measures
from luoshi.kernel.base.periods import year
from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.cases.actions import recompute_clocks, take_root
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.registry import manifests
from luoshi.kernel.commitments.actions import adopt, adopt_tracking
from luoshi.kernel.measures.outside.actions import load_series
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.kernel.orgs.actions import load_organisations
from luoshi.kernel.orgs.rehearsal import open_doors, staff_posts
from luoshi.kernel.parameters.actions import load_parameters
from luoshi.platforms.investment.actions.chains import load_chains
from luoshi.platforms.projects.lists.changing import load_lists

Step = tuple[str, Callable[[datetime], object]]


def rehearse(*, at: datetime, since: int | None = None, seed: int = 1) -> str:
    """Fill the platforms and the outside series with invented people, matters and figures up to the moment.

    Every year from ``since`` on is told whole. Without it: last year, and of this one what came between
    the sessions. Again it adds only what has happened since.
    """
    day = at.astimezone(LOCAL).date()
    people = staff_posts(on=day)
    observations = rehearse_observations(year=day.year, until=at, seed=seed)
    records = 0
    for number in range(since or day.year - 1, day.year + 1):
        part = 20 if number == day.year else 1
        for manifest in manifests():
            every = 1 if since else part * manifest.sample
            if manifest.simulator:
                records += manifest.simulator(year=number, until=at, seed=seed, every=every)
    _light_the_months(day, at)
    take_root(at=at)
    return f"{records} 件虚构事项，{observations} 个虚构数值，新增 {people} 名虚构人员"


def _light_the_months(day: date, at: datetime) -> None:
    """Judge each month of the report's year that has ended, with what was known half a month later."""
    take_measures(on=day - timedelta(days=1), at=at)
    for month in year(settings.CITY.year).split(1):
        known_at = datetime.combine(month.end + timedelta(days=14), time(8), tzinfo=LOCAL)
        if known_at < at:
            judge_on(month.last, known_at=known_at)
    judge_on(day - timedelta(days=1), known_at=at)
    supervise_now(at=at)


def rehearsal_doors(*, at: datetime) -> list[tuple[str, str]]:
    """Return who one can sign in as in a rehearsal: user name and post. They share one password."""
    return open_doors(password=rehearsal_password(), on=at.astimezone(LOCAL).date())


def rehearsal_password() -> str:
    """Return the password of the rehearsal's people, made once for this installation."""
    path: Path = settings.ENV.state / "rehearsal-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"{secrets.token_urlsafe(9)}\n", "utf-8")
    return path.read_text("utf-8").strip()


def _schema(_: datetime) -> str:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return "就绪"


def _calendar(at: datetime) -> str:
    change = load_calendar(settings.CITY.calendar_folder, at=at)
    moved = recompute_clocks(at=at) if change.years else []
    return f"变动年度 {len(change.years)}，期限变动 {len(moved)}"


def _parameters(at: datetime) -> str:
    change = load_parameters(settings.CITY.parameters_folder, at=at)
    return f"取值 {change.settings}，其中待核 {change.unverified}"


def _project_lists(at: datetime) -> str:
    path = settings.CITY.lists_path("projects")
    return str(load_lists(path, at=at)) if path.exists() else "没有清单文件"


STEPS: tuple[Step, ...] = (
    ("数据库 (database)", _schema),
    ("日历 (calendar)", _calendar),
    ("参数 (parameters)", _parameters),
    (
        "机构和岗位 (organisations)",
        lambda at: load_organisations(settings.CITY.organisations_path, streets=settings.CITY.streets_path),
    ),
    (
        "读取报告，采纳承诺 (report and commitments)",
        lambda at: adopt(city=settings.CITY, year=settings.CITY.year, at=at),
    ),
    (
        "跟踪安排 (tracking)",
        lambda at: adopt_tracking(settings.CITY.year, city=settings.CITY, at=at),
    ),
    ("产业链 (industry chains)", lambda _: load_chains(settings.CITY.chains_folder)),
    ("项目清单 (project lists)", _project_lists),
    ("外部指标 (outside series)", lambda _: f"新口径 {len(load_series())}"),
)
