"""What the figures in the README come from. Each module measures one part and yields its bars."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure, what it is measured against in the same run, and the limit it must keep."""

    name: str
    figure: float
    limit: float
    reference: str = "-"
    at_most: bool = True  # else the figure must reach the limit
    unit: str = ""

    @property
    def kept(self) -> bool:
        """Tell whether the limit is kept."""
        return self.figure <= self.limit if self.at_most else self.figure >= self.limit

    def line(self) -> str:
        """Return the bar as one line: name, figure, reference, limit, verdict."""
        sign = "≤" if self.at_most else "≥"
        verdict = "ok" if self.kept else "short"
        figure = f"{self.figure:>10.4g}{self.unit:<4}"
        return f"{self.name:<44} {figure} {self.reference:<26} {sign} {self.limit:<8g} {verdict}"


def median_seconds(work: Callable[[], object], *, runs: int = 7) -> float:
    """Return the median wall time of several runs, after one to warm up."""
    work()
    return statistics.median(_timed(work) for _ in range(runs))


def calibration_seconds() -> float:
    """Return the time this machine takes, now, for a fixed piece of pure Python: the reference of ratios."""
    return median_seconds(lambda: sum(i * i % 7 for i in range(200_000)), runs=5)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def start_server(folder: Path) -> str:
    """Start a fresh server in the folder with empty tables, and return its address."""
    os.environ |= {"LUOSHI_STATE": str(folder / "state"), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    from luoshi.config.postgres import ensure_database

    url = ensure_database(folder / "state")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the static files' middleware warns
    call_command("migrate", verbosity=0)
    return url


def checkpoint() -> None:
    """Let each run begin with nothing left to write that the run before it changed in memory."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
