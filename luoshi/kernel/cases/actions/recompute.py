"""A published calendar moves open deadlines: each that changes gets one event that says from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import WorkingCalendar
from luoshi.kernel.cases.actions.preparing import draft_of, locked
from luoshi.kernel.cases.clocks import GOING, set_due
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import SYSTEM

RECOMPUTED = "clock.recomputed"


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that moves, and from when to when."""

    case: str
    clock: str
    was: datetime
    now: datetime
    provisional: bool


def recompute_clocks(*, at: datetime, commit: bool = True) -> list[Move]:
    """Set open deadlines by the calendar that is loaded, and return those that moved or were confirmed.

    With ``commit=False`` nothing is written: the list is what a legal officer looks at before signing.
    """
    calendar = working_calendar()
    going = Deadline.objects.filter(status__in=GOING).select_related("case")
    found = [move for row in going.order_by("case_id", "pk") if (move := _move(row.case, row, calendar))]
    if not commit:
        return found
    codes = dict.fromkeys(move.case for move in found)
    return [move for code in codes for move in _recompute(code, calendar, at=at)]


def _move(case: Case, row: Deadline, calendar: WorkingCalendar) -> Move | None:
    """Set the deadline anew, and tell from when to when it moves."""
    clock = next((clock for clock in case_type(case.type).clocks if clock.key == row.clock), None)
    was = (row.due_at, row.provisional)
    if clock is None:
        return None
    set_due(row, clock, calendar)
    now = (row.due_at, row.provisional)
    return Move(case.code, clock.key, was[0], *now) if now != was else None


@transaction.atomic
def _recompute(code: str, calendar: WorkingCalendar, *, at: datetime) -> list[Move]:
    row = locked(code)
    context, draft = draft_of(case_type(row.type), row, actor=SYSTEM, at=at)
    moves = []
    for deadline in draft.deadlines:
        if deadline.status in GOING and (move := _move(row, deadline, calendar)):
            moves.append(move)
            deadline.save(update_fields=["due_at", "strict_at", "provisional", "warn_at"])
            data = {"clock": move.clock, "was": move.was, "due": move.now, "provisional": move.provisional}
            draft.append(RECOMPUTED, context=context, data=data)
    return moves
