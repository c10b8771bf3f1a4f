"""``luoshi hotline load``: a whole invented year, marked as simulated."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.orgs.rehearsal import staff_posts
from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.year.loading import Year, load_year

NAME, HELP = "load", "load an invented year; run again it goes on where it was cut off"
REQUESTS = 537_000  # a year's, by the government work report


def add_arguments(parser: ArgumentParser) -> None:
    """Take which year, and how large."""
    parser.add_argument("--year", type=int, required=True, help="which year")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="how many requests it has")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same year")
    parser.add_argument(
        "--to", type=date.fromisoformat, metavar="DATE", help="up to the end of this day, else now"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")


def run(
    *, say: Say, year: int, requests: int, seed: int, to: date | None, processes: int, **options: Any
) -> None:
    """Load it and say how much that was."""
    if requests < 1 or processes < 1:
        raise CommandError("--requests 和 --processes 须大于零。Both must be above zero.")
    now = timezone.now()
    until = min(now, datetime.combine(to, time.max, tzinfo=LOCAL)) if to else now
    staff_posts(on=date(year, 1, 1))
    loaded = load_year(Year(year, requests, seed, until), processes=processes, say=say)
    say(
        f"模拟数据：{loaded.requests} 件，{loaded.events} 个事件，已有 {loaded.skipped} 件，"
        f"{loaded.seconds / 60:.1f} 分钟 (simulated)"
    )
