"""``luoshi prepaid load``: a whole invented year of shops and cards, marked as simulated."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.prepaid.year.loading import Year, load_year

NAME, HELP = "load", "load an invented year; run again it goes on where it was cut off"
MERCHANTS, CARDS = 3_000, 400_000


def add_arguments(parser: ArgumentParser) -> None:
    """Take which year, and how large."""
    parser.add_argument("--year", type=int, help="which year, else the last one that is over")
    parser.add_argument(
        "--shops", type=int, default=MERCHANTS, help="how many merchants; some have two shops"
    )
    parser.add_argument("--cards", type=int, default=CARDS, help="how many cards they sell")
    parser.add_argument(
        "--sample", type=int, default=1, help="of the ordinary merchants only each so manieth"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same year")
    parser.add_argument(
        "--to", type=date.fromisoformat, metavar="DATE", help="up to the end of this day, else now"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")


def run(
    *,
    say: Callable[[str], object],
    year: int | None,
    shops: int,
    cards: int,
    sample: int,
    seed: int,
    to: date | None,
    processes: int,
    **options: Any,
) -> None:
    """Load it and say how much that was."""
    if min(shops, cards, sample, processes) < 1:
        raise CommandError("--shops、--cards、--sample 和 --processes 须大于零。All must be above zero.")
    now = timezone.now()
    until = min(now, datetime.combine(to, time.max, tzinfo=LOCAL)) if to else now
    told = Year(year or timezone.localtime(now).year - 1, shops, cards, seed, until, sample)
    loaded = load_year(told, processes=processes, say=say)
    say(
        f"模拟数据：{loaded.merchants} 个经营者，{loaded.cards} 张卡，{loaded.contracts} 份合同，"
        f"{loaded.uses} 次核销，{loaded.moves} 笔分录，已有 {loaded.skipped} 个经营者，"
        f"{loaded.seconds / 60:.1f} 分钟 (simulated)"
    )
