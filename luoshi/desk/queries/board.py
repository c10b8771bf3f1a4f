"""The board of a type by state, and the deadlines of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from luoshi.desk.queries.dues import DueAt, first_dues
from luoshi.desk.queries.rows import Row, rows_of
from luoshi.desk.rules import weeks_of
from luoshi.kernel.calendar.models import CalendarDay
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL, DayKind
from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.declarations import CaseType, State
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.cases.registry import case_types

IN_COLUMN = 20
IN_DAY = 5
IN_MONTH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """The cases in one state, the most urgent first; ``more`` where not all of them are here."""

    state: State
    rows: list[Row]
    more: bool


def type_of(branches: Sequence[CaseQuerySet]) -> CaseType | None:
    """Return the type of the case that is due first, the first declared where there is none. One query."""
    firsts = [cases.order_by("due_at", "pk").values_list("due_at", "pk", "type")[:1] for cases in branches]
    found = sorted(firsts[0].union(*firsts[1:]) if firsts else (), key=lambda row: (row[0] is None, row))
    types = case_types()
    return types.get(found[0][2]) if found else next(iter(types.values()), None)


def board_of(
    branches: Sequence[CaseQuerySet], declared: CaseType, sight: Sight, at: datetime, *, ended: bool
) -> list[Column]:
    """Return a column for every state of the type. One query for all columns, and those of the lines.

    The cases are those of the branches together.
    """
    states = [state for state in declared.states if ended or not state.end]
    columns = [
        cases.filter(type=declared.key, state=state.key)
        .order_by("due_at", "pk")
        .values_list("due_at", "pk")[: IN_COLUMN + 1]
        for state in states
        for cases in branches
    ]
    chosen = list(columns[0].union(*columns[1:])) if columns else []
    chosen.sort(key=lambda place: (place[0] is None, place))
    in_state: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of([pk for _, pk in chosen], sight, at):
        in_state[row.state.key].append(row)
    return [
        Column(state, in_state[state.key][:IN_COLUMN], len(in_state[state.key]) > IN_COLUMN)
        for state in states
    ]


@dataclass(slots=True)
class Due:
    """A deadline on a day of the month's page."""

    code: str
    title: str
    clock: str
    overdue: bool
    simulated: bool


@dataclass(slots=True)
class Day:
    """A day of the month's page: whether offices work, what it is called, and what falls due."""

    date: date
    inside: bool
    today: bool
    working: bool
    made_up: bool
    name: str
    dues: list[Due] = field(default_factory=list)
    more: int = 0  # deadlines for which there is no room


@dataclass(frozen=True, slots=True)
class Month:
    """A month's page. ``full`` where more is due than a page holds."""

    weeks: list[list[Day]]
    provisional: bool
    full: bool
    number: int

    @property
    def days(self) -> list[Day]:
        """Return the days in order."""
        return [day for week in self.weeks for day in week]


def month_of(branches: Sequence[CaseQuerySet], first: date, at: datetime) -> Month:
    """Return the month with the deadlines still owed of the cases of the branches. Five queries at most."""
    calendar, today = working_calendar(), at.astimezone(LOCAL).date()
    weeks = weeks_of(first.year, first.month)
    start, end = weeks[0][0], weeks[-1][-1]
    marked = {
        day: (kind, name)
        for day, kind, name in CalendarDay.objects.filter(date__range=(start, end)).values_list(
            "date", "kind", "name"
        )
    }
    days = {}
    for day in (start + timedelta(days=n) for n in range((end - start).days + 1)):
        kind, name = marked.get(day, ("", ""))
        days[day] = Day(
            date=day,
            inside=(day.year, day.month) == (first.year, first.month),
            today=day == today,
            working=calendar.is_working_day(day),
            made_up=kind == DayKind.MAKEUP,
            name=name,
        )
    between = (_midnight(start), _midnight(end + timedelta(days=1)) - timedelta(microseconds=1))
    dues = first_dues(branches, between, most=IN_MONTH + 1)
    by_day: dict[date, list[DueAt]] = defaultdict(list)
    for due in dues[:IN_MONTH]:
        by_day[due.due_at.astimezone(LOCAL).date()].append(due)
    shown = {pk for on_day in by_day.values() for _, _, pk in on_day[:IN_DAY]}
    named = Case.objects.filter(pk__in=shown).values_list("pk", "type", "code", "title", "simulated")
    about = {pk: (key, code, title, simulated) for pk, key, code, title, simulated in named}
    for on, on_day in by_day.items():
        days[on].more = max(len(on_day) - IN_DAY, 0)
        for due_at, clock, pk in on_day[:IN_DAY]:
            key, code, title, simulated = about[pk]
            declared = case_types().get(key)
            word = next((c.title for c in declared.clocks if c.key == clock), "") if declared else ""
            days[on].dues.append(Due(code, title, word, due_at < at, simulated))
    return Month(
        [[days[day] for day in week] for week in weeks],
        provisional=first.year not in calendar.published,
        full=len(dues) > IN_MONTH,
        number=len(dues[:IN_MONTH]),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LOCAL)
