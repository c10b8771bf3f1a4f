"""``luoshi judge``: take the figures, light the commitments of a day, and open the slips they call for."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.config.following import follow
from luoshi.config.nightly import judge_on, supervise_now, take_measures
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.commitments.assessing.words import SHAPE_TITLES, SHAPES
from luoshi.kernel.commitments.judging.queries import counted, standings


class Command(BaseCommand):
    """Judge a day by what is known now. ``luoshi tick`` does so once a day by itself."""

    help = "Judge the city's commitments at the end of a day, with what is known now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what, which day, and whether slips are opened."""
        parser.add_argument(
            "series", nargs="*", metavar="KEY", help="only these measures or series and what they decide"
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="the day; yesterday if not given"
        )
        parser.add_argument("--supervise", action="store_true", help="open and raise the slips it calls for")

    def handle(self, *, series: list[str], on: date | None, supervise: bool, **options: Any) -> None:
        """Say what was judged, and how many commitments stand in each class."""
        now = timezone.now()
        yesterday = now.astimezone(LOCAL).date() - timedelta(days=1)
        day = on or yesterday
        if day > yesterday:
            raise CommandError("这一天还没有结束。The day is not over.")
        if series:
            self.stdout.write(f"{day}：{follow(series, on=day, at=now)}")
            return
        if day == yesterday:
            self.stdout.write(f"取数：新读数 {take_measures(on=day, at=now)}")
        self.stdout.write(f"{day}：{judge_on(day, known_at=now)}")
        for state, number in counted(standings(settings.CITY.home_report, on=day)).items():
            self.stdout.write(f"  {SHAPES[state]} {SHAPE_TITLES[state]} {number}")
        if supervise:
            self.stdout.write(f"督办：{supervise_now(at=now)}")
