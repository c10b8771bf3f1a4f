"""``luoshi reports load|list``: readings of any reports, for the portal to show and compare."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import load_reading
from luoshi.kernel.commitments.models import Report
from luoshi.kernel.commitments.queries import loaded_reports
from luoshi.kernel.commitments.reading import read_reports
from luoshi.reader.cli import language


class Command(BaseCommand):
    """Load readings of report files, or list what is loaded."""

    help = "Load the readings of report files, or list the reports that are loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do and with which files."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="load|list")
        steps.add_parser("list", help="list the reports that are loaded")
        load = steps.add_parser("load", help="read report files and load the readings")
        load.add_argument(
            "paths", nargs="+", type=Path, metavar="FILE|DIR", help="report files or folders of them"
        )
        load.add_argument("--jobs", type=int, default=1, help="how many files are read at once")
        load.add_argument("--place", help="whose report it is, where the text does not tell")
        load.add_argument("--year", type=int, help="the year of the report, where the text does not tell")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what was done."""
        if step == "list":
            for loaded in loaded_reports():
                self._say(loaded.report, figures=loaded.figures, commitments=loaded.commitments)
        else:
            self._load(**options)

    def _load(
        self, *, paths: list[Path], jobs: int, place: str | None, year: int | None, **options: Any
    ) -> None:
        failed = 0
        for path, outcome in read_reports(paths, jobs=jobs, place=place, year=year):
            try:
                if isinstance(outcome, LuoshiError):
                    raise outcome
                edition = load_reading(outcome, at=timezone.now())
                self._say(edition.report, figures=len(outcome.quantities))
            except LuoshiError as error:
                failed += 1
                self.stderr.write(f"{path}: {error.message(language())}")
        if failed:
            raise CommandError(f"{failed} 份报告没有载入 (reports not loaded)", returncode=2)

    def _say(self, report: Report, *, figures: int, commitments: int = 0) -> None:
        promised = f"  承诺 {commitments}" if commitments else ""
        self.stdout.write(f"{report.slug}  {report.title}  数字 {figures}{promised}")
