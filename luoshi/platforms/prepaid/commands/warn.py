"""``luoshi prepaid warn``: look at every shop as it stood at the end of a day."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from luoshi.platforms.prepaid.actions.warning import warn
from luoshi.platforms.prepaid.queries.bank import bank_balances

NAME, HELP = "warn", "look at every shop as it stood at the end of a day; once a day"


def add_arguments(parser: ArgumentParser) -> None:
    """Take the day."""
    parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="default: yesterday")


def run(*, say: Callable[[str], object], on: date | None, **options: Any) -> None:
    """Do it and say what was found."""
    now = timezone.now()
    day = warn(on or timezone.localdate(now) - timedelta(days=1), bank=bank_balances(), at=now)
    say(f"{day.on}  门店 {day.shops} · 关注 {day.watched} · 预警 {day.alarms}")
