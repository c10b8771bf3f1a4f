"""Which projects count in a figure and which do not, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.rules.counting import OVER, Figure, Standing, reason_of

_STARTS = """
SELECT subject, kind, evidenced, ended FROM facts.projects_starts WHERE happened_on BETWEEN %s AND %s
"""
_COLUMNS = (
    *("code", "name", "path", "planned", "state", "sort", "major", "simulated", "reserved_on"),
    *("started_on", "stage_since"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A project and why it counts in the figure, or does not."""

    code: str
    name: str
    path: str
    planned: int
    state: str
    simulated: bool
    reason: str

    @property
    def counts(self) -> bool:
        """Tell whether it is in the figure."""
        return self.reason == "counts"


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure opened: every project, those that count first and the largest before the small ones."""

    figure: Figure
    rows: list[Counted]
    simulated: bool

    @property
    def total(self) -> int:
        """Return the figure."""
        return sum(row.counts for row in self.rows)

    @property
    def by_reason(self) -> Mapping[str, int]:
        """Return how many projects have which reason, the commonest first."""
        return dict(Counter(row.reason for row in self.rows).most_common())


def opened(figure: Figure, projects: QuerySet[Project], *, year: int, on: date, simulated: bool) -> Opened:
    """Open the figure of the year, as known on the day, to the projects. Two queries.

    ``simulated`` opens the rehearsal's figure: then no real project is named at all.
    """
    last = min(on, date(year, 12, 31))
    starts = _starts(date(year, 1, 1), last)
    wanted = projects.filter(simulated=True) if simulated else projects
    rows = [
        _counted(figure, dict(zip(_COLUMNS, row, strict=True)), starts, on=last, simulated=simulated)
        for row in wanted.order_by("-planned", "code").values_list(*_COLUMNS)
    ]
    return Opened(figure, sorted(rows, key=lambda row: not row.counts), simulated)


def _starts(first: date, last: date) -> dict[str, tuple[str, bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_STARTS, (first, last))
        return {subject: (kind, evidenced, ended) for subject, kind, evidenced, ended in cursor.fetchall()}


def _counted(
    figure: Figure,
    row: dict[str, object],
    starts: Mapping[str, tuple[str, bool, bool]],
    *,
    on: date,
    simulated: bool,
) -> Counted:
    began, evidenced, ended = starts.get(str(row["code"]), ("", False, False))
    over = row["state"] in OVER
    left = row.pop("started_on") or (row["stage_since"] if over else None)
    del row["stage_since"]
    said = {key: row[key] for key in ("planned", "state", "sort", "major", "simulated", "reserved_on")}
    standing = Standing(**said, left_on=left, began=began, evidenced=evidenced, ended=ended)  # type: ignore[arg-type]
    shown = {key: row[key] for key in ("code", "name", "path", "planned", "state", "simulated")}
    return Counted(**shown, reason=reason_of(figure, standing, on=on, simulated=simulated))  # type: ignore[arg-type]
