"""Questions about lights: as of a day, of a commitment, counted by class. A fixed number of queries each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.commitments.assessing.words import SHAPES
from luoshi.kernel.commitments.models import Commitment, Light

_WORST_FIRST = ("far_behind", "behind", "unknown", "on_pace", "done")


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment with its lights on a day: the worst of its targets stands for it, never an average."""

    commitment: Commitment
    lights: tuple[Light, ...]

    @property
    def light(self) -> Light | None:
        """Return the light that stands for the commitment, or None before there is any."""
        own = [light for light in self.lights if not light.adjusted]
        return min(own, key=lambda light: _WORST_FIRST.index(light.state), default=None)

    @property
    def state(self) -> str:
        """Return its class; without a light nothing can be told."""
        return self.light.state if self.light else "unknown"


def latest_day(report: str, *, as_of: date | None = None) -> date | None:
    """Return the last day the report's commitments were judged at, by the day given."""
    lights = Light.objects.filter(commitment__report__slug=report)
    if as_of is not None:
        lights = lights.filter(on__lte=as_of)
    return lights.order_by("-on").values_list("on", flat=True).first()


def judged_days(report: str) -> list[date]:
    """Return every day the report's commitments were judged at, in order."""
    days = Light.objects.filter(commitment__report__slug=report).order_by("on")
    return list(days.values_list("on", flat=True).distinct())


def standings(report: str, *, on: date | None) -> list[Standing]:
    """Return every commitment of the report with its lights of the day, as last known for that day."""
    return standings_on(report, days=[on] if on else [])[on]


def standings_on(
    report: str, *, days: Collection[date], first: bool = False, text: bool = False
) -> dict[date | None, list[Standing]]:
    """Return the standings of several days, and under None those without any light. Two queries.

    With ``first`` a light is taken as it was first made: what became known later changes nothing.
    ``text`` brings the canonical texts along.
    """
    commitments = list(
        Commitment.objects.filter(report__slug=report, withdrawn=False)
        .defer("search", "entities")
        .order_by("code")
    )
    lights: dict[date, dict[int, list[Light]]] = {day: {} for day in days}
    if days:
        rows = Light.objects.filter(commitment__report__slug=report, on__in=list(days))
        for light in _as_known(rows if text else rows.defer("text"), first=first):
            lights[light.on].setdefault(light.commitment_id, []).append(light)
    found: dict[date | None, list[Standing]] = {None: [Standing(one, ()) for one in commitments]}
    for day, held in lights.items():
        found[day] = [Standing(one, tuple(held.get(one.pk, ()))) for one in commitments]
    return found


def history_of(commitment: Commitment, *, until: date | None = None) -> list[Light]:
    """Return every light of the commitment, day by day, as each was first known and then revised."""
    lights = commitment.lights.order_by("part", "adjusted", "on", "known_at")
    return list(lights.filter(on__lte=until) if until else lights)


def counted(items: Iterable[Standing]) -> dict[str, int]:
    """Return how many commitments are in each class, in the fixed order."""
    counts = Counter(item.state for item in items)
    return {state: counts[state] for state in SHAPES}


def _as_known(rows: Iterable[Light], *, first: bool = False) -> list[Light]:
    latest: dict[tuple[date, int, str, bool], Light] = {}
    for light in sorted(rows, key=lambda one: (one.known_at, one.pk), reverse=first):
        latest[light.on, light.commitment_id, light.part, light.adjusted] = light
    return list(latest.values())
