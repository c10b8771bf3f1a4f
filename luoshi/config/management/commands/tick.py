"""``luoshi tick``: run once, or every few seconds, what time brings about."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, ArgumentTypeError
from threading import Event
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.config.tick import run_forever, sweep


class Command(BaseCommand):
    """Sweep once and say what was done, or keep sweeping until told to stop."""

    help = "Do what is due: deadlines, notices, background tasks. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how often, if more than once."""
        parser.add_argument("--every", type=_seconds, metavar="SECONDS", help="keep running, this often")

    def handle(self, *, every: float | None, **options: Any) -> None:
        """Say each step as it is done."""
        if every is None:
            if sweep(now=timezone.now(), say=self._say):
                raise CommandError("有步骤没有完成，详见上文 (some steps failed)")
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())  # the step at hand is finished first
        run_forever(stop, every=every, say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 1 <= seconds <= 86_400:
        raise ArgumentTypeError("between 1 and 86400")
    return seconds
