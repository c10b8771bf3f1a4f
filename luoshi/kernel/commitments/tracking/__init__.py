"""承诺跟踪: by what a commitment is measured, who answers, by when and along which course.

The file ``city/tracking/YEAR.yaml`` and everything about it that needs no database.
"""

from luoshi.kernel.commitments.tracking.bridging import deed_of, target_of, trajectory_of
from luoshi.kernel.commitments.tracking.coverage import Coverage, coverage_of
from luoshi.kernel.commitments.tracking.dump import dump_tracking, save_tracking
from luoshi.kernel.commitments.tracking.entries import (
    Assigned,
    BaselineEntry,
    NodeEntry,
    NotTracked,
    PlannedCheck,
    PlannedTarget,
    TrackingEntry,
    TrackingFile,
    TrajectoryEntry,
)
from luoshi.kernel.commitments.tracking.parse import load_tracking, parse_tracking
from luoshi.kernel.commitments.tracking.suggest import Body, Suggestion, suggest

__all__ = [
    "Assigned",
    "BaselineEntry",
    "Body",
    "Coverage",
    "NodeEntry",
    "NotTracked",
    "PlannedCheck",
    "PlannedTarget",
    "Suggestion",
    "TrackingEntry",
    "TrackingFile",
    "TrajectoryEntry",
    "coverage_of",
    "deed_of",
    "dump_tracking",
    "load_tracking",
    "parse_tracking",
    "save_tracking",
    "suggest",
    "target_of",
    "trajectory_of",
]
