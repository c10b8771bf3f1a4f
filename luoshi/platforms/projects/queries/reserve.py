"""What the reserve holds by size and horizon, and how much of it comes to be built, in how many days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, Q, QuerySet

from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counted import counted
from luoshi.platforms.projects.types.project import HORIZONS

WAITING = ("reserved", "approved", "feasible", "designed")
YI = 10_000_000_000  # fen: 亿元
BANDS = (("5000万元以上", YI // 2), ("亿元以上", YI), ("十亿元以上", 10 * YI), ("百亿元以上", 100 * YI))
_HOPS = (
    ("funded", "资金落实", "reserved_on", "funded_on"),
    ("started", "开工", "funded_on", "started_on"),
    ("counted", "入统", "started_on", "statistics_on"),
)


@dataclass(frozen=True, slots=True)
class Band:
    """Projects of the reserve from a size on, all and by horizon."""

    title: str
    least: int
    total: int
    by_horizon: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """How many of those that came so far went on, and the median of the days it took; None if none did."""

    key: str
    title: str
    of: int
    reached: int
    days: int | None

    @property
    def percent(self) -> int | None:
        """Return the share that went on."""
        return self.reached * 100 // self.of if self.of else None


def in_reserve(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Keep the projects that lie in the reserve: taken in, and not begun."""
    return projects.filter(state__in=WAITING, reserved_on__isnull=False)


def bands_of(projects: QuerySet[Project]) -> list[Band]:
    """Return what the reserve holds in each band; each contains those above it. One query."""
    wanted = {
        f"{at}_{key or 'all'}": Count("pk", filter=Q(planned__gte=least, **({"horizon": key} if key else {})))
        for at, (_, least) in enumerate(BANDS)
        for key in ("", *dict(HORIZONS))
    }
    found = in_reserve(projects).aggregate(**wanted)
    return [
        Band(title, least, found[f"{at}_all"], tuple(found[f"{at}_{key}"] for key in dict(HORIZONS)))
        for at, (title, least) in enumerate(BANDS)
    ]


def hops_of(projects: QuerySet[Project], *, since: date, on: date) -> list[Hop]:
    """Return how those taken into the reserve in the span went on. One query."""
    taken = counted(projects).filter(reserved_on__range=(since, on))
    columns = ("reserved_on", "funded_on", "started_on", "statistics_on")
    return conversion(list(taken.values(*columns)))


def conversion(rows: Iterable[dict[str, date | None]]) -> list[Hop]:
    """Return each hop: of how many, how many, and the median of their days. Pure."""
    rows, hops = list(rows), []
    for key, title, before, after in _HOPS:
        came = [row for row in rows if row[before]]
        pairs = [(row[before], row[after]) for row in came]
        days = [(reached - since).days for since, reached in pairs if since and reached]
        hops.append(Hop(key, title, len(came), len(days), int(median(days)) if days else None))
    return hops
