"""``luoshi demo``: the whole program on one machine, from an empty folder to a site one can open."""

from __future__ import annotations

from argparse import ArgumentParser
from threading import Event, Thread
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.config.preparing import STEPS, rehearsal_doors, rehearsal_password, rehearse
from luoshi.config.tick import run_forever


class Command(BaseCommand):
    """Prepare the database, load the city, rehearse its platforms with invented records, and serve."""

    help = "Prepare everything, load the city, rehearse with invented records, and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to serve, whether to rehearse, and whether to stop before."""
        parser.add_argument("--prepare-only", action="store_true", help="stop before serving")
        parser.add_argument("--no-rehearsal", action="store_true", help="add no invented people and records")
        parser.add_argument("--port", type=int, default=settings.ENV.port, help="port on 127.0.0.1")

    def handle(self, *, prepare_only: bool, no_rehearsal: bool, port: int, **options: Any) -> None:
        """Say each step as it is done."""
        now = timezone.now()
        for title, run in STEPS:
            self._say(f"· {title} …")
            self._say(f"  {run(now)}")
        if not no_rehearsal:
            self._say("· 演练：虚构的人员和事项，处处注明 (a rehearsal with invented records) …")
            self._say(f"  {rehearse(at=now)}")
        if prepare_only:
            self._say("准备好了。ready.")
            return
        if not no_rehearsal:
            self._say(f"  演练账号，密码 {rehearsal_password()} (sign in at /desk/ as)：")
            for username, post in rehearsal_doors(at=now):
                self._say(f"    {username}  {post}")
        self._serve(port)

    def _serve(self, port: int) -> None:
        self._say(f"打开 http://127.0.0.1:{port}  （Ctrl-C 停止；open it, Ctrl-C stops everything）")
        stop = Event()
        sweeping = Thread(target=run_forever, args=(stop,), name="tick")
        sweeping.start()
        try:
            uvicorn.run("luoshi.config.asgi:application", host="127.0.0.1", port=port, log_level="warning")
        finally:
            stop.set()
            sweeping.join()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
