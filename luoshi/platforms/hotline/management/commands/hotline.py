"""``luoshi hotline``: what is done for the hotline at the command line, each part in a file of its own."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from luoshi.platforms.hotline.commands import boards, count, keys, load, mail, rebuild, train, versions

PARTS = {part.NAME: part for part in (boards, mail, keys, train, versions, count, load, rebuild)}


class Command(BaseCommand):
    """See to the hotline."""

    help = "Bring in messages and letters, keep keys, learn what is suggested, load an invented year."

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
