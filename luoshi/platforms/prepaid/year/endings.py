"""Which shops close in the invented year and how, and which honest ones only look as if they would.

A warning is measured against these: of the shops it names, how many were frauds, and how many it missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

FRAUDS, FAILURES, ALIKE = 8, 12, 24  # of 3,000 merchants
FULL = 3_000
NOTICE = 30  # days ahead that an honest shop tells of its end
RUSH, DROP, SPIKE = 45, 40, 30  # days before the end: discount sale, fewer uses, many refunds


class Sign(StrEnum):
    """What can be seen of a shop before it closes."""

    DISCOUNT = "discount"  # cards sold far below their worth, to many at once
    DROP = "drop"  # fewer uses than before
    REFUNDS = "refunds"  # many ask for their money
    LEASE = "lease"  # the lease runs out soon


class Fate(StrEnum):
    """What became of a shop."""

    FRAUD = "fraud"
    FAILURE = "failure"
    ALIKE = "alike"  # honest, open, with some of the same signs


@dataclass(frozen=True, slots=True)
class Ending:
    """The fate of one shop. ``on`` is the day it closes, or of one that stays open when its signs end."""

    fate: Fate
    on: date
    signs: frozenset[Sign]

    @property
    def closes(self) -> bool:
        """Tell whether the shop closes at all."""
        return self.fate is not Fate.ALIKE

    def rush(self, day: date) -> float:
        """Return how many times as many cards are sold on the day, 0 where none is."""
        before = (self.on - day).days
        if self.closes and before < (NOTICE if self.fate is Fate.FAILURE else 0):
            return 0
        if Sign.DISCOUNT in self.signs and 0 <= before < RUSH:
            return 6
        return max(0.2, before / 240) if self.fate is Fate.FAILURE and before < 240 else 1

    def comes(self, day: date) -> float:
        """Return how many of those who would come on the day find the shop open and able."""
        before = (self.on - day).days
        if self.closes and before < 0:
            return 0
        return 0.3 if Sign.DROP in self.signs and 0 <= before < DROP else 1

    def asks(self, day: date) -> float:
        """Return how likely it is that a holder asks for the money on the day, beside another day."""
        return 25 if Sign.REFUNDS in self.signs and 0 <= (self.on - day).days < SPIKE else 1


def endings(year: int, *, seed: int, shops: Sequence[int], merchants: int) -> dict[int, Ending]:
    """Return the fate of some of the shops, by number; as many as the number of merchants allows."""
    chance = Random(f"endings {year} {seed}")  # noqa: S311  invented, not secret
    many = {fate: _many(number, merchants) for fate, number in _MANY.items()}
    fates = [fate for fate, number in many.items() for _ in range(number)][: len(shops)]
    picked = chance.sample(list(shops), len(fates))
    return {shop: _ending(year, fate, chance) for shop, fate in zip(picked, fates, strict=True)}


def _ending(year: int, fate: Fate, chance: Random) -> Ending:
    on = date(year, 3, 15) + timedelta(days=chance.randrange(260))
    if fate is Fate.FRAUD:  # one in three lacks one of the signs
        signs = set(Sign) - ({chance.choice((Sign.LEASE, Sign.REFUNDS))} if chance.random() < 0.33 else set())
    elif fate is Fate.FAILURE:
        signs = {Sign.DROP} | ({Sign.LEASE} if chance.random() < 0.5 else set())
    else:
        signs = set(chance.sample(list(Sign), chance.choice((1, 1, 2))))
    return Ending(fate, on, frozenset(signs))


def _many(number: int, merchants: int) -> int:
    return max(1, number * merchants // FULL)


_MANY = {Fate.FRAUD: FRAUDS, Fate.FAILURE: FAILURES, Fate.ALIKE: ALIKE}
