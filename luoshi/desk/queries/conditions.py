"""The conditions of lists, composed once for all who stand in the same posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from luoshi.desk.queries.turn import checking_condition, turn_condition, under
from luoshi.desk.rules import end_of_week
from luoshi.desk.vocabulary import Due, Section
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Kind, Sight
from luoshi.kernel.cases.models import Case
from luoshi.kernel.composed import Blank, Where, both, filled, where_of

KINDS = 500  # of sights, whose conditions are kept
_AT: Any = Blank("at")
_WEEK: Any = Blank("week")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is visible, whole and in branches by an index each, and what makes a case part of a section.

    None where that is no case. All have blanks, which ``filled_for`` fills.
    """

    seen: Where | None
    branches: tuple[Where, ...]
    sections: dict[Section, Where | None]

    def of(self, section: Section) -> list[Where]:
        """Return the visible cases of the section."""
        return both([self.seen] if self.seen else [], self.sections[section])

    def parts_of(self, section: Section) -> list[Where]:
        """Return the same cases in parts."""
        return both(self.branches, self.sections[section])


@lru_cache(KINDS)
def conditions(kind: Kind) -> Conditions:
    """Return the conditions of everybody whose sight is of the kind."""
    sight = kind.sight()
    branches = [_composed(branch) for branch in sight.branches]
    return Conditions(
        seen=_composed(sight.condition),
        branches=tuple(branch for branch in branches if branch),
        sections={section: _composed(_section(section, sight)) for section in Section},
    )


def filled_for(sight: Sight, where: Where, at: datetime) -> Where:
    """Return the condition of the kind as it is for one person at a moment."""
    return filled(where, values_of(sight, at))


def values_of(sight: Sight, at: datetime) -> dict[str, Any]:
    """Return what is to be put in the blanks."""
    return sight.values | {"at": at, "week": end_of_week(at.astimezone(LOCAL).date())}


def due_condition(due: Due, at: Any, week: Any) -> Q:
    """Return the condition of cases that are due then."""
    match due:
        case Due.OVERDUE:
            return Q(due_at__lt=at)
        case Due.WEEK:
            return Q(due_at__gte=at, due_at__lte=week)
        case Due.NONE:
            return Q(due_at=None)


def _section(section: Section, sight: Sight) -> Q:
    actor = sight.actor
    match section:
        case Section.TURN:
            return turn_condition(actor, sight.signed)
        case Section.MINE:
            return Q(closed_at=None, assignee=actor.account)
        case Section.UNIT:
            return Q(closed_at=None) & under(actor.paths)
        case Section.OVERDUE:
            return due_condition(Due.OVERDUE, _AT, _WEEK)
        case Section.WEEK:
            return due_condition(Due.WEEK, _AT, _WEEK)
        case Section.CHECK:
            return checking_condition(actor, _AT, sight.signed)
        case Section.ALL:
            return Q()


def _composed(condition: Q) -> Where | None:
    return where_of(Case.objects.filter(condition))
