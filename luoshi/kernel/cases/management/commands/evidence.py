"""``luoshi evidence sweep``: what lies in the store of evidence and belongs to no case."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.cases.actions.sweep import sweep_evidence
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.storing import evidence_store

_SHOWN = 200  # files printed before the rest is only counted


class Command(BaseCommand):
    """See to the store of evidence."""

    help = "Find files that came with refused acts and belong to no case, and remove them when told to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="sweep")
        sweep = steps.add_parser("sweep", help="list files of no case; nothing is removed without --remove")
        sweep.add_argument(
            "--days", type=_days, default=30, help="only those handed in longer ago than this (30)"
        )
        sweep.add_argument("--remove", action="store_true", help="remove them; take a backup first")

    def handle(self, *, days: int, remove: bool, **options: Any) -> None:
        """Do it and say what was done."""
        swept = sweep_evidence(evidence_store(), before=timezone.now() - timedelta(days=days), remove=remove)
        for kept in swept.found[:_SHOWN]:
            day = kept.handed_in.astimezone(LOCAL).date()
            self.stdout.write(f"{kept.sha256}  {kept.size}  {day}")
        if len(swept.found) > _SHOWN:
            self.stdout.write(f"…  另有 {len(swept.found) - _SHOWN} 个 (more)")
        self.stdout.write(f"无事项引用 {len(swept.found)} 个，{swept.size / 1_000_000:.1f} MB")
        if remove:
            self.stdout.write(f"已删除 {swept.removed} 个，未传完的 {swept.uploads} 个 (removed)")
        elif swept.found:
            self.stdout.write("没有删除；加 --remove 删除 (add --remove to remove them)")


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 36_500:  # a form may bring its files again for hours
        raise ArgumentTypeError("at least 1")
    return days
