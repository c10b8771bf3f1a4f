"""``luoshi projects``: what is done for projects at the command line, a file for each part."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from luoshi.platforms.projects.commands import forecast, lists, precision

PARTS = {part.NAME: part for part in (forecast, lists, precision)}


class Command(BaseCommand):
    """See to projects."""

    help = "Keep the lists of projects, look back at forecasts, measure what checks find."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which part, and what it takes."""
        parts = parser.add_subparsers(dest="part", required=True, metavar="|".join(PARTS))
        for name, part in PARTS.items():
            part.add_arguments(parts.add_parser(name, help=part.HELP))

    def handle(self, *, part: str, **options: Any) -> None:
        """Do it and say what was done."""
        PARTS[part].run(say=self._say, **options)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
