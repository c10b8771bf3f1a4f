"""What a member of staff answers for or watches over: commitments with their lights, slips and claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.judging.queries import Standing, latest_day, standings
from luoshi.kernel.commitments.models import Commitment, HappeningKind
from luoshi.kernel.commitments.tracking.queries import Answerable, answerable
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.supervision.queries import Burden, burden, slips

_WORST_FIRST = ("far_behind", "behind", "unknown", "on_pace", "done")
UNIT_SAYS = (HappeningKind.STARTED, HappeningKind.NODE, HappeningKind.REPORTED)
OFFICE_SAYS = (HappeningKind.VERIFIED, HappeningKind.REFUTED, HappeningKind.BREACH)


@dataclass(frozen=True, slots=True)
class Duty:
    """A commitment with who answers for it, its light, and the slip that runs upon it."""

    standing: Standing
    units: tuple[Answerable, ...]
    slip: Case | None

    @property
    def lead(self) -> Answerable | None:
        """Return the unit in the lead."""
        return next((unit for unit in self.units if unit.part == "lead"), None)


@dataclass(frozen=True, slots=True)
class Duties:
    """All of it on a day, the worst first. ``watch`` tells whether the reader watches over everybody."""

    on: date | None
    rows: tuple[Duty, ...]
    watch: bool
    burden: Burden | None

    @property
    def disagreeing(self) -> tuple[Duty, ...]:
        """Return those whose unit reports it done while the records do not say so."""
        return tuple(row for row in self.rows if any(light.disagrees for light in row.standing.lights))


def duties_of(actor: Actor, *, today: date) -> Duties:
    """Return what the actor's bodies answer for; the supervision office sees everything."""
    report, watch = settings.CITY.home_report, actor.holds("supervisor") is not None
    on = latest_day(report, as_of=today)
    units: dict[str, list[Answerable]] = {}
    for each in answerable(report, on=today):
        units.setdefault(each.commitment, []).append(each)
    running = {case.data["commitment"]: case for case in slips().open().only("code", "data", "state")}
    rows = [
        Duty(standing, tuple(units.get(standing.commitment.code, ())), running.get(standing.commitment.code))
        for standing in standings(report, on=on)
        if watch or _answers(actor, units.get(standing.commitment.code, ()))
    ]
    rows.sort(key=lambda row: (_WORST_FIRST.index(row.standing.state), row.standing.commitment.code))
    return Duties(on, tuple(rows), watch, burden(report, on=on) if watch and on else None)


def duty_of(actor: Actor, code: str, *, today: date) -> Duty | None:
    """Return one of them, or None where the actor neither answers for it nor watches over it."""
    return next(
        (row for row in duties_of(actor, today=today).rows if row.standing.commitment.code == code), None
    )


def may_say(actor: Actor, duty: Duty) -> tuple[HappeningKind, ...]:
    """Return what the actor may say has happened: units report, the supervision office verifies."""
    said: tuple[HappeningKind, ...] = OFFICE_SAYS if actor.holds("supervisor") else ()
    return said + UNIT_SAYS if _answers(actor, duty.units) else said


def commitment_of(code: str) -> Commitment:
    """Return the commitment with its words."""
    return Commitment.objects.get(report__slug=settings.CITY.home_report, code=code)


def _answers(actor: Actor, units: tuple[Answerable, ...] | list[Answerable]) -> bool:
    return any(actor.holds(role, path=unit.assigned.path) for unit in units for role in ("head", "handler"))
