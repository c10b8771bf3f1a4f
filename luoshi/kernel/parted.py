"""A command whose parts are files of their own: each module has NAME, HELP, ``add_arguments`` and ``run``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from types import ModuleType
from typing import Any, ClassVar

from django.core.management import BaseCommand


class PartedCommand(BaseCommand):
    """A command that leaves everything to the part named after it."""

    parts: ClassVar[Iterable[ModuleType]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which part, and what it takes."""
        names = [part.NAME for part in self.parts]
        chosen = parser.add_subparsers(dest="part", required=True, metavar="|".join(names))
        for part in self.parts:
            part.add_arguments(chosen.add_parser(part.NAME, help=part.HELP))

    def handle(self, *, part: str, **options: Any) -> None:
        """Do it and say what was done."""
        by_name = {one.NAME: one for one in self.parts}
        by_name[part].run(say=self._say, **options)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
