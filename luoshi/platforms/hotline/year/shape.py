"""When people ask in a year: by month, weekday, hour, and in surges about one place. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.hotline.simulate import HOURS, MONTHS, in_surge

WEEK = (1.22, 1.08, 1.03, 1.0, 1.0, 0.7, 0.62)  # Monday first
HEATING = 2.2  # how many times as many ask while heating begins
SURGES, LASTING = 14, (3, 6)  # in a year, and for how many days
SURGE_SHARE = 0.18  # of the requests of its days
SURGING = (  # what many at one place ask about at once
    *("010102", "010201", "010202", "010203", "010402", "010501", "010704", "010705"),
    *("030101", "030202"),
)
WORDS = ("锦绣", "阳光", "滨河", "站前", "英雄", "新华", "北沟", "南湖", "万盛", "紫竹")


@dataclass(frozen=True, slots=True)
class Surge:
    """A few days on which many ask about the same at one place."""

    begins: date
    days: int
    category: str
    street: str
    place: str

    def lasts(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return 0 <= (day - self.begins).days < self.days


def surges(year: int, *, seed: int, streets: Sequence[str]) -> tuple[Surge, ...]:
    """Return the surges of the year, the first one first. No two are on one day."""
    chance, length = Random(f"surges {year} {seed}"), 365 // SURGES  # noqa: S311  invented, not secret
    return tuple(
        Surge(
            begins=date(year, 1, 1) + timedelta(days=number * length + chance.randrange(length - LASTING[1])),
            days=chance.randint(*LASTING),
            category=chance.choice(SURGING),
            street=chance.choice(streets),
            place=place_of(chance),
        )
        for number in range(SURGES)
    )


def moments(year: int, *, requests: int, seed: int, bursts: Sequence[Surge]) -> list[datetime]:
    """Return when each request of the year comes in, in order."""
    chance = Random(f"moments {year} {seed}")  # noqa: S311
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    chosen = chance.choices(days, [_weight(day, bursts) for day in days], k=requests)
    hours = chance.choices(range(24), HOURS, k=requests)
    return sorted(
        datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), tzinfo=LOCAL)
        for day, hour in zip(chosen, hours, strict=True)
    )


def place_of(chance: Random) -> str:
    """Return the name of a housing estate that nobody lives in."""
    return f"模拟{chance.choice(WORDS)}{chance.choice('一二三四五六')}小区"


def _weight(day: date, bursts: Sequence[Surge]) -> float:
    weight = MONTHS[day.month - 1] * WEEK[day.weekday()] * (HEATING if in_surge(day) else 1)
    return weight / (1 - SURGE_SHARE) if any(surge.lasts(day) for surge in bursts) else weight
