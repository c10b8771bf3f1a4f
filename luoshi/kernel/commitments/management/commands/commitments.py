"""``luoshi commitments draft|diff|adopt YEAR``: from the report to the reviewed file to the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.commitments.actions import adopt
from luoshi.kernel.commitments.changes import changes_in_words, changes_of
from luoshi.kernel.commitments.reading import read_city_report
from luoshi.kernel.commitments.redrafting import Redraft, redraft
from luoshi.kernel.commitments.reviewed import load_reviewed, save_reviewed


class Command(BaseCommand):
    """Draft, compare or adopt the reviewed commitments of a year's report."""

    help = (
        "Draft the reviewed file of a year's commitments, show what a new reading changes, or adopt the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and the year."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="draft|diff|adopt")
        draft = steps.add_parser("draft", help="write the reviewed file, or add to it what is new")
        draft.add_argument("--force", action="store_true", help="draw anew the entries that are still drafts")
        diff = steps.add_parser("diff", help="show what a new draft would change, and write nothing")
        diff.add_argument("--force", action="store_true", help="as for draft")
        diff.add_argument(
            "--format", choices=("text", "json"), default="text", help="for people or for programs"
        )
        adoption = steps.add_parser("adopt", help="bring the reviewed file into the database")
        for step in (draft, diff, adoption):
            step.add_argument("year", type=int, help="the year of the report")
            step.add_argument("--report", type=Path, metavar="FILE", help="a re-issued text of the report")

    def handle(self, *, step: str, year: int, report: Path | None, **options: Any) -> None:
        """Take one step and say what it did."""
        getattr(self, f"_{step}")(year, report, **options)

    def _draft(self, year: int, report: Path | None, *, force: bool, **options: Any) -> None:
        path = settings.CITY.commitments_path(year)
        fresh = _redraft(year, report, force=force)
        save_reviewed(fresh.file, path)
        self._print(fresh)
        self.stdout.write(f"{path}：共 {len(fresh.file.entries)} 条")

    def _diff(self, year: int, report: Path | None, *, force: bool, format: str, **options: Any) -> None:
        fresh = _redraft(year, report, force=force)
        if format == "json":
            self.stdout.write(json.dumps(changes_of(fresh), ensure_ascii=False, indent=1))
        else:
            self._print(fresh)

    def _adopt(self, year: int, report: Path | None, **options: Any) -> None:
        adoption = adopt(city=settings.CITY, year=year, path=report, at=timezone.now())
        self.stdout.write(str(adoption))
        if adoption.drifted:
            self.stdout.write(f"文本与审阅时不同，其中 {len(adoption.drifted)} 条位置已移动")
        if adoption.orphans:
            self.stdout.write(f"原文已找不到或已改动，请复核：{'、'.join(adoption.orphans)}")

    def _print(self, fresh: Redraft) -> None:
        lines = list(changes_in_words(fresh))
        self.stdout.write("\n".join(lines) if lines else "没有变化")


def _redraft(year: int, report: Path | None, *, force: bool) -> Redraft:
    path = settings.CITY.commitments_path(year)
    reading = read_city_report(settings.CITY, year, path=report)
    return redraft(load_reviewed(path) if path.exists() else None, reading, force=force)
