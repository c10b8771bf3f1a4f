"""A rehearsed year of projects and their money: two hundred a year, three of which come to the report.

Of those proposed in three years some 220 of 5000万元 and more start or go on in the third, a good half of
them of industry, and some 300 lie in the reserve. Each is told through the same acts as a real one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from random import Random

from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.rehearsal import cast
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.year.loading import Year, tell_year
from luoshi.platforms.projects.year.money import simulate_funds
from luoshi.platforms.projects.year.script import COMMISSION


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment, projects and money, and return how many projects were told.

    ``every=20`` takes only each twentieth, with what repeats it. Told again it adds what happened since.
    """
    told = tell_year(Year(year, until, seed, every))
    projects = Project.objects.filter(simulated=True).order_by("code")
    rng = Random(seed)  # noqa: S311  invented, not secret
    simulate_funds(projects, rng=rng, year=year, until=until, by=_everybody(year))
    return told


def _everybody(year: int) -> Actor:
    """Return somebody with the posts of the commission and of every unit's desk."""
    parts = cast(on=date(year, 1, 1))
    desks = (people[0] for code, people in parts.items() if code.endswith("-handler"))
    commission = parts[COMMISSION][0]
    return replace(commission, posts=(*commission.posts, *(post for one in desks for post in one.posts)))
