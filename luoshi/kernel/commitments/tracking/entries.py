"""What the tracking file holds: frozen values, equal when they say the same. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.measures.points import MeasureKind
from luoshi.reader.model import MilestoneKind

Source = Literal["suggestion", "decomposition", "decision"]
Lack = Literal["metric", "baseline", "start", "definition"]
UNNAMED = "outside.unnamed"  # a draft's series; both count as nothing until a person writes them
TO_WRITE = "待写明"
DeadlineFrom = Literal["period", "text", "decomposition", "change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineEntry:
    """基期值: the value, for which period, and the words of the report's review half that state it."""

    value: Decimal
    period: Period
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEntry:
    """申报节点: by the end of the day, this share of the whole, from 0 to 1."""

    on: date
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TrajectoryEntry:
    """进度曲线: the course, with what it needs. Frozen once adopted."""

    course: Course
    nodes: tuple[NodeEntry, ...] = ()
    start: date | None = None
    interpolate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTarget:
    """目标安排: how one target of a commitment is tracked.

    ``quote`` is that of a figure of the commitment; other words of it make a target without a figure, such
    as 与经济同步. What is left empty is as printed. ``value`` and ``high`` never stand in the file: only a
    change by due procedure sets them.
    """

    quote: str
    nth: int = 1
    series: str
    kind: MeasureKind
    direction: Direction
    comparator: Comparator | None = None
    form: Form | None = None
    unit: str = ""
    period: Period | None = None
    deadline: date
    deadline_from: DeadlineFrom = "period"
    baseline: BaselineEntry | None = None
    trajectory: TrajectoryEntry
    reference: str = ""
    universe: str = ""
    lacks: tuple[Lack, ...] = ()
    note: str = ""
    value: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCheck:
    """核验安排: what would prove the deed, by when, and whether what was built must be found in use."""

    kind: MilestoneKind
    evidence: str
    still_in_use: bool = False
    deadline: date
    deadline_from: DeadlineFrom = "period"
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTracked:
    """无法核验: why there is neither a series nor a check, and which of the four is missing."""

    reason: str
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """责任单位: an organisation's code, who says so, and whether that has been confirmed."""

    org: str
    source: Source = "suggestion"  # written as from: in the file
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEntry:
    """What tracks one commitment."""

    commitment: str
    headline: bool = False
    targets: tuple[PlannedTarget, ...] = ()
    check: PlannedCheck | None = None
    untracked: NotTracked | None = None
    lead: Assigned | None = None
    responsible: tuple[Assigned, ...] = ()
    support: tuple[Assigned, ...] = ()
    note: str = ""

    @property
    def tracked(self) -> bool:
        """Tell whether there is a series or a check."""
        return bool(self.targets) or self.check is not None

    @property
    def parts(self) -> tuple[tuple[str, Assigned], ...]:
        """Return every organisation with its part, the lead first."""
        lead = [("lead", self.lead)] if self.lead else []
        rest = [("responsible", one) for one in self.responsible]
        return (*lead, *rest, *(("support", one) for one in self.support))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingFile:
    """The whole file."""

    report: str
    year: int
    entries: tuple[TrackingEntry, ...] = ()

    def entry(self, commitment: str) -> TrackingEntry | None:
        """Return the entry of the commitment, if there is one."""
        return next((entry for entry in self.entries if entry.commitment == commitment), None)
