"""A rehearsed year of projects: two hundred a year, so that three come to what the report asks for.

Of those proposed in three years some 220 of 5000万元 and more start or go on in the third, a good half of
them of industry, and some 300 lie in the reserve. Each is told through the same acts as a real one.
"""

from __future__ import annotations

from datetime import datetime

from luoshi.platforms.projects.year.loading import Year, tell_year


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the projects proposed in the year up to the moment and return how many were told.

    ``every=20`` takes only each twentieth, with what repeats it. Told again it adds what happened since.
    """
    return tell_year(Year(year, until, seed, every))
