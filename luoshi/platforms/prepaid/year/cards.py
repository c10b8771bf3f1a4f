"""What becomes of each card of the invented year: sold, used by habit, loaded again, asked back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.prepaid.rules.terms import last_day
from luoshi.platforms.prepaid.year.endings import RUSH, Sign
from luoshi.platforms.prepaid.year.firms import Site
from luoshi.platforms.prepaid.year.shape import HOURS, Plain, days_of, weight_of

AGAIN, OFFLINE = 0.25, 0.02  # of those nearly used up, loaded again; of uses, told hours later
ASKED = 1 / 9_000  # on a day, that a holder wants the money back
LISTS = tuple(accumulate(HOURS))
YUAN = 100


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens to a card: a sale (``kind`` is which), a use, or a refund that is asked for."""

    what: str
    at: datetime
    key: str
    kind: int = 0
    value: int = 0
    times: int = 0
    known_at: datetime | None = None


@dataclass(frozen=True)
class Diary:
    """All that happens at one shop in the year."""

    year: int
    seed: int
    site: Site
    people: int

    @cached_property
    def _days(self) -> tuple[list[date], list[float]]:
        days, ending = days_of(self.year), self.site.ending
        weights = [
            weight_of(day, self.site.trade.months) * (ending.rush(day) if ending else 1) for day in days
        ]
        return days, list(accumulate(weights))

    def chance(self, number: int) -> Random:
        """Return the chance of one card: the same whatever becomes of the others."""
        return Random(f"card {self.year} {self.seed} {self.site.number} {number}")  # noqa: S311  invented

    def acts(self, number: int, chance: Random) -> list[Act]:
        """Return what happens to the card of that number, the sale first."""
        days, weights = self._days
        day = chance.choices(days, cum_weights=weights)[0]
        moment = _moment(day, chance)
        bought = self._kind(day, chance)
        acts = [Act("sale", moment, f"{number}-0", kind=bought)]
        plain = self.site.kinds[bought]
        if plain.form == "period":
            return acts
        left = _worth(plain)
        for at in self._visits(moment, plain, chance):
            if chance.random() < ASKED * self.site.trade.gap * self._asks(at.date()):
                return [*acts, Act("refund", at, f"{number}-{len(acts)}")]
            if left == 0:
                if plain.form == "course" or chance.random() > AGAIN or not self._sells(at.date()):
                    return acts
                acts.append(Act("sale", at - timedelta(minutes=5), f"{number}-{len(acts)}", kind=bought))
                left = _worth(plain)
            acts.append(self._use(at, f"{number}-{len(acts)}", left, plain, chance))
            left -= acts[-1].value + acts[-1].times
        return acts

    def buyer(self, chance: Random) -> int:
        """Return the number of the person who buys a card."""
        return chance.randrange(self.people)

    def _kind(self, day: date, chance: Random) -> int:
        ending, usual = self.site.ending, len(self.site.trade.kinds)
        rushed = ending and Sign.DISCOUNT in ending.signs and 0 <= (ending.on - day).days < RUSH
        return usual if rushed and chance.random() < 0.8 else chance.randrange(usual)

    def _sells(self, day: date) -> bool:
        return self.site.ending is None or self.site.ending.rush(day) > 0

    def _asks(self, day: date) -> float:
        return self.site.ending.asks(day) if self.site.ending else 1

    def _visits(self, since: datetime, plain: Plain, chance: Random) -> Iterator[datetime]:
        """Yield when the holder comes, at most until the year or the term ends."""
        own, end = self.site.trade.gap * chance.lognormvariate(0, 0.5), date(self.year, 12, 31)
        if plain.term:
            end = min(end, last_day(since.date(), plain.term, unit="month") or end)
        day = since.date() + timedelta(days=1 + int(chance.expovariate(1 / own)))
        while day <= end:
            if self.site.ending is None or chance.random() < self.site.ending.comes(day):
                yield _moment(day, chance)
            day += timedelta(days=1 + int(chance.expovariate(1 / own)))

    def _use(self, at: datetime, key: str, left: int, plain: Plain, chance: Random) -> Act:
        known = at + timedelta(hours=chance.randint(1, 9)) if chance.random() < OFFLINE else at
        if plain.times:
            return Act("use", at, key, times=1, known_at=known)
        value = round(self.site.trade.visit * chance.uniform(0.6, 1.6)) * YUAN
        return Act("use", at, key, value=min(value, left), known_at=known)


def _worth(plain: Plain) -> int:
    return plain.times or (plain.price + plain.bonus) * YUAN


def _moment(day: date, chance: Random) -> datetime:
    hour = chance.choices(range(24), cum_weights=LISTS)[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, tzinfo=LOCAL)
