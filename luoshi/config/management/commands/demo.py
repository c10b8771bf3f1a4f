"""``luoshi demo``: the whole program on one machine, from an empty folder to a site one can open."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.utils import timezone

from luoshi.kernel.commitments.actions import adopt


class Command(BaseCommand):
    """Prepare the database, read the city's report, adopt its reviewed commitments, and serve."""

    help = "Prepare everything, read the city's report, adopt its commitments and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to serve, and whether to stop before."""
        parser.add_argument("--prepare-only", action="store_true", help="stop before serving")
        parser.add_argument("--port", type=int, default=settings.ENV.port, help="port on 127.0.0.1")

    def handle(self, *, prepare_only: bool, port: int, **options: Any) -> None:
        """Say each step as it is done."""
        city = settings.CITY
        self._step("数据库", "database")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._step(f"读取并采纳 {city.report_path(city.year).name}", "reading and adopting the report")
        outcome = adopt(city=city, year=city.year, at=timezone.now())
        self.stdout.write(f"  {outcome}")
        if prepare_only:
            self.stdout.write("准备好了。ready.")
            return
        self.stdout.write(f"打开 http://127.0.0.1:{port}  （Ctrl-C 停止；open it, Ctrl-C stops everything）")
        uvicorn.run("luoshi.config.asgi:application", host="127.0.0.1", port=port, log_level="warning")

    def _step(self, zh: str, en: str) -> None:
        self.stdout.write(f"· {zh} ({en}) …")
        self.stdout.flush()
