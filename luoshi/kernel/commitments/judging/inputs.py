"""Everything the assessments of a report need on a day, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from luoshi.kernel.commitments.assessing import Event, Target, Trajectory
from luoshi.kernel.commitments.assessing.codes import EventKind, Process
from luoshi.kernel.commitments.models import Check, Commitment, Happening, HappeningKind
from luoshi.kernel.commitments.tracking.bridging import deed_of, target_of, trajectory_of
from luoshi.kernel.commitments.tracking.entries import PlannedCheck, PlannedTarget
from luoshi.kernel.commitments.tracking.queries import Tracking, tracking_of
from luoshi.kernel.measures.outside.queries import points_of_many
from luoshi.kernel.measures.points import Point

_KINDS = {
    HappeningKind.VERIFIED: EventKind.DONE,
    HappeningKind.NODE: EventKind.NODE,
    HappeningKind.BREACH: EventKind.BREACH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One target of one commitment, with its points, events and course."""

    commitment: Commitment
    part: str
    adjusted: bool
    series: str  # "" of a deed
    target: Target
    trajectory: Trajectory | None
    points: tuple[Point, ...]
    reference: tuple[Point, ...]
    events: tuple[Event, ...]
    reported: Process
    simulated: bool
    rehearsed: bool = False  # whether its points are invented


def matters_of(
    report: str,
    *,
    year: int,
    on: date,
    known_at: datetime,
    recorded_until: datetime | None = None,
    tracked: dict[str, Tracking] | None = None,
) -> list[Matter]:
    """Return every target and deed of the report's commitments, or of those given, as they stand on the day.

    Real figures win; a series that has none yet is shown with its rehearsed ones, marked as such. With
    ``recorded_until`` nothing is seen that was brought in later with an earlier day of publication.
    """
    of = Q(commitment__report__slug=report)
    if tracked is None:
        tracked = tracking_of(report, on=on)
    else:
        of &= Q(commitment__in=[one.commitment.pk for one in tracked.values()])
    keys = {key for one in tracked.values() for each in one.targets for key in _keys(each.plan)}
    then: dict[str, Any] = {"known_at": known_at, "recorded_until": recorded_until}
    real = points_of_many(keys, **then)
    rehearsed = points_of_many([key for key in keys if not real[key]], simulated=True, **then)
    happened = _happenings(of, known_at)
    return [
        matter
        for one in tracked.values()
        for matter in _matters(one, year, known_at, real, rehearsed, happened[one.commitment.pk])
    ]


def _matters(
    one: Tracking,
    year: int,
    known_at: datetime,
    real: dict[str, list[Point]],
    rehearsed: dict[str, list[Point]],
    happened: list[Happening],
) -> Iterator[Matter]:
    commitment, shared = one.commitment, _shared(happened)
    for each in one.targets:
        for adjusted, plan in ((False, each.plan), (True, each.adjusted_plan)):
            if plan is None:
                continue
            target = target_of(each.figure, plan, strength=commitment.strength, of_year=year)
            points = real[plan.series] or rehearsed.get(plan.series, [])
            reference = real.get(plan.reference, []) or rehearsed.get(plan.reference, [])
            yield Matter(
                commitment=commitment,
                part=f"{plan.quote}#{each.original.nth}",
                adjusted=adjusted,
                series=plan.series,
                target=target,
                trajectory=trajectory_of(plan, target, history=points, known_at=known_at),
                points=tuple(points),
                reference=tuple(reference),
                simulated=bool(points and not real[plan.series]) or _any_simulated(happened),
                rehearsed=bool(points and not real[plan.series]),
                **shared,
            )
    for adjusted, row in ((False, one.check), (True, one.adjusted_check)):
        if row is not None:
            deed = next(iter(commitment.deeds.all()), None)
            verb, thing = (deed.verb, deed.object) if deed else ("", commitment.title)
            yield Matter(
                commitment=commitment,
                part="",
                adjusted=adjusted,
                series="",
                target=deed_of(_planned(row), verb=verb, thing=thing, of_year=year),
                trajectory=None,
                points=(),
                reference=(),
                simulated=_any_simulated(happened),
                **shared,
            )


def _keys(plan: PlannedTarget) -> Iterable[str]:
    return [key for key in (plan.series, plan.reference) if key]


def _planned(row: Check) -> PlannedCheck:
    return PlannedCheck(
        kind=row.kind,  # type: ignore[arg-type]  # one of the five, as the reviewed file was checked
        evidence=row.evidence,
        still_in_use=row.still_in_use,
        deadline=row.deadline,
    )


def _happenings(of: Q, known_at: datetime) -> dict[int, list[Happening]]:
    rows = Happening.objects.filter(of, known_at__lte=known_at)
    found: dict[int, list[Happening]] = defaultdict(list)
    for row in rows.order_by("on", "pk"):
        found[row.commitment_id].append(row)
    return found


def _shared(happened: list[Happening]) -> dict[str, Any]:
    events = [
        Event(
            kind=_KINDS[HappeningKind(row.kind)],
            on=row.on,
            known_at=row.known_at,
            ref=row.ref,
            share=row.share,
        )
        for row in happened
        if row.kind in _KINDS
    ]
    return {"events": tuple(events), "reported": _reported(happened)}


def _reported(happened: list[Happening]) -> Process:
    """Take a report for a claim until somebody else has checked it; a check that refutes it ends it."""
    process = Process.IN_PROGRESS if happened else Process.NOT_STARTED
    for row in happened:
        match row.kind:
            case HappeningKind.REPORTED:
                process = Process.REPORTED_DONE
            case HappeningKind.VERIFIED:
                process = Process.VERIFIED
            case HappeningKind.REFUTED:
                process = Process.IN_PROGRESS
    return process


def _any_simulated(happened: list[Happening]) -> bool:
    return any(row.simulated for row in happened)
