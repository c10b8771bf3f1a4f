"""A rehearsed year of prepaid cards: some thirty merchants, told as the year of a whole city is.

Told again later it adds what has happened since, by the same acts as real ones.
"""

from __future__ import annotations

from datetime import date, datetime, time

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.prepaid.year.loading import Year, go_on, load_year

MERCHANTS, CARDS = 30, 1_500


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment and return how many cards, and later acts, were told.

    ``every=20`` takes only a twentieth of the merchants and of their cards.
    """
    if until < datetime.combine(date(year, 1, 1), time.min, tzinfo=LOCAL):
        return 0
    told = Year(year, max(1, MERCHANTS // every), max(1, CARDS // every), seed, until)
    loaded = load_year(told, processes=1, say=lambda _: None)
    return loaded.cards + (go_on(told) if loaded.skipped else 0)
