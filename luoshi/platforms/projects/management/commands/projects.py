"""``luoshi projects``: what is done for projects at the command line, a file for each part."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from luoshi.platforms.projects.commands import precision

PARTS = {part.NAME: part for part in (precision,)}


class Command(BaseCommand):
    """See to projects."""

    help = "Look for projects that are entered twice or cut in parts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which part, and what it takes."""
        parts = parser.add_subparsers(dest="part", required=True, metavar="|".join(PARTS))
        for name, part in PARTS.items():
            part.add_arguments(parts.add_parser(name, help=part.HELP))

    def handle(self, *, part: str, **options: Any) -> None:
        """Do it and say what was done."""
        PARTS[part].run(say=self.stdout.write, **options)
