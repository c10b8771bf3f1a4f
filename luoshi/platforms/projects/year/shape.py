"""The shape of building in the north-east: a short season, a long frost, and an S-curve over both."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

FROST, THAW = (11, 8), (3, 22)  # works outside end about the one day and begin about the other
_SPREAD = 20  # days by which sites differ
_INSIDE = 0.12  # of what an open month brings, the frost leaves so much: orders paid, works under a roof


def s_curve(share: float) -> float:
    """Return how much of a whole is done after that share of the time: slow, fast, slow."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def frost_of(year: int, random: Random) -> tuple[date, date]:
    """Return when works stop in the autumn of the year and when they are taken up in the spring after."""
    stops = date(year, *FROST) + timedelta(days=random.randrange(_SPREAD))
    return stops, date(year + 1, *THAW) + timedelta(days=random.randrange(_SPREAD + 8))


def pace(month: date) -> float:
    """Return what a month brings, measured by one in the building season."""
    if month.month in (12, 1, 2):
        return _INSIDE
    return 0.45 if month.month in (11, 3) else 1.0


def months_from(day: date, many: int) -> list[date]:
    """Return the first days of so many months, from the one of the day on."""
    first = day.year * 12 + day.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(first, first + many)]


def invested_by_month(start: date, *, months: int, total: int, random: Random) -> list[tuple[date, int, int]]:
    """Return month by month what is invested, in fen, and the physical progress, in ten-thousandths."""
    run = months_from(start, months)
    weights = [pace(month) for month in run]
    whole, gone, before, physical, told = sum(weights), 0.0, 0.0, 0, []
    for month, weight in zip(run, weights, strict=True):
        gone += weight / whole
        now = s_curve(gone)
        noise = random.uniform(0.75, 1.2)
        invested = int(total * (now - before) * noise) // 10_000_00 * 10_000_00
        physical = max(physical, min(10_000, int(now * 10_000 * random.uniform(0.94, 1.02))))
        told.append((month, max(invested, 0), physical))
        before = now
    return told
