"""``luoshi simulate``: fill one platform, or the whole city, with invented records, each marked as such."""

from __future__ import annotations

import time as clock
from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.config.preparing import rehearse
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.registry import manifests
from luoshi.kernel.orgs.rehearsal import staff_posts


class Command(BaseCommand):
    """Staff the posts with invented people, then let the platforms rehearse."""

    help = "Fill platforms with invented records. They are marked as simulated wherever they are shown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one platform and a year, or a span of days for the whole city."""
        parser.add_argument(
            "platform", nargs="?", help="its label, as proposals; the whole city if not given"
        )
        parser.add_argument("--year", type=int, help="the year one platform rehearses")
        parser.add_argument(
            "--from", dest="since", type=date.fromisoformat, metavar="DATE", help="from the year of this day"
        )
        parser.add_argument(
            "--to",
            type=date.fromisoformat,
            metavar="DATE",
            help="up to the end of this day; now if not given",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same records")

    def handle(
        self,
        *,
        platform: str | None,
        year: int | None,
        since: date | None,
        to: date | None,
        seed: int,
        **options: Any,
    ) -> None:
        """Say what came, and how long it took."""
        now, began = timezone.now(), clock.monotonic()
        until = min(now, datetime.combine(to, time.max, tzinfo=LOCAL)) if to else now
        if platform is None:
            told = rehearse(at=until, since=since.year if since else None, seed=seed)
        else:
            told = self._one(platform, year, until, seed)
        self.stdout.write(f"模拟数据：{told}，{clock.monotonic() - began:.1f} 秒 (simulated)")

    def _one(self, platform: str, year: int | None, until: datetime, seed: int) -> str:
        simulators = {m.label: m.simulator for m in manifests() if m.simulator}
        simulate = simulators.get(platform)
        if simulate is None:
            raise CommandError(
                f"没有可演练的平台“{platform}”。可选：{'、'.join(simulators)}。No such platform."
            )
        if year is None:
            raise CommandError("请用 --year 写明演练哪一年。Say which year with --year.")
        people = staff_posts(on=date(year, 1, 1))
        return f"{simulate(year=year, until=until, seed=seed)} 件，{people} 名虚构人员"
