"""Who asks for what, by which way and where: one request of the invented year. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from luoshi.kernel.base.tables import Entry, Table
from luoshi.platforms.hotline.simulate import HEATING, SEASONAL, WINTER, in_surge
from luoshi.platforms.hotline.year.shape import SURGE_SHARE, Surge, place_of

DAYTIME = {"phone": 74, "mobile": 10, "web": 6, "board": 4, "letter": 2, "visit": 2, "open311": 2}
NIGHT = {"phone": 48, "mobile": 32, "web": 14, "board": 6}
AGAIN, RETURNING, ANONYMOUS, CONFIDENTIAL = 0.05, 0.12, 0.05, 0.015
OFTEN = {"0101": 5, "0104": 3, "0105": 3, "0107": 4, "0201": 2, "0301": 2}  # how much more than other topics
SAYING = (
    "{place}{title}，已经{days}天了，请尽快处理。",
    "反映{place}{title}，多次联系没有结果，希望核实解决。",
    "{place}居民来电：{title}，影响生活，请有关部门处理。",
    "想咨询{place}{title}由哪个部门负责，什么时候能处理好。",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it comes in. ``topic`` is the number of the one it repeats, or its own."""

    number: int
    at: datetime
    topic: int
    category: str
    limit: str
    unit: str
    street: str
    place: str
    title: str
    surge: bool


@dataclass(frozen=True)
class Town:
    """What people ask about in the year: the category table, the streets, the surges."""

    year: int
    table: Table
    streets: Sequence[str]
    bursts: Sequence[Surge]
    seed: int

    @cached_property
    def _leaves(self) -> list[Entry]:
        return [one for one in self.table.leaves(date(self.year, 1, 1)) if one.more.get("unit")]

    @cached_property
    def _by_month(self) -> list[tuple[list[Entry], list[float]]]:
        months = []
        for month in range(1, 13):
            fitting = [one for one in self._leaves if month in SEASONAL.get(one.code, (month,))]
            fitting = [one for one in fitting if month in WINTER or one.code not in HEATING]
            shares = accumulate(float(OFTEN.get(one.code[:4], 1)) for one in fitting)
            months.append((fitting, list(shares)))
        return months

    def asked(self, number: int, at: datetime, *, first: int, moments: Sequence[datetime]) -> Asked:
        """Return the request of that number. ``moments`` are those of the requests from ``first`` on."""
        chance = self.chance(number, "topic")
        if number > first and chance.random() < AGAIN:
            earlier = chance.randrange(max(first, number - 400), number)
            return self._topic(number, at, earlier, moments[earlier - first])
        return self._topic(number, at, number, at)

    def chance(self, number: int, what: str) -> Random:
        """Return the chance of one part of one request: the same whatever else is drawn."""
        return Random(f"{what} {self.seed} {number}")  # noqa: S311  invented, not secret

    def caller(self, asked: Asked) -> int:
        """Return the number of who asks: somebody who asked before, or somebody new."""
        chance = self.chance(asked.number, "caller")
        if asked.topic != asked.number and chance.random() < 0.7:
            return asked.topic
        return chance.randrange(asked.number + 1) if chance.random() < RETURNING else asked.number

    def _topic(self, number: int, at: datetime, topic: int, then: datetime) -> Asked:
        chance, day = self.chance(topic, "asked"), then.date()
        burst = next((surge for surge in self.bursts if surge.lasts(day)), None)
        if burst and chance.random() < SURGE_SHARE:
            entry, street, place = self._entry(burst.category), burst.street, burst.place
        else:
            burst = None
            street, place = chance.choice(self.streets), place_of(chance)
            entry = self._drawn(day, chance)
        unit = entry.more["unit"]
        return Asked(
            number=number,
            at=at,
            topic=topic,
            category=entry.code,
            limit=entry.more["limit"],
            unit=street if unit == "locality" else unit,
            street=street,
            place=place,
            title=f"{place}{entry.title}",
            surge=burst is not None,
        )

    def _entry(self, code: str) -> Entry:
        return next(one for one in self._leaves if one.code == code)

    def _drawn(self, day: date, chance: Random) -> Entry:
        if in_surge(day) and chance.random() < 0.55:
            return self._entry(chance.choice(HEATING))
        fitting, shares = self._by_month[day.month - 1]
        return chance.choices(fitting, cum_weights=shares)[0]


def opening_of(town: Town, asked: Asked) -> dict[str, Any]:
    """Return what the form says when the request is taken."""
    chance, caller = town.chance(asked.number, "opening"), town.caller(asked)
    ways = NIGHT if not 7 <= asked.at.hour < 20 else DAYTIME
    channel = chance.choices(list(ways), list(ways.values()))[0]
    saying = chance.choice(SAYING).format(place=asked.place, title=asked.title, days=chance.randint(2, 9))
    data: dict[str, Any] = {
        "title": asked.title,
        "content": f"【模拟】{saying}",
        "channel": channel,
        "sort": "question" if asked.limit == "question" else chance.choice(("help", "help", "complaint")),
        "category": asked.category,
        "limit": asked.limit,
        "locality": asked.street,
        "address": asked.place,
        "callback": True,
        "public": chance.random() < 0.5,
        "confidential": chance.random() < CONFIDENTIAL,
    }
    if channel in ("mobile", "open311"):
        data["point"] = f"{124.2 + chance.random() / 2:.6f},{43 + chance.random() / 2:.6f}"
    if chance.random() < ANONYMOUS:
        return data | {"anonymous": True}
    return data | {"name": f"模拟·群众{caller + 1}", "phone": f"000{caller:08d}"}
