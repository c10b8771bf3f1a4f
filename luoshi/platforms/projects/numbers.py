"""Numbers that the delivery of projects goes by, as they hold in the city on a day: one question for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.rules.forecast import WHOLE
from luoshi.platforms.projects.rules.season import Season
from luoshi.platforms.projects.rules.visiting import Limits

_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of each month can be built in, what a picture may be off, who needs posts in charge, and more.

    ``team_least`` is in fen, ``behind`` in ten-thousandths of the works.
    """

    season: Season
    photo: Limits
    team_least: int
    visits_a_month: int
    behind: int


def numbers_on(on: date) -> Numbers:
    """Return the numbers that hold on the day. Raises ``parameter-missing``."""
    book, scope = parameter_book(), settings.CITY.scope

    def value(key: str) -> float:
        return float(book.value(f"projects.{key}", on=on, scope=scope).value)

    return Numbers(
        season=Season(tuple(value(f"season_{month:02}") for month in _MONTHS)),
        photo=Limits(int(value("photo_metres")), int(value("photo_days"))),
        team_least=int(value("team_least")),
        visits_a_month=int(value("visits_a_month")),
        behind=round(value("behind_share") * WHOLE),
    )
