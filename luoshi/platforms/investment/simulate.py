"""A rehearsed year of investment: thirty investors, three hundred instalments, told by real acts.

Told again later it adds what has happened since.
"""

from __future__ import annotations

from datetime import datetime

from luoshi.kernel.cases.rehearsal import Rehearsal
from luoshi.platforms.investment.simulate_chain import simulate_chain
from luoshi.platforms.investment.year.paying import year_of
from luoshi.platforms.investment.year.telling import Telling

DEALS, LEAST = 30, 6


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment, leads and who makes what; return how much was told."""
    leads = simulate_leads(year=year, until=until, seed=seed, every=every)
    return leads + simulate_chain(year=year, until=until, seed=seed)


def simulate_leads(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment and return how many leads and instalments were told.

    ``every=20`` takes a twentieth of the investors, but never so few that a check has nothing to see; their
    money comes to the same as all investors' would.
    """
    rehearsal = Rehearsal("investment", year=year, until=until, seed=seed)
    return Telling(year_of(year, seed=seed, deals=max(LEAST, DEALS // every)), rehearsal).tell()
