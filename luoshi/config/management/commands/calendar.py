"""``luoshi calendar load|show YEAR|due START N UNIT``: the calendar from the folder to a due date."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.calendar.folder import not_listed
from luoshi.kernel.calendar.models import CalendarDay, CalendarYear, YearStatus
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.actions import recompute_clocks

_WEEK = "一二三四五六日"


class Command(BaseCommand):
    """Load, show or ask the calendar."""

    help = "Load the calendar, show a year of it, or tell when a period ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and what it is about."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="load|show|due")
        load = steps.add_parser(
            "load", help="take in the city's calendar folder; open deadlines move with it"
        )
        load.add_argument("--dry-run", action="store_true", help="only list the deadlines that would move")
        show = steps.add_parser("show", help="list the days of a year that differ from Monday to Friday")
        show.add_argument("year", type=int, help="the year")
        due = steps.add_parser("due", help="tell when a period ends")
        due.add_argument(
            "start", type=_start, help="the day it starts, 2026-02-12; for hours the moment, 2026-02-12T09:30"
        )
        due.add_argument("n", type=_count, help="how many")
        due.add_argument("unit", type=Unit, choices=list(Unit), help="of which unit")
        due.add_argument("--roll", action="store_true", help="end on a working day (民事诉讼法 第85条)")
        due.add_argument("--back", action="store_true", help="count back: the last day to act before START")

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _load(self, *, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            change = load_calendar(settings.CITY.calendar_folder, at=timezone.now())
            moves = recompute_clocks(at=timezone.now()) if change.years else []
            transaction.set_rollback(dry_run)
        first, last = min(change.published, default="无"), max(change.published, default="无")
        self.stdout.write(f"已公布 {first}–{last}，共 {change.days} 天放假或调休上班")
        if change.provisional:
            self.stdout.write(f"暂定：{'、'.join(map(str, change.provisional))}")
        changed = "、".join(map(str, change.years)) or "无"
        self.stdout.write(f"本次变动年度：{changed}")
        for move in moves:
            was, now = (f"{at.astimezone(LOCAL):%Y-%m-%d}" for at in (move.was, move.now))
            self.stdout.write(
                f"{move.case} {move.clock}：{was} → {now}{'（暂定）' if move.provisional else ''}"
            )
        if dry_run:
            self.stdout.write("试算，没有写入 (dry run, nothing was written)")

    def _show(self, *, year: int, **options: Any) -> None:
        if (kept := CalendarYear.objects.filter(year=year).first()) is None:
            raise not_listed(year, settings.CITY.calendar_folder)
        if kept.status == YearStatus.PROVISIONAL:
            self.stdout.write(f"{year} 年：暂定，通知尚未公布，按周一至周五计算")
            return
        on = f"，{kept.published_on} 公布" if kept.published_on else ""
        self.stdout.write(f"{year} 年：{kept.notice}{on}")
        for day in CalendarDay.objects.filter(date__year=year):
            self.stdout.write(f"{_day(day.date)}  {day.get_kind_display()}  {day.name}  {day.source}")

    def _due(
        self, *, start: date | datetime, n: int, unit: Unit, roll: bool, back: bool, **options: Any
    ) -> None:
        found = working_calendar().due(start, Term(n, unit), roll=roll, backwards=back)
        at = f" {found.at:%H:%M}" if unit is Unit.HOUR else ""
        strict = f"，不顺延则为 {_day(found.strict_day)}" if found.day != found.strict_day else ""
        flag = "，暂定：跨入通知尚未公布的年度" if found.provisional else ""
        self.stdout.write(f"{_day(found.day)}{at}{strict}{flag}")


def _day(day: date) -> str:
    return f"{day} 周{_WEEK[day.weekday()]}"


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"a whole number above 0, not {text}")
    return int(text)


def _start(text: str) -> date | datetime:
    """Read a day, or a moment, which without a zone is local."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"a day like 2026-02-12 or a moment, not {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
