"""Questions about tracking: what holds on a day, who answers on it. The number of queries never grows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Check,
    Commitment,
    CommitmentTarget,
    Responsibility,
    TargetPlan,
    Untracked,
)
from luoshi.kernel.commitments.tracking.entries import PlannedTarget
from luoshi.kernel.commitments.tracking.matching import Promise
from luoshi.kernel.commitments.tracking.rows import latest, planned
from luoshi.kernel.commitments.tracking.units import Named
from luoshi.kernel.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Tracked:
    """A target as promised and, where due procedure changed it, as changed, with the printed figure."""

    figure: CommitmentTarget | None  # None: the words state no figure
    original: TargetPlan
    adjusted: TargetPlan | None

    @property
    def plan(self) -> PlannedTarget:
        """Return the original plan as the bridge takes it: the verdict is on it (D10)."""
        return planned(self.original)

    @property
    def adjusted_plan(self) -> PlannedTarget | None:
        """Return the changed plan, for the second line."""
        return planned(self.adjusted) if self.adjusted else None


@dataclass(frozen=True, slots=True)
class Tracking:
    """All that tracks one commitment on a day."""

    commitment: Commitment
    targets: tuple[Tracked, ...]
    check: Check | None
    adjusted_check: Check | None
    untracked: Untracked | None
    changes: tuple[ChangeRecord, ...]


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for a commitment on a day: what took over the unit's duties, under its name of that day."""

    commitment: str
    part: str
    organisation: Organisation
    assigned: Organisation
    source: str
    confirmed: bool
    row: Responsibility

    @property
    def words(self) -> str:
        """Return the unit's name; what is only suggested says so."""
        return self.organisation.name if self.confirmed else f"{self.organisation.name}（建议，待确认）"


def tracking_of(report: str, *, on: date, among: Collection[str] | None = None) -> dict[str, Tracking]:
    """Return what tracks each commitment of the report on the day, or those of the codes, by code."""
    commitments = Commitment.objects.filter(report__slug=report, withdrawn=False).defer("search")
    of = Q(commitment__report__slug=report)
    if among is not None:
        commitments, of = commitments.filter(code__in=among), of & Q(commitment__code__in=among)
    plans = _by_commitment(TargetPlan.objects.filter(of, valid_from__lte=on))
    checks = _by_commitment(Check.objects.filter(of, valid_from__lte=on))
    reasons = _by_commitment(Untracked.objects.filter(of, valid_from__lte=on))
    changes = _by_commitment(ChangeRecord.objects.filter(of).order_by("at", "pk"))
    found = {}
    for commitment in commitments.prefetch_related("targets", "deeds").order_by("code"):
        pk = commitment.pk
        check = _original(checks[pk])
        found[commitment.code] = Tracking(
            commitment=commitment,
            targets=_tracked(plans[pk], list(commitment.targets.all())),
            check=check,
            adjusted_check=latest(checks[pk], change=True) if check else None,
            untracked=_original(reasons[pk]),
            changes=tuple(changes[pk]),
        )
    return found


def decided_by(series: Collection[str], report: str, *, on: date) -> list[str]:
    """Return the codes of the report's commitments that one of the series decides, as figure or reference."""
    of = Q(series__in=series) | Q(reference__in=series)
    plans = TargetPlan.objects.filter(of, commitment__report__slug=report, valid_from__lte=on)
    return list(plans.order_by("commitment__code").values_list("commitment__code", flat=True).distinct())


def answerable(report: str, *, on: date, code: str = "") -> list[Answerable]:
    """Return who answers for what on the day, leads first. History stays under the old name (T10).

    Before a unit's end it answers itself; from then on its successor. A unit without one answers no more.
    """
    bodies = {one.pk: one for one in Organisation.objects.all()}
    rows: Iterable[Any] = (
        Responsibility.objects.in_force(on)
        .filter(Q(commitment__code=code) if code else Q())
        .filter(commitment__report__slug=report, commitment__withdrawn=False)
        .annotate(code=F("commitment__code"))
        .select_related("post")
        .order_by("code", "pk")
    )
    order = {"lead": 0, "responsible": 1, "support": 2}
    made = [
        Answerable(row.code, row.part, heir, bodies[row.organisation_id], row.source, row.confirmed, row)
        for row in rows
        if (heir := _heir(row.organisation_id, bodies, on)) is not None
    ]
    return sorted(made, key=lambda each: (each.commitment, order[each.part]))


def promises_of(report: str) -> list[Promise]:
    """Return the report's commitments as task lists are matched with them."""
    rows = Commitment.objects.filter(report__slug=report, withdrawn=False).order_by("code")
    return [Promise(*values) for values in rows.values_list("code", "quote", "title")]


def named_organisations() -> list[Named]:
    """Return every organisation there is or was, as its names are looked up."""
    rows = Organisation.objects.order_by("code").values_list(
        "code", "name", "short", "kind", "valid_to", "successor__code"
    )
    return [
        Named(code=code, name=name, short=short, kind=kind, until=until, successor=successor)
        for code, name, short, kind, until, successor in rows
    ]


def _by_commitment(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.commitment_id].append(row)
    return grouped


def _original(versions: Iterable[Any]) -> Any:
    found = latest(versions, change=False)
    return None if found is None or found.withdrawn else found


def _tracked(plans: Iterable[TargetPlan], figures: Sequence[CommitmentTarget]) -> tuple[Tracked, ...]:
    grouped: dict[tuple[str, int], list[TargetPlan]] = defaultdict(list)
    for plan in plans:
        grouped[plan.quote, plan.nth].append(plan)
    made = []
    for (quote, nth), versions in grouped.items():
        if original := _original(versions):
            same = [figure for figure in figures if figure.quote == quote]
            figure = same[nth - 1] if 0 < nth <= len(same) else None
            made.append(Tracked(figure, original, latest(versions, change=True)))
    return tuple(made)


def _heir(pk: int, bodies: dict[int, Organisation], on: date) -> Organisation | None:
    here: Organisation | None = bodies[pk]
    for _ in range(len(bodies)):
        if here is None or here.valid_to is None or here.valid_to > on:
            return here
        here = bodies.get(here.successor_id) if here.successor_id else None
    return None
