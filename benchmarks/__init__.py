"""What the figures in the README come from. Each module measures one part and yields its bars."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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
