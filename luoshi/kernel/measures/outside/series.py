"""An outside series: what a figure means, who publishes it and for which periods. Pure; no Django."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal

from luoshi.kernel.base.periods import Period, year
from luoshi.kernel.measures.definitions import Cycle, Direction
from luoshi.kernel.measures.points import MeasureKind

PREFIX = "outside."


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """演练口径: what a year of invented figures comes to, and how it is spread over the months."""

    last_year: Decimal
    this_year: Decimal
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSeries:
    """外部指标: a figure that somebody publishes or files, as the city's file defines it.

    ``unit`` is the plain one, 万 and 亿 multiplied in, as in commitments. ``cumulative``: every figure is
    年初至今, so it is never summed again. ``first`` is the first month of a year that is published: 2 where
    January and February come together (1—2月合并发布).
    """

    key: str
    title: str
    kind: MeasureKind
    unit: str
    direction: Direction
    cycle: Cycle
    cumulative: bool
    first: int
    decimals: int  # with which it is shown
    lag: int  # days from the end of a period to its first figure
    owner: str  # code of the organisation that publishes it, or brings in what a higher level publishes
    document: str  # the report or table it stands in
    law: str  # what obliges to it
    verified: bool  # whether the law was read; 待核 where not
    place: str  # code of the place it is of: 100000 is the nation
    reference: bool  # an average or total of a higher level, to compare with
    rehearsed: Rehearsed

    @property
    def text(self) -> str:
        """Return the definition in one line that changes where its meaning does."""
        words = {
            "key": self.key,
            "title": self.title,
            "kind": self.kind.value,
            "unit": self.unit,
            "direction": self.direction.value,
            "cycle": self.cycle.value,
            "cumulative": self.cumulative,
            "first": self.first,
            "owner": self.owner,
            "document": self.document,
            "law": self.law,
            "place": self.place,
            "reference": self.reference,
        }
        return json.dumps(words, ensure_ascii=False, sort_keys=True)

    @property
    def sha256(self) -> str:
        """Return the hash of the definition: it names the wording an observation was brought in under."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def source(self) -> str:
        """Return where it is published and what obliges to it."""
        return f"{self.document}；{self.law}" + ("" if self.verified else "（待核）")

    def misfit(self, period: Period) -> str:
        """Return why no figure can be for the period, in words; "" where one can.

        Figures to date run from January to the end of a month or quarter; others are for one whole cycle.
        """
        step = self.cycle.months
        if self.cumulative:
            if period.start.month != 1 or period.months > 12 or period.months % step:
                ends = "季末" if step == 3 else "年末" if step == 12 else "某月"
                return f"是年初至今的累计数，时期应从1月到{ends}，如“2026年1—9月”"
            if period.months < self.first:
                return f"从1—{self.first}月起发布"
            return ""
        if period.months != step or (period.start.month - 1) % step:
            each = {1: "一个月", 3: "一个季度", 12: "一年"}[step]
            return f"时期应为{each}"
        return ""

    def periods(self, number: int) -> list[Period]:
        """Return the periods of the year for which figures are published, in their order."""
        parts = year(number).split(self.cycle.months)
        if not self.cumulative:
            return list(parts)
        to_date = [Period(part.start.replace(month=1), part.end) for part in parts]
        return [period for period in to_date if period.months >= self.first]
