"""``luoshi simulate``: fill a platform with invented records of a year, each marked as such."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.cases.registry import manifests
from luoshi.kernel.orgs.rehearsal import staff_posts


class Command(BaseCommand):
    """Staff the posts with invented people, then let the platform rehearse the year."""

    help = "Fill a platform with invented records of a year. They are marked as simulated wherever shown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which platform and which year."""
        parser.add_argument("platform", help="its label, as proposals")
        parser.add_argument("--year", type=int, required=True, help="the year to rehearse")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same year")

    def handle(self, *, platform: str, year: int, seed: int, **options: Any) -> None:
        """Say how many people and records came."""
        simulators = {m.label: m.simulator for m in manifests() if m.simulator}
        simulate = simulators.get(platform)
        if simulate is None:
            known = "、".join(simulators)
            raise CommandError(f"没有可演练的平台“{platform}”。可选：{known}。There is no such platform.")
        began = time.monotonic()
        people = staff_posts(on=date(year, 1, 1))
        records = simulate(year=year, until=timezone.now(), seed=seed)
        seconds = time.monotonic() - began
        self.stdout.write(f"模拟数据：{records} 件，{people} 名虚构人员，{seconds:.1f} 秒 (simulated)")
