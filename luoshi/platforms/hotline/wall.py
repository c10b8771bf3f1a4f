"""What the operators' wall shows: today's intake, what is owed next, what came back. By indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.types import REQUEST

MINUTES = 10  # of one step of the intake
SOON = timedelta(hours=4)
SHOWN, BRANCHES = 12, 8
_WAITING = ("received", "returned", "disputed", "dispatched", "handling", "redo", "answered")
_CLOCKS = ("dispatch", "contact", "finish", "redo", "arbitrate")

# By the index request_by_opening: the requests of one day, told in one pass by each of four.
_TODAY = """
SELECT floor(extract(epoch FROM opened_at - %(start)s) / (60 * %(minutes)s))::integer,
       left(category, 2), path, locality, count(*), bool_or(simulated)
FROM hotline_request
WHERE opened_at >= %(start)s AND opened_at <= %(now)s
GROUP BY GROUPING SETS ((1), (2), (3), (4))
"""

# By the index request_by_state: what has not ended, and nothing of what has.
_STATES = """
SELECT state, count(*), bool_or(simulated)
FROM hotline_request WHERE state = ANY (%(states)s::text[]) GROUP BY state
"""

# By the index deadline_owed: what has run out or soon will.
_OWED = """
SELECT clock, count(*) FILTER (WHERE due_at < %(now)s), count(*) FILTER (WHERE due_at >= %(now)s)
FROM cases_deadline
WHERE status IN ('running', 'missed') AND due_at < %(soon)s
  AND clock = ANY (%(clocks)s::text[])
GROUP BY clock
"""

# Those that run out next, with their requests by their keys.
_NEXT = """
SELECT matter.code, matter.title, matter.path, owed.clock, owed.due_at
FROM cases_deadline AS owed
JOIN cases_case AS matter ON matter.id = owed.case_id
WHERE owed.status = 'running' AND owed.due_at >= %(now)s AND owed.due_at < %(soon)s
  AND owed.clock = ANY (%(clocks)s::text[]) AND matter.type = 'hotline'
ORDER BY owed.due_at
LIMIT %(shown)s
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """How many requests came in within some minutes of today."""

    begins: str
    requests: int


@dataclass(frozen=True, slots=True)
class Branch:
    """How many of today's requests belong to something; ``share`` is of the largest, in percent."""

    title: str
    requests: int
    share: int


@dataclass(frozen=True, slots=True)
class Owing:
    """How many deadlines of one clock have run out, and how many soon will."""

    title: str
    over: int
    soon: int


@dataclass(frozen=True, slots=True)
class Next:
    """A deadline that runs out soon."""

    code: str
    title: str
    unit: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall at one moment."""

    at: datetime
    today: int
    slots: tuple[Slot, ...]
    waiting: tuple[Branch, ...]
    owing: tuple[Owing, ...]
    soon: tuple[Next, ...]
    categories: tuple[Branch, ...]
    units: tuple[Branch, ...]
    districts: tuple[Branch, ...]
    simulated: bool


def wall_at(now: datetime) -> Wall:
    """Return what the wall shows. Five queries, however much there is."""
    start = datetime.combine(now.astimezone(LOCAL).date(), time.min, tzinfo=LOCAL)
    rows = ask(_TODAY, {"start": start, "now": now, "minutes": MINUTES})
    slots, categories, units, districts = (
        {row[part]: row[4] for row in rows if row[part] is not None} for part in range(4)
    )
    asked = {"now": now, "soon": now + SOON, "clocks": list(_CLOCKS), "shown": SHOWN}
    owed = {clock: (over, soon) for clock, over, soon in ask(_OWED, asked)}
    in_hand = ask(_STATES, {"states": list(_WAITING)})
    states = {state: count for state, count, _ in in_hand}
    titles = {clock.key: clock.title for clock in REQUEST.clocks}
    next_ones = ask(_NEXT, asked)
    names, places, regions = _names()
    return Wall(
        at=now,
        today=sum(slots.values()),
        slots=tuple(_slots(slots, (now - start) // timedelta(minutes=MINUTES))),
        waiting=_branches({key: states.get(key, 0) for key in _WAITING}, _state_titles(), sort=False),
        owing=tuple(Owing(titles[key], *owed.get(key, (0, 0))) for key in _CLOCKS),
        soon=tuple(
            Next(code, title, names.get(_last(path), ""), titles[clock], due)
            for code, title, path, clock, due in next_ones
        ),
        categories=_branches(categories, {one.code: one.title for one in city_table("hotline_categories")}),
        units=_branches({_last(path): count for path, count in units.items()}, names),
        districts=_branches(_by_region(districts, places), regions),
        simulated=any(row[5] for row in rows) or any(row[2] for row in in_hand),
    )


def _slots(counts: Mapping[int, int], last: int) -> Iterable[Slot]:
    for number in range(last + 1):
        hour, minute = divmod(number * MINUTES, 60)
        yield Slot(f"{hour:02}:{minute:02}", counts.get(number, 0))


def _branches(
    counts: Mapping[str, int], titles: Mapping[str, str], *, sort: bool = True
) -> tuple[Branch, ...]:
    most = max(counts.values(), default=0) or 1
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0])) if sort else list(counts.items())
    shown = found[:BRANCHES] if sort else found
    return tuple(Branch(titles.get(key, key), count, round(100 * count / most)) for key, count in shown)


def _state_titles() -> dict[str, str]:
    return {state.key: state.title for state in REQUEST.states}


def _by_region(localities: Mapping[str, int], places: Mapping[str, str]) -> Mapping[str, int]:
    """Return how many came from each district, whether its own code was given or that of a street."""
    counts: Counter[str] = Counter()
    for code, count in localities.items():
        counts[places.get(code, "")] += count
    return counts


def _names() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return by code the short names of all organisations and their districts, and the districts' names."""
    names, places, regions = {}, {}, {"": "未注明"}
    for code, region, kind, short in Organisation.objects.values_list("code", "region", "kind", "short"):
        names[code], places[code] = short, region[:6]
        if kind == Kind.DISTRICT:
            regions[region] = short
    return names, places, regions


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
