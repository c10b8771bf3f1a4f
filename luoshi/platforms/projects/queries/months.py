"""What was built month by month, each month as it was last reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from luoshi.platforms.projects.models import Progress


@dataclass(frozen=True, slots=True)
class Month:
    """A month: invested in it and up to its end, in fen, and how far the works stood, in ten thousandths."""

    on: date
    invested: int
    so_far: int
    physical: int


def months_of(reports: Iterable[Progress]) -> list[Month]:
    """Return the months in order. ``reports`` come in the order of their acts; of a month the last counts."""
    latest = {report.month: report for report in reports}
    months = [latest[month] for month in sorted(latest)]
    sums = accumulate(report.invested for report in months)
    return [
        Month(report.month, report.invested, so_far, report.physical)
        for report, so_far in zip(months, sums, strict=True)
    ]
