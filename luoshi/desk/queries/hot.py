"""Hot issues as the desk shows them: words and counts to all who work with requests, texts to who may read
each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.actions.issuing import LEAST_PERSONS
from luoshi.platforms.hotline.models import HotIssue, HotMember, HotSurge

SHOWN = 100  # issues of a list, members of an issue
_SURGES = 14  # days back that surges are listed
_TREND = 60  # days of a trend
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which district, by its code, and of which main category."""

    district: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A hot issue in a list. ``title`` is its representative request's, empty to who may not read that."""

    issue: HotIssue
    place: str
    category: str
    title: str
    surging: bool

    @property
    def change(self) -> str:
        """Return the growth with its sign."""
        return f"{self.issue.growth:+d}" if self.issue.growth else "0"


@dataclass(frozen=True, slots=True)
class Surged:
    """A day that stood out."""

    row: HotSurge
    place: str
    category: str

    @property
    def weeks(self) -> int:
        """Return with how many weekdays it was compared."""
        return len(self.row.compared)

    @property
    def before(self) -> str:
        """Return their counts in words, the latest first."""
        return "、".join(map(str, self.row.compared))


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page of hot issues shows."""

    lines: list[Line]
    total: int
    surges: list[Surged]
    districts: list[Organisation]
    categories: list[tuple[str, str]]
    simulated: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a trend."""

    on: date
    messages: int
    persons: int


@dataclass(frozen=True, slots=True)
class Opened:
    """One hot issue with what the reader may see of it."""

    line: Line
    gone: list[str]
    representative: Case | None
    members: list[Case]
    visible: int
    trend: list[Day]

    @property
    def hidden(self) -> int:
        """Return how many of its requests the reader may not see."""
        return max(0, self.line.issue.messages - self.visible)


class Places:
    """The organisations of places by path. One query, when first asked."""

    def __init__(self, *, on: date) -> None:
        self.on = on

    @cached_property
    def names(self) -> dict[str, str]:
        """Return their short names."""
        kinds = (Kind.DISTRICT, Kind.STREET, Kind.TOWN, Kind.GOVERNMENT)
        return dict(Organisation.objects.filter(kind__in=kinds).values_list("path", "short"))

    @cached_property
    def districts(self) -> list[Organisation]:
        """Return the districts and counties of the day."""
        return list(
            Organisation.objects.in_force(self.on).filter(kind=Kind.DISTRICT).order_by("region", "path")
        )

    def path_of(self, district: str) -> str:
        """Return the path of the district of that code, or nothing."""
        return next((body.path for body in self.districts if body.code == district), "")

    def name(self, path: str) -> str:
        """Return the name of a place with that of its district: 铁西区 站前街道."""
        inside = next((body.path for body in self.districts if path.startswith(body.path)), "")
        names = [self.names.get(each, "") for each in dict.fromkeys((inside, path)) if each]
        return " ".join(name for name in names if name)


def hot_issues(wanted: Wanted, *, sight: Sight, on: date) -> Listed:
    """Return the hottest issues and the surges of the last days. A fixed number of queries."""
    places = Places(on=on)
    rows = HotIssue.objects.listed().filter(persons__gte=LEAST_PERSONS)
    if path := places.path_of(wanted.district):
        rows = rows.filter(place__startswith=path)
    if wanted.category:
        rows = rows.filter(category__startswith=wanted.category)
    surges = _surges(places, on=on)
    found = list(rows.select_related("topic").order_by("-heat", "pk")[:SHOWN])
    return Listed(
        lines=_lines(found, places, surges, sight=sight),
        total=rows.count(),
        surges=surges,
        districts=places.districts,
        categories=_main_categories(),
        simulated=any(row.simulated for row in found) or any(one.row.simulated for one in surges),
    )


def hot_issue(code: str) -> HotIssue | None:
    """Return the issue of that code, also one that went into another or is past."""
    rows = HotIssue.objects.filter(code=code, persons__gte=LEAST_PERSONS)
    return rows.select_related("topic", "into").first()


def opened(issue: HotIssue, *, sight: Sight, on: date) -> Opened:
    """Return the issue with its trend, and those of its requests that the reader may see."""
    places = Places(on=on)
    members = HotMember.objects.filter(cluster=issue.cluster)
    seen = Case.objects.filter(sight.condition, pk__in=members.values("request"))
    cases = list(seen.order_by("-opened_at", "-pk")[:SHOWN])
    representative = next((one for one in cases if one.pk == issue.representative_id), None)
    if representative is None:
        representative = Case.objects.filter(sight.condition, pk=issue.representative_id).first()
    surges = _surges(places, on=on)
    return Opened(
        line=_line(issue, places, surges, title=representative.title if representative else ""),
        gone=list(issue.gone.order_by("pk").values_list("code", flat=True)),
        representative=representative,
        members=cases,
        visible=seen.count(),
        trend=_trend(members.values_list("request__opened_at", "request__person")),
    )


def _lines(rows: list[HotIssue], places: Places, surges: list[Surged], *, sight: Sight) -> list[Line]:
    asked = [row.representative_id for row in rows]
    titles = dict(Case.objects.filter(sight.condition, pk__in=asked).values_list("pk", "title"))
    return [_line(row, places, surges, title=titles.get(row.representative_id, "")) for row in rows]


def _line(row: HotIssue, places: Places, surges: list[Surged], *, title: str) -> Line:
    surging = any(
        row.category.startswith(one.row.category)
        and row.place.startswith(one.row.place)
        and row.first_at.astimezone(LOCAL).date() <= one.row.on <= row.last_at.astimezone(LOCAL).date()
        for one in surges
    )
    return Line(row, places.name(row.place), _category(row.category), title, surging)


def _surges(places: Places, *, on: date) -> list[Surged]:
    rows = HotSurge.objects.filter(on__gt=on - _SURGES * _DAY, on__lte=on).order_by("-on", "chance", "pk")
    return [Surged(row, places.name(row.place), _category(row.category)) for row in rows[:SHOWN]]


def _category(code: str) -> str:
    entry = city_table("hotline_categories").get(code)
    return entry.title if entry else code


def _main_categories() -> list[tuple[str, str]]:
    return [(entry.code, entry.title) for entry in city_table("hotline_categories") if not entry.parent]


def _trend(members: Iterable[tuple[Any, str | None]]) -> list[Day]:
    """Return the days from the first to the last, at most so many; who gave no number is one person."""
    messages: Counter[date] = Counter()
    persons: defaultdict[date, set[str]] = defaultdict(set)
    for at, person in members:
        day = at.astimezone(LOCAL).date()
        messages[day] += 1
        persons[day].add(person or "")
    return list(_days(messages, persons)) if messages else []


def _days(messages: Mapping[date, int], persons: Mapping[date, set[str]]) -> Iterable[Day]:
    last = max(messages)
    first = max(min(messages), last - (_TREND - 1) * _DAY)
    for back in range((last - first).days + 1):
        day = first + back * _DAY
        yield Day(day, messages.get(day, 0), len(persons.get(day, ())))
