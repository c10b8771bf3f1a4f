"""What was changed, and nothing of it quietly: classes from month to month, revisions, withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from luoshi.kernel.base.periods import month_of
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.commitments.judging.queries import standings_on
from luoshi.kernel.commitments.judging.tracks import Revised, revisions_of
from luoshi.kernel.commitments.models import ChangeRecord, Commitment, Light, TargetPlan
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.portal.standing import Change, Days, changes_between, days_of

MOST = 200
FED_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Month:
    """What changed in a month: between its last day judged and the last before it."""

    days: Days
    start: date | None
    end: date | None
    classes: tuple[Change, ...]
    lights: tuple[Any, ...]
    records: tuple[ChangeRecord, ...]

    @property
    def months(self) -> list[date]:
        """Return the last day judged of each month, the latest first."""
        return list(reversed(ends_of_months(self.days.judged)))

    @property
    def simulated(self) -> bool:
        """Tell whether any of it rests on invented figures."""
        return any(one.light and one.light.simulated for one in self.classes) or any(
            light.simulated for light in self.lights
        )


def ends_of_months(days: Iterable[date]) -> list[date]:
    """Return the last of the days in each month, in order."""
    last: dict[tuple[int, int], date] = {}
    for day in sorted(days):
        last[day.year, day.month] = day
    return list(last.values())


def month_of_changes(report: str, asked: str) -> Month:
    """Return what changed in the month named as 2026-09, by default the last one judged. Five queries."""
    days = days_of(report)
    ends = ends_of_months(days.judged)
    end = next((day for day in ends if f"{day:%Y-%m}" == asked), ends[-1] if ends else None)
    start = days.before(end.replace(day=1)) if end else None
    if end is None:
        return Month(days, None, None, (), (), ())
    found = standings_on(report, days={day for day in (start, end) if day})
    classes = changes_between(found[start], found[end]) if start else []
    span = month_of(end)
    since, until = _midnight(span.start), _midnight(span.end)
    lights = revised_lights(report, Q(known_at__gte=since, known_at__lt=until))
    records = records_of(report, Q(at__gte=since, at__lt=until))
    return Month(days, start, end, tuple(classes), tuple(lights), tuple(records))


def revised_lights(report: str, within: Q | None = None) -> list[Light]:
    """Return the lights that took the place of another of the same day, each with what it said before.

    Only where the class, the words or the figure changed; the light before is kept. The latest first.
    """
    line: dict[str, Any] = {
        "partition_by": [F("commitment"), F("part"), F("adjusted"), F("on")],
        "order_by": ["known_at", "pk"],
    }
    lights = Light.objects.filter(commitment__report__slug=report, commitment__withdrawn=False)
    found = lights.annotate(
        state_before=Window(Lag("state"), **line),
        headline_before=Window(Lag("headline"), **line),
        actual_before=Window(Lag("actual"), **line),
    ).filter(Q(state_before__isnull=False), within or Q())
    changed = ~Q(state_before=F("state")) | ~Q(headline_before=F("headline"))
    rows = found.filter(changed).select_related("commitment").defer("text", "commitment__search")
    return list(rows.order_by("-known_at", "commitment__code", "part")[:MOST])


def records_of(report: str, within: Q | None = None) -> list[ChangeRecord]:
    """Return the changes of targets, deadlines and duties, those by due procedure told apart by origin."""
    rows = ChangeRecord.objects.filter(within or Q(), commitment__report__slug=report)
    return list(rows.select_related("commitment").defer("commitment__search").order_by("-at", "-pk")[:MOST])


def withdrawn_of(report: str) -> list[Commitment]:
    """Return the commitments that were taken out of the reviewed list, each with its history."""
    rows = Commitment.objects.filter(report__slug=report, withdrawn=True).defer("search")
    return list(rows.prefetch_related("revisions").order_by("code"))


@dataclass(frozen=True, slots=True)
class Corrected:
    """A revision of a published figure with the name of its series."""

    revised: Revised
    title: str
    unit: str


def corrected_figures(report: str, *, now: datetime) -> list[Corrected]:
    """Return the revisions of this year's published figures that commitments rest on. Two queries."""
    plans = TargetPlan.objects.filter(commitment__report__slug=report).order_by()
    keys = sorted(set(plans.values_list("series", flat=True)))
    known = outside_series()
    found = revisions_of(
        [key for key in keys if key in known],
        known_at=now,
        since=date(settings.CITY.year, 1, 1),
        limit=MOST,
    )
    return [Corrected(one, known[one.series].title, known[one.series].unit) for one in found]


def fed_changes(report: str) -> list[tuple[date, Change]]:
    """Return the changes of class of the last months as first judged, the latest first. Three queries.

    An entry never changes once it is out: later revisions do not touch it.
    """
    ends = ends_of_months(days_of(report).judged)[-FED_MONTHS - 1 :]
    found = standings_on(report, days=ends, first=True)
    fed = []
    for before, after in pairwise(ends):
        fed += [(after, change) for change in changes_between(found[before], found[after])]
    return list(reversed(fed))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)
