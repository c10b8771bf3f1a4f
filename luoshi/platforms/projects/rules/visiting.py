"""Whether a picture of a site visit shows what it is to show, and who has visited too seldom. Pure.

A picture's place and time are what the camera wrote: they can be missing and they can be changed. They
support a visit or cast doubt on it; they prove nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_EARTH = 6_371_000  # metres, mean radius
Point = tuple[float, float]  # longitude, latitude


class Verdict(StrEnum):
    """What a picture says of a visit; what weighs most comes first."""

    REUSED = "reused"
    OLDER = "older"
    LATER = "later"
    FAR = "far"
    MATCHES = "matches"
    PLACE_ONLY = "place_only"
    TIME_ONLY = "time_only"
    NO_DATA = "no_data"

    @property
    def doubtful(self) -> bool:
        """Tell whether somebody should ask."""
        return self in (Verdict.REUSED, Verdict.OLDER, Verdict.LATER, Verdict.FAR)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a camera wrote of when and where."""

    at: datetime | None = None
    place: Point | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How far from the site, in metres, and how many days from the visit a picture may be taken."""

    metres: int
    days: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A picture set beside the visit: metres from the site and days after the visit, where both are known."""

    verdict: Verdict
    metres: int | None
    days: int | None


def judged(
    taken: Taken, *, site: Point | None, visited_on: date, limits: Limits, reused: bool = False
) -> Judged:
    """Return the verdict upon a picture. ``reused`` says that it came with another visit before."""
    metres = distance(taken.place, site) if taken.place and site else None
    days = (taken.at.astimezone(LOCAL).date() - visited_on).days if taken.at else None
    return Judged(_verdict(metres, days, limits, reused=reused), metres, days)


def distance(one: Point, other: Point) -> int:
    """Return the metres between two points of the earth, by the haversine."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH * asin(min(1.0, sqrt(half))))


@dataclass(frozen=True, slots=True)
class Due:
    """A team and the month: visits asked for and made. ``late`` once the month cannot be kept any more."""

    project: int
    asked: int
    made: int

    @property
    def missing(self) -> int:
        """Return how many are still to be made."""
        return max(0, self.asked - self.made)


def visits_due(teams: Iterable[int], made: Mapping[int, int], *, asked: int) -> list[Due]:
    """Return each project with a team and how it stands, those that miss most first."""
    found = [Due(project, asked, made.get(project, 0)) for project in teams]
    return sorted(found, key=lambda due: (-due.missing, due.project))


def made_by_day(visits: Iterable[tuple[int, date]]) -> Counter[int]:
    """Count the visits of each project; several on one day count once."""
    return Counter(project for project, _ in set(visits))


def _verdict(metres: int | None, days: int | None, limits: Limits, *, reused: bool) -> Verdict:
    if reused:
        return Verdict.REUSED
    if days is not None and abs(days) > limits.days:
        return Verdict.OLDER if days < 0 else Verdict.LATER
    if metres is not None and metres > limits.metres:
        return Verdict.FAR
    match metres is not None, days is not None:
        case True, True:
            return Verdict.MATCHES
        case True, False:
            return Verdict.PLACE_ONLY
        case False, True:
            return Verdict.TIME_ONLY
        case _:
            return Verdict.NO_DATA
