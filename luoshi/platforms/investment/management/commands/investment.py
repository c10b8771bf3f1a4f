"""``luoshi investment``: what is done for investment at the command line, a file for each part."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from luoshi.platforms.investment.commands import chain, lift, precision

PARTS = {part.NAME: part for part in (chain, lift, precision)}


class Command(BaseCommand):
    """See to investment."""

    help = "Bring in the chains of industry, tell their gaps, measure what checks and orders are worth."

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
