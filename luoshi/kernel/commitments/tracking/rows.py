"""Between the tracking file's records and the rows of the database, and the facts by which rows differ."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.models import Check, TargetPlan, Untracked
from luoshi.kernel.commitments.tracking.bridging import period_of
from luoshi.kernel.commitments.tracking.entries import (
    BaselineEntry,
    NodeEntry,
    NotTracked,
    PlannedCheck,
    PlannedTarget,
    TrackingEntry,
    TrajectoryEntry,
)
from luoshi.kernel.measures.points import MeasureKind

Facts = dict[str, Any]
AnyVersion = TargetPlan | Check | Untracked

_COMMON = ("headline", "lacks", "note", "withdrawn")
FIELDS: dict[type[AnyVersion], tuple[str, ...]] = {
    TargetPlan: (
        *("series", "kind", "direction", "deadline", "deadline_from", "period", "comparator", "form", "unit"),
        *("value", "high", "baseline_value", "baseline_period", "baseline_quote", "reference", "universe"),
        *("trajectory", *_COMMON),
    ),
    Check: ("kind", "evidence", "still_in_use", "deadline", "deadline_from", *_COMMON),
    Untracked: ("reason", *_COMMON),
}


def plan_fields(target: PlannedTarget, entry: TrackingEntry, *, printed: str | None, year: int) -> Facts:
    """Return the columns of a planned target. ``printed`` is the period of its figure."""
    base = target.baseline
    period = target.period or period_of(printed, of_year=year)
    return {
        "series": target.series,
        "kind": target.kind.value,
        "direction": target.direction.value,
        "deadline": target.deadline,
        "deadline_from": target.deadline_from,
        "period": str(period),
        "comparator": target.comparator.value if target.comparator else "",
        "form": target.form.value if target.form else "",
        "unit": target.unit,
        "value": target.value,
        "high": target.high,
        "baseline_value": base.value if base else None,
        "baseline_period": str(base.period) if base else "",
        "baseline_quote": base.quote if base else "",
        "reference": target.reference,
        "universe": target.universe,
        "trajectory": trajectory_json(target.trajectory),
        "headline": entry.headline,
        "lacks": list(target.lacks),
        "note": target.note,
        "withdrawn": False,
    }


def check_fields(check: PlannedCheck, entry: TrackingEntry) -> Facts:
    """Return the columns of a planned check."""
    return {
        "kind": check.kind,
        "evidence": check.evidence,
        "still_in_use": check.still_in_use,
        "deadline": check.deadline,
        "deadline_from": check.deadline_from,
        "headline": entry.headline,
        "lacks": list(check.lacks),
        "note": entry.note,
        "withdrawn": False,
    }


def untracked_fields(untracked: NotTracked, entry: TrackingEntry) -> Facts:
    """Return the columns of a commitment that nothing tracks."""
    return {
        "reason": untracked.reason,
        "headline": entry.headline,
        "lacks": list(untracked.lacks),
        "note": entry.note,
        "withdrawn": False,
    }


def trajectory_json(trajectory: TrajectoryEntry) -> Facts:
    """Return the course as JSON, exact and in one order, as it is frozen."""
    return {
        "course": trajectory.course.value,
        "nodes": [[node.on.isoformat(), format(node.share.normalize(), "f")] for node in trajectory.nodes],
        "start": trajectory.start.isoformat() if trajectory.start else None,
        "interpolate": trajectory.interpolate,
    }


def trajectory_entry(raw: Facts) -> TrajectoryEntry:
    """Return the course that was frozen."""
    return TrajectoryEntry(
        course=Course(raw["course"]),
        nodes=tuple(NodeEntry(on=date.fromisoformat(on), share=Decimal(share)) for on, share in raw["nodes"]),
        start=date.fromisoformat(raw["start"]) if raw["start"] else None,
        interpolate=raw["interpolate"],
    )


def planned(row: TargetPlan) -> PlannedTarget:
    """Return a row as the record that the bridge takes."""
    value: Any = row  # the columns hold only words that were checked when they were written
    return PlannedTarget(
        quote=row.quote,
        nth=row.nth,
        series=row.series,
        kind=MeasureKind(row.kind),
        direction=Direction(row.direction),
        comparator=Comparator(row.comparator) if row.comparator else None,
        form=Form(row.form) if row.form else None,
        unit=row.unit,
        period=parse_period(row.period),
        deadline=row.deadline,
        deadline_from=value.deadline_from,
        baseline=BaselineEntry(
            value=row.baseline_value, period=parse_period(row.baseline_period), quote=row.baseline_quote
        )
        if row.baseline_value is not None
        else None,
        trajectory=trajectory_entry(row.trajectory),
        reference=row.reference,
        universe=row.universe,
        lacks=tuple(value.lacks),
        note=row.note,
        value=row.value,
        high=row.high,
    )


def facts_of(row: AnyVersion) -> Facts:
    """Return what a version says, as plain values that compare and go into a record."""
    return plain_facts({name: getattr(row, name) for name in FIELDS[type(row)]})


def plain_facts(values: Facts) -> Facts:
    """Return values as JSON has them, decimals in their shortest exact form."""
    return {name: _plain(value) for name, value in values.items()}


def differences(before: Facts, after: Facts) -> Facts:
    """Return ``{field: [old, new]}`` for what differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def latest(versions: Iterable[Any], *, change: bool, on: date | None = None) -> Any:
    """Return the last version that is the original, or the last made by a change, valid on the day."""
    fitting = [
        one for one in versions if (one.origin == "change") is change and (on is None or one.valid_from <= on)
    ]
    return max(fitting, key=lambda one: one.version, default=None)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
