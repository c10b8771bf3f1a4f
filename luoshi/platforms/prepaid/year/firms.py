"""Who sells cards in the invented year: merchants, shops by street, what each sells. Pure and seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from random import Random

from luoshi.kernel.base.uscc import completed
from luoshi.platforms.prepaid.year.endings import Ending, Sign, endings
from luoshi.platforms.prepaid.year.shape import TRADES, Plain, Trade

WORDS = (
    "锦绣",
    "阳光",
    "滨河",
    "站前",
    "英雄",
    "新华",
    "北沟",
    "南湖",
    "万盛",
    "紫竹",
    "青禾",
    "云杉",
    "春晓",
    "安和",
)
DISCOUNT = Plain("限时特惠储值卡", "stored", 600, 600)  # worth twice what it costs
SECOND = 0.08  # of merchants have another shop


@dataclass(frozen=True, slots=True)
class Site:
    """A shop of the year. ``cards`` are sold there in it; ``kinds`` may end with one sold at a discount."""

    number: int
    code: str
    name: str
    trade: Trade
    locality: str
    address: str
    longitude: float
    latitude: float
    opened_on: date
    lease_ends_on: date
    kinds: tuple[Plain, ...]
    cards: int
    ending: Ending | None


@dataclass(frozen=True, slots=True)
class Firm:
    """A merchant of the year with its shops."""

    number: int
    uscc: str
    name: str
    individual: bool
    registered_on: date
    sites: tuple[Site, ...]


def firms(
    year: int, *, seed: int, merchants: int, cards: int, streets: Sequence[tuple[str, str]]
) -> list[Firm]:
    """Return the merchants of the year. ``streets`` are codes and names; all cards are given to some shop."""
    chance = Random(f"firms {year} {seed}")  # noqa: S311  invented, not secret
    owners = [number for number in range(merchants) for _ in range(2 if chance.random() < SECOND else 1)]
    fates = endings(year, seed=seed, shops=range(len(owners)), merchants=merchants)
    trades = [chance.choices(TRADES, [one.weight for one in TRADES])[0] for _ in range(merchants)]
    counts = _counts(cards, [chance.lognormvariate(0, 0.9) for _ in owners])
    made: dict[int, list[Site]] = {number: [] for number in range(merchants)}
    for shop, (owner, count) in enumerate(zip(owners, counts, strict=True)):
        own = Random(f"site {year} {seed} {shop}")  # noqa: S311
        place = (f"sim-{year}-{seed}-{shop}", owner, own.choice(streets))
        made[owner].append(_site(year, shop, place, trades[owner], count, fates.get(shop), own))
    return [
        _firm((year, seed, number), trades[number], sites, chance)
        for number, sites in made.items()
        if any(site.cards for site in sites)
    ]


def _firm(named: tuple[int, int, int], trade: Trade, sites: list[Site], chance: Random) -> Firm:
    year, seed, number = named
    return Firm(
        number=number,
        uscc=completed(f"92{220300 + seed % 100}MA{year % 10}{number:05d}"),
        name=f"示例{WORDS[number % len(WORDS)]}{trade.word}{number + 1}号",
        individual=trade.sector in ("hair", "other") and chance.random() < 0.7,
        registered_on=date(year - chance.randint(1, 9), chance.randint(1, 3), chance.randint(1, 28)),
        sites=tuple(sites),
    )


def _site(
    year: int,
    number: int,
    place: tuple[str, int, tuple[str, str]],
    trade: Trade,
    cards: int,
    ending: Ending | None,
    chance: Random,
) -> Site:
    code, owner, (locality, street) = place
    lease = date(year, 1, 1) + timedelta(days=chance.randrange(400, 1_800))
    if ending and Sign.LEASE in ending.signs:
        lease = ending.on + timedelta(days=chance.randint(0, 60))
    discounted = ending is not None and Sign.DISCOUNT in ending.signs
    return Site(
        number=number,
        code=code,
        name=f"示例{WORDS[owner % len(WORDS)]}{trade.word}{owner + 1}号{street}店",
        trade=trade,
        locality=locality,
        address=f"{street}示例路{chance.randint(1, 300)}号",
        longitude=round(124.2 + chance.random() / 2, 6),
        latitude=round(43 + chance.random() / 2, 6),
        opened_on=date(year - 1, chance.randint(1, 6), chance.randint(1, 28)),
        lease_ends_on=lease,
        kinds=(*trade.kinds, DISCOUNT) if discounted else trade.kinds,
        cards=cards,
        ending=ending,
    )


def _counts(whole: int, weights: Sequence[float]) -> list[int]:
    """Divide the cards by weight so that all are given out."""
    ends = [round(whole * part / sum(weights)) for part in accumulate(weights, initial=0.0)]
    return [after - before for before, after in pairwise(ends)]
