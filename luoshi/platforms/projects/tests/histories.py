"""Invented histories of works in a cold place: an S over building time, each with a pace of its own."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from luoshi.platforms.projects.rules.forecast import WHOLE, History, Month, Works, planned_share
from luoshi.platforms.projects.rules.season import Season

NORTH = Season((0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0))
MILD = Season((1.0,) * 12)


def histories(n: int, *, seed: int = 1, season: Season = NORTH) -> list[History]:
    """Return finished works whose time was 0.8 to twice the plan's, with months that waver."""
    dice = Random(seed)
    return [_history(dice, season) for _ in range(n)]


def _history(dice: Random, season: Season) -> History:
    starts_on = date(2022, 4, 1) + timedelta(days=dice.randrange(400))
    finishes_on = starts_on + timedelta(days=dice.randrange(300, 900))
    slow = min(2.2, max(0.8, dice.lognormvariate(0.2, 0.25)))
    whole = season.between(starts_on, finishes_on)
    finished_on = season.after(starts_on, whole * slow)
    real = Works(starts_on=starts_on, finishes_on=finished_on)
    months, best, first = [], 0, starts_on.replace(day=1)
    while (month := Month(first, 0)).ended < finished_on:
        told = planned_share(real, month.ended, season) * dice.uniform(0.9, 1.1)
        best = max(best, min(WHOLE, round(told)))
        months.append(Month(first, best))
        first = month.ended
    works = Works(starts_on=starts_on, finishes_on=finishes_on, started_on=starts_on, months=tuple(months))
    return History(works=works, finished_on=finished_on)
