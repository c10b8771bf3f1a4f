"""How long something may take: a number and the unit in which its statute counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The unit of a period. It belongs to the statute, never to the system."""

    HOUR = "hour"
    WORK = "work"  # working days, with 调休
    CAL = "cal"  # calendar days
    MONTH = "month"  # the same day of a later month, or that month's last

    @property
    def title(self) -> str:  # type: ignore[override]  # of no use to an enum's value
        """Return the unit as a document prints it."""
        return {"hour": "小时", "work": "个工作日", "cal": "日", "month": "个月"}[self.value]


@dataclass(frozen=True, slots=True)
class Term:
    """A period of time (期限), as "3 个月" or "5 个工作日"."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n <= 0:
            raise ValueError("a term is at least one of its unit")

    def __str__(self) -> str:
        return f"{self.n}{self.unit.title}"
