"""Where the promises stand on a day: the classes, who is behind, what changed, what falls due."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q

from luoshi.kernel.commitments.assessing import RuleSet
from luoshi.kernel.commitments.assessing.words import SHAPES
from luoshi.kernel.commitments.judging.queries import Standing, counted, judged_days, standings_on
from luoshi.kernel.commitments.judging.tracks import rules_by_name
from luoshi.kernel.commitments.models import Check, Commitment, Light, TargetPlan

SOON = timedelta(days=60)
STATES = tuple(SHAPES)
_WORST_FIRST = ("far_behind", "behind", "unknown", "on_pace", "done")


@dataclass(frozen=True, slots=True)
class Days:
    """The days a report was judged at, and the one that is shown.

    ``asked`` is the day a visitor named: then every light is shown as it was first made, so that nothing
    that came later changes the page.
    """

    judged: tuple[date, ...]
    asked: date | None
    shown: date | None

    @property
    def first(self) -> bool:
        """Tell whether lights are shown as first made."""
        return self.asked is not None

    @property
    def month_before(self) -> date | None:
        """Return the last day judged before the month of the day shown."""
        return self.before(self.shown.replace(day=1)) if self.shown else None

    def before(self, day: date) -> date | None:
        """Return the last day judged before the day."""
        return self.until(day - timedelta(days=1))

    def until(self, day: date) -> date | None:
        """Return the last day judged by the day."""
        place = bisect_right(self.judged, day)
        return self.judged[place - 1] if place else None


def days_of(report: str, asked: str = "") -> Days:
    """Return the days of the report, the one shown being the last by the day asked for. One query.

    What is no day is as if nothing had been asked.
    """
    judged = tuple(judged_days(report))
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        day = None
    found = Days(judged, day, None)
    shown = found.until(day) if day else (judged[-1] if judged else None)
    return Days(judged, day, shown)


@dataclass(frozen=True, slots=True)
class Change:
    """A commitment whose class is another than it was."""

    commitment: Commitment
    before: str
    after: str
    light: Light | None


@dataclass(frozen=True)
class Board:
    """Every commitment as it stands on the day shown, and as it stood at the end of the month before."""

    days: Days
    items: tuple[Standing, ...]
    earlier: tuple[Standing, ...] = ()

    @property
    def on(self) -> date | None:
        """Return the day shown, None before there is any light."""
        return self.days.shown

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many commitments are in each class, in the fixed order."""
        return counted(self.items)

    @property
    def total(self) -> int:
        """Return how many commitments there are."""
        return len(self.items)

    @property
    def late(self) -> int:
        """Return how many are behind or far behind."""
        return self.counts["behind"] + self.counts["far_behind"]

    @property
    def aspirational(self) -> int:
        """Return how many only 力争: counted apart."""
        return sum(item.commitment.strength == "aspirational" for item in self.items)

    @cached_property
    def by_pk(self) -> dict[int, Standing]:
        """Return the standings by commitment."""
        return {item.commitment.pk: item for item in self.items}

    def in_state(self, state: str) -> list[int]:
        """Return the commitments of a class; "late" is behind and far behind together."""
        wanted = ("behind", "far_behind") if state == "late" else (state,)
        return [item.commitment.pk for item in self.items if item.state in wanted]

    @property
    def lights(self) -> Iterable[Light]:
        """Return every light that is shown."""
        return (light for item in self.items for light in item.lights)

    @cached_property
    def simulated(self) -> bool:
        """Tell whether any light rests on invented figures."""
        return any(light.simulated for light in self.lights)

    @cached_property
    def rule(self) -> RuleSet | None:
        """Return the rule set the lights were made by, None before there is any."""
        light = next(iter(self.lights), None)
        return rule_of(light) if light else None

    @property
    def behind(self) -> list[Standing]:
        """Return what is behind, the furthest first."""
        late = [item for item in self.items if item.state in ("far_behind", "behind")]
        return sorted(late, key=lambda item: _WORST_FIRST.index(item.state))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Return why nothing can be told of some, the commonest reason first."""
        unknown = [item for item in self.items if item.state == "unknown"]
        return Counter(item.light.headline if item.light else "" for item in unknown).most_common()

    @property
    def changed(self) -> list[Change]:
        """Return what changed class since the end of the month before, for the worse first."""
        return changes_between(self.earlier, self.items) if self.days.month_before else []


def board_of(report: str, asked: str = "", *, with_month_before: bool = False, text: bool = False) -> Board:
    """Return the board of the day asked for, by default of the last day judged. Three queries."""
    days = days_of(report, asked)
    wanted = {day for day in (days.shown, days.month_before if with_month_before else None) if day}
    found = standings_on(report, days=wanted, first=days.first, text=text)
    earlier = found[days.month_before] if days.month_before in wanted else []
    return Board(days, tuple(found[days.shown]), tuple(earlier))


def changes_between(before: Sequence[Standing], after: Sequence[Standing]) -> list[Change]:
    """Return what changed class, what got worse first."""
    then = {item.commitment.pk: item.state for item in before}
    found = [
        Change(item.commitment, then[item.commitment.pk], item.state, item.light)
        for item in after
        if item.commitment.pk in then and then[item.commitment.pk] != item.state
    ]
    return sorted(found, key=lambda one: (_WORST_FIRST.index(one.after), one.commitment.code))


def rule_of(light: Light) -> RuleSet | None:
    """Return the rule set a light was made by, None where the city no longer keeps it."""
    return rules_by_name(settings.CITY.rules_folder).get((light.rule, light.rule_version))


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which promises fall due, with those that do."""

    on: date
    items: tuple[Standing, ...]

    @property
    def done(self) -> int:
        """Return how many of them are done."""
        return sum(item.state == "done" for item in self.items)

    @property
    def worst_first(self) -> list[Standing]:
        """Return them with the furthest behind first and the done ones last."""
        return sorted(self.items, key=lambda item: _WORST_FIRST.index(item.state))

    @property
    def open(self) -> list[Standing]:
        """Return those that are not done, the furthest behind first."""
        return [item for item in self.worst_first if item.state != "done"]


def due_soon(board: Board, report: str, *, on: date, within: timedelta = SOON) -> list[Due]:
    """Return the deadlines of the coming days, the nearest first. Two queries."""
    deadlines = deadlines_of(report, on=on)
    by_day: dict[date, list[Standing]] = {}
    for item in board.items:
        for day in sorted(deadlines.get(item.commitment.pk, set())):
            if on < day <= on + within:
                by_day.setdefault(day, []).append(item)
    return [Due(day, tuple(by_day[day])) for day in sorted(by_day)]


def deadlines_of(report: str, *, on: date) -> dict[int, set[date]]:
    """Return every deadline that holds on the day, by commitment: of a changed target the changed one."""
    latest: dict[tuple[Any, ...], Any] = {}
    of = Q(commitment__report__slug=report, valid_from__lte=on)
    plans = TargetPlan.objects.filter(of).only("commitment_id", "quote", "nth", "deadline", "withdrawn")
    for plan in plans.order_by("version"):
        latest[plan.commitment_id, plan.quote, plan.nth] = plan
    for check in Check.objects.filter(of).only("commitment_id", "deadline", "withdrawn").order_by("version"):
        latest[check.commitment_id, "", 0] = check
    found: dict[int, set[date]] = {}
    for row in latest.values():
        if not row.withdrawn:
            found.setdefault(row.commitment_id, set()).add(row.deadline)
    return found
