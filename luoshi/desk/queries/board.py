"""The board of a type by state, and the deadlines of a month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from luoshi.desk.queries.lists import Row, rows_of
from luoshi.desk.rules import weeks_of
from luoshi.kernel.calendar.models import CalendarDay
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL, DayKind
from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.declarations import CaseType, State
from luoshi.kernel.cases.models import CaseQuerySet, Deadline
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


def board_of(
    cases: CaseQuerySet, declared: CaseType, sight: Sight, at: datetime, *, ended: bool
) -> list[Column]:
    """Return a column for every state of the type. One query for all columns, one for their cases."""
    states = [state for state in declared.states if ended or not state.end]
    columns = [
        cases.filter(type=declared.key, state=state.key)
        .order_by("due_at", "pk")
        .values("pk")[: IN_COLUMN + 1]
        for state in states
    ]
    chosen = [row["pk"] for row in columns[0].union(*columns[1:], all=True)] if columns else []
    shown = type(cases)(cases.model).filter(pk__in=chosen).select_related("unit", "assignee").defer("search")
    in_state: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(list(shown.order_by("due_at", "pk")), sight, at):
        in_state[row.state.key].append(row)
    return [
        Column(state, in_state[state.key][:IN_COLUMN], len(in_state[state.key]) > IN_COLUMN)
        for state in states
    ]


@dataclass(slots=True)
class Due:
    """A deadline on a day of the month's page."""

    deadline: Deadline
    clock: str
    overdue: bool


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

    @property
    def shown(self) -> list[Due]:
        """Return the deadlines for which there is room."""
        return self.dues[:IN_DAY]

    @property
    def more(self) -> int:
        """Return how many are left out."""
        return max(len(self.dues) - IN_DAY, 0)


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


def month_of(cases: CaseQuerySet, first: date, at: datetime) -> Month:
    """Return the month with the deadlines of the cases that are still owed. Three queries."""
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
    owed = Deadline.objects.filter(status__in=OWED, due_at__range=between, case__in=cases.values("pk"))
    dues = list(owed.select_related("case").defer("case__search", "case__data")[: IN_MONTH + 1])
    for deadline in dues[:IN_MONTH]:
        declared = case_types().get(deadline.case.type)
        clock = next((c.title for c in declared.clocks if c.key == deadline.clock), "") if declared else ""
        day_due = deadline.due_at.astimezone(LOCAL).date()
        days[day_due].dues.append(Due(deadline, clock, deadline.due_at < at))
    return Month(
        [[days[day] for day in week] for week in weeks],
        provisional=first.year not in calendar.published,
        full=len(dues) > IN_MONTH,
        number=len(dues[:IN_MONTH]),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LOCAL)
