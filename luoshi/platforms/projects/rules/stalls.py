"""When a project is stuck, and at which gate. Pure: no clock, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# The step that leads on from a stage; public money goes through two more papers.
_NEXT = {
    **{"proposed": "reserve", "reserved": "approve", "feasible": "design", "designed": "start"},
    **{"building": "report", "suspended": "resume", "accepted": "settle", "settled": "close"},
}
STAGES = ("approved", *_NEXT)


@dataclass(frozen=True, slots=True)
class Wait:
    """Since when a project has waited in its stage, and how long it may."""

    since: date
    days: int
    limit: int

    @property
    def over(self) -> int:
        """Return by how many days it is stuck; none where it is not."""
        return max(0, self.days - self.limit)


def gate_of(state: str, nature: str) -> str | None:
    """Return the key of the step that leads on from the stage, or None where the project has ended."""
    if state == "approved":
        return "feasibility" if nature == "government" else "start"
    return _NEXT.get(state)


def waiting(
    state: str, since: date, *, reported_on: date | None, on: date, limits: Mapping[str, int]
) -> Wait | None:
    """Return how long it has waited by the day; None for a stage that has no limit.

    Works are stuck where nothing has been reported of them: they count from the end of the month last told.
    """
    if state not in limits:
        return None
    if state == "building" and reported_on is not None:
        since = max(since, _next_month(reported_on))
    return Wait(since, (on - since).days, limits[state])


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
