"""What an act does to the deadlines of its case: stop, pause, resume, extend, start. No query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.rules import Due, WorkingCalendar
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import CaseType, Clock
from luoshi.kernel.cases.models import Deadline

_STATUS = Deadline.Status
GOING = (_STATUS.RUNNING, _STATUS.PAUSED)
OWED = (*GOING, _STATUS.MISSED)  # a missed deadline is still owed until its act is done

MISSED = "clock.missed"
LAPSED = "clock.lapsed"
WARNED = "clock.warned"

_Calendar = Callable[[], WorkingCalendar]


@dataclass(slots=True)
class Ticks:
    """The deadlines an act began and those it changed."""

    begun: list[Deadline] = field(default_factory=list)
    changed: list[Deadline] = field(default_factory=list)


@cache
def moving(declared: CaseType) -> frozenset[str]:
    """Return the actions that move a clock of the type."""
    clocks = declared.clocks
    named = [key for clock in clocks for key in (*clock.start, *clock.stop)]
    named += [key for clock in clocks for key in clock.void]
    named += [key for clock in clocks for pause in clock.pauses for key in (pause.start, pause.stop)]
    return frozenset([*named, *(extension.action for clock in clocks for extension in clock.extensions)])


def wind(
    context: Context,
    action: str,
    *,
    seq: int,
    deadlines: Iterable[Deadline],
    units: Mapping[str, int],
    mover_path: str,
    calendar: _Calendar,
    make: Callable[..., Deadline] = Deadline,
) -> Ticks:
    """Return what the act does to the deadlines. ``context`` is after the act.

    ``units`` gives the id of each organisation in play by its code; ``mover_path`` is the path of the
    organisation for which the act was done, "" for none: it settles whose of several deadlines stops.
    The calendar is asked for only where a date is to be found. ``make`` makes the row of a new deadline.
    """
    ticks, owed = Ticks(), _by_clock(deadlines)
    for clock in context.type.clocks:
        rows = owed.get(clock.key, [])
        if not rows and action not in clock.start:
            continue
        if action in clock.stop:
            for row in rows:
                if not clock.each or _moves_for(context, row, units, mover_path):
                    _stop(row, clock, context.at, calendar)
                    ticks.changed.append(row)
        if action in clock.void:
            for row in rows:
                row.status, row.stopped_at = _STATUS.VOID, context.at
                ticks.changed.append(row)
        for row in rows:
            if row.status in GOING and _adjust(row, clock, action, context, seq, calendar):
                ticks.changed.append(row)
        ticks.changed += _hand_over(rows, clock, context, units)
        if action in clock.start and _applies(clock, context):
            busy = {row.unit_id for row in rows if row.status in OWED}
            ticks.begun += [
                begin(clock, context, seq=seq, unit=unit, calendar=calendar, make=make)
                for unit in _owing(clock, context, units)
                if unit not in busy
            ]
    ticks.changed = list({id(row): row for row in ticks.changed}.values())
    return ticks


def begin(
    clock: Clock,
    context: Context,
    *,
    seq: int,
    unit: int,
    calendar: _Calendar,
    make: Callable[..., Deadline] = Deadline,
) -> Deadline:
    """Return a new, unsaved deadline for the unit."""
    within, law = context.term(clock.within) if isinstance(clock.within, str) else (clock.within, clock.law)
    row = make(
        clock=clock.key,
        law=str(law),
        unit_id=unit,
        seq=seq,
        started_at=_anchored(clock, context) or context.at,
        term=f"{within.n} {within.unit}" if within else "",
        extensions=[],
        pauses=[],
    )
    set_due(row, clock, calendar())
    return row


def set_due(row: Deadline, clock: Clock, calendar: WorkingCalendar) -> None:
    """Compute when the deadline falls and when to warn of it."""
    due = due_of(row, clock, calendar)
    if clock.warn and due.at != row.due_at:  # a day that stays is not warned of twice
        row.warn_at = calendar.due(due.at, clock.warn, roll=False, backwards=True).at
    row.due_at, row.strict_at, row.provisional = due.at, due.strict_at, due.provisional


def due_of(row: Deadline, clock: Clock, calendar: WorkingCalendar) -> Due:
    """Return when the deadline falls under the calendar given; while it is paused, as if it went on now."""
    terms = tuple(term_of(text) for text in (row.term, *(e["term"] for e in row.extensions)) if text)
    if not terms:
        end = datetime.combine(row.started_at.astimezone(LOCAL).date(), time.max, tzinfo=LOCAL)
        return Due(end, end, provisional=False)
    if clock.backwards:
        return calendar.due(row.started_at, terms[0], roll=False, backwards=True)
    paused = [(_moment(span["from"]), _moment(span["to"])) for span in row.pauses if span["to"]]
    return calendar.due_after(row.started_at, terms, roll=clock.roll, paused=paused)


def run_out(row: Deadline, clock: Clock, now: datetime) -> None:
    """Let the deadline end without its act: a right lapses, a duty is missed and owed until it is done."""
    row.status, row.warn_at = (_STATUS.LAPSED if clock.lapses else _STATUS.MISSED), None
    row.stopped_at = now if clock.lapses else None


def said_of(row: Deadline, unit: str) -> dict[str, Any]:
    """Return what an event says of a deadline that is near or has run out; ``unit`` is the code of whose."""
    return {"clock": row.clock, "due": row.due_at, "unit": unit, "law": row.law}


@cache
def term_of(text: str) -> Term:
    """Return the term kept as "3 month"."""
    n, unit = text.split()
    return Term(int(n), Unit(unit))


def _by_clock(deadlines: Iterable[Deadline]) -> dict[str, list[Deadline]]:
    owed: dict[str, list[Deadline]] = {}
    for row in deadlines:
        if row.status in OWED:
            owed.setdefault(row.clock, []).append(row)
    return owed


def _applies(clock: Clock, context: Context) -> bool:
    """Without the date it runs to there is no deadline."""
    dated = not clock.anchor or context.standing.data.get(clock.anchor)
    return bool(dated) and (clock.when is None or clock.when(context))


def _stop(row: Deadline, clock: Clock, at: datetime, calendar: _Calendar) -> None:
    if row.status == _STATUS.PAUSED:  # the time that was left out belongs to the unit
        row.pauses = _ended(row, {span["action"] for span in row.pauses}, at)
        set_due(row, clock, calendar())
    late = row.status == _STATUS.MISSED or at > row.due_at
    row.status = (_STATUS.LAPSED if clock.lapses else _STATUS.LATE) if late else _STATUS.MET
    row.stopped_at = at


def _adjust(
    row: Deadline, clock: Clock, action: str, context: Context, seq: int, calendar: _Calendar
) -> bool:
    """Pause, resume or extend, and tell whether anything of it happened."""
    if row.status == _STATUS.RUNNING and context.at > row.due_at:
        return False  # it has run out, noted by the sweep or not yet
    granted, before = len(row.extensions), (row.status, row.pauses, row.extensions)
    row.pauses = _ended(row, {pause.start for pause in clock.pauses if pause.stop == action}, context.at)
    lasting = [span["action"] for span in row.pauses if not span["to"]]
    if action not in lasting and any(pause.start == action for pause in clock.pauses):
        lasting.append(action)
        row.pauses = [*row.pauses, {"action": action, "from": context.at.isoformat(), "to": None}]
    row.status = _STATUS.PAUSED if lasting else _STATUS.RUNNING
    if granted < len(clock.extensions) and clock.extensions[granted].action == action:
        term = clock.extensions[granted].term
        entry = {"action": action, "term": f"{term.n} {term.unit}", "seq": seq}
        row.extensions = [*row.extensions, entry]
    if before == (row.status, row.pauses, row.extensions):
        return False
    set_due(row, clock, calendar())
    return True


def _ended(row: Deadline, starts: set[str], at: datetime) -> list[dict[str, Any]]:
    """Return the pauses, with those that the acts in ``starts`` began ended now."""
    return [
        span if span["to"] or span["action"] not in starts else span | {"to": at.isoformat()}
        for span in row.pauses
    ]


def _moves_for(context: Context, row: Deadline, units: Mapping[str, int], mover_path: str) -> bool:
    """Tell whether the act stops this deadline: a co-handler's stops its own, anyone else's those of all."""
    paths = context.assisting_paths.items() if mover_path else ()
    own = {units[code] for code, path in paths if path.startswith(mover_path)}
    return not own or row.unit_id in own


def _owing(clock: Clock, context: Context, units: Mapping[str, int]) -> list[int]:
    codes = context.standing.assisting if clock.each else (context.standing.unit,)
    return [units[code] for code in codes]


def _hand_over(
    rows: list[Deadline], clock: Clock, context: Context, units: Mapping[str, int]
) -> list[Deadline]:
    """Take running deadlines along when the case changes hands, even by an act that begins the clock.

    A statute starts none anew. One that was missed stays with whom missed it.
    """
    unit = units[context.standing.unit]
    moved = [] if clock.each else [row for row in rows if row.status in GOING and row.unit_id != unit]
    for row in moved:
        row.unit_id = unit
    return moved


def _anchored(clock: Clock, context: Context) -> datetime | None:
    if not clock.anchor:
        return None
    day = date.fromisoformat(str(context.standing.data[clock.anchor]))
    return datetime.combine(day, time.min, tzinfo=LOCAL)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
