"""What a member of staff answers for or watches over: commitments with their lights, slips and claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from luoshi.desk.vocabulary import Owner
from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.judging.queries import Standing, history_of, latest_day, standings
from luoshi.kernel.commitments.models import Commitment, HappeningKind, Light
from luoshi.kernel.commitments.tracking.queries import Answerable, answerable
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.supervision.queries import Burden, burden, open_slip_of, slips

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

    @property
    def owner(self) -> Owner:
        """Return whether somebody leads it, on whose word."""
        if self.lead is None:
            return Owner.NONE
        return Owner.CONFIRMED if self.lead.confirmed else Owner.SUGGESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What the list is narrowed to: words, a lead unit's code, a class, whether it has an owner."""

    q: str = ""
    unit: str = ""
    state: str = ""
    owner: str = ""

    def fits(self, duty: Duty) -> bool:
        """Tell whether the commitment is wanted."""
        commitment, lead = duty.standing.commitment, duty.lead
        return (
            (
                not self.q
                or any(self.q in text for text in (commitment.code, commitment.title, commitment.quote))
            )
            and (not self.unit or (lead is not None and lead.organisation.code == self.unit))
            and self.state in ("", duty.standing.state)
            and self.owner in ("", duty.owner)
        )


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

    @property
    def leads(self) -> list[Organisation]:
        """Return the units that lead any of them, each once, in the order of the directory."""
        found = {row.lead.organisation.pk: row.lead.organisation for row in self.rows if row.lead}
        return sorted(found.values(), key=lambda unit: unit.path)

    @property
    def suggested(self) -> list[tuple[Duty, Answerable]]:
        """Return the units that are only suggested, each with its commitment, in the order of the report."""
        found = [(row, unit) for row in self.rows for unit in row.units if not unit.confirmed]
        return sorted(found, key=lambda pair: pair[1].row.pk)

    def narrowed(self, to: Narrowing) -> tuple[Duty, ...]:
        """Return those that are wanted."""
        return tuple(row for row in self.rows if to.fits(row))


def duties_of(actor: Actor, *, today: date) -> Duties:
    """Return what the actor's bodies answer for; the supervision office sees everything.

    The number of queries does not grow with the commitments.
    """
    report, watch = settings.CITY.home_report, watches(actor)
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
    report = settings.CITY.home_report
    found = Commitment.objects.filter(report__slug=report, code=code, withdrawn=False)
    commitment = found.select_related("report").defer("search").first()
    if commitment is None:
        return None
    units = tuple(answerable(report, on=today, code=code))
    if not (watches(actor) or _answers(actor, units)):
        return None
    on = latest_day(report, as_of=today)
    lights = _last_known(history_of(commitment, until=on), on) if on else ()
    return Duty(Standing(commitment, lights), units, open_slip_of(code))


def may_say(actor: Actor, duty: Duty) -> tuple[HappeningKind, ...]:
    """Return what the actor may say has happened: units report, the supervision office verifies."""
    said: tuple[HappeningKind, ...] = OFFICE_SAYS if watches(actor) else ()
    return said + UNIT_SAYS if _answers(actor, duty.units) else said


def watches(actor: Actor) -> bool:
    """Tell whether the actor watches over every commitment."""
    return actor.holds("supervisor") is not None


def _last_known(lights: Iterable[Light], on: date) -> tuple[Light, ...]:
    last = {(light.part, light.adjusted): light for light in lights if light.on == on}
    return tuple(last.values())


def _answers(actor: Actor, units: Sequence[Answerable]) -> bool:
    return any(actor.holds(role, path=unit.assigned.path) for unit in units for role in ("head", "handler"))
