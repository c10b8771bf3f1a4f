"""The trades of an invented city: what their cards cost, how often one comes, when most are sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = (0.8, 0.8, 0.85, 0.9, 1.15, 1.4, 1.25)  # Monday first
HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 3, 7, 10, 9, 7, 7, 9, 9, 8, 9, 12, 12, 8, 4, 1, 0)
FESTIVALS = ((1, 15, 2, 10), (5, 1, 5, 5), (9, 1, 9, 7), (10, 1, 10, 7), (11, 8, 11, 12))  # many buy then
FLAT = (1.0,) * 12
WARM, COLD = (5, 6, 8, 9, 10, 11, 12, 12, 9, 8, 5, 5), (12, 12, 9, 7, 6, 5, 5, 6, 8, 10, 11, 12)
TERM = (6, 12, 11, 6, 6, 8, 13, 8, 14, 7, 6, 5)  # courses are bought before and within school terms


@dataclass(frozen=True, slots=True)
class Plain:
    """A kind of card of a trade, in yuan; ``bonus`` is given on top, ``term`` in months."""

    name: str
    form: str
    price: int
    bonus: int = 0
    times: int | None = None
    list_price: int | None = None
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """A sector: how many of a hundred shops, what one visit costs in yuan, and after how many days again."""

    sector: str
    word: str
    weight: int
    share: int  # of each payment into custody, in basis points
    visit: int
    gap: int
    months: Sequence[float]
    kinds: tuple[Plain, ...]


TRADES = (
    Trade("hair", "美发店", 24, 0, 60, 28, FLAT, (
        Plain("储值卡500送100", "stored", 500, 100), Plain("储值卡1000送300", "stored", 1000, 300),
        Plain("剪发十次卡", "times", 300, times=10, list_price=38, term=12))),
    Trade("beauty", "美容店", 16, 4_000, 180, 24, FLAT, (
        Plain("储值卡2000送400", "stored", 2000, 400),
        Plain("护理十二次卡", "times", 1680, times=12, list_price=180, term=12))),
    Trade("fitness", "健身房", 10, 4_000, 50, 14, COLD, (
        Plain("年卡", "period", 1800, term=12),
        Plain("三十次卡", "times", 900, times=30, list_price=45, term=12),
        Plain("私教课十二节", "times", 2400, times=12, list_price=260, term=12))),
    Trade("training", "培训学校", 13, 10_000, 100, 5, TERM, (
        Plain("二十四课时", "course", 2160, times=24, list_price=100, term=3),
        Plain("四十课时", "course", 3400, times=40, list_price=95, term=3))),
    Trade("catering", "餐厅", 15, 0, 90, 25, FLAT, (
        Plain("储值卡300送30", "stored", 300, 30), Plain("储值卡1000送150", "stored", 1000, 150))),
    Trade("retail", "超市", 10, 2_000, 120, 18, COLD, (
        Plain("购物卡500", "stored", 500), Plain("购物卡1000", "stored", 1000))),
    Trade("other", "洗车店", 8, 0, 30, 20, WARM, (
        Plain("洗车十次卡", "times", 220, times=10, list_price=28, term=12),
        Plain("储值卡300送60", "stored", 300, 60))),
    Trade("elder", "养老服务站", 2, 10_000, 60, 12, FLAT, (
        Plain("助餐储值卡", "stored", 600),
        Plain("助浴十次卡", "times", 580, times=10, list_price=65, term=12))),
    Trade("lodging", "宾馆", 2, 2_000, 200, 45, WARM, (Plain("储值卡2000送200", "stored", 2000, 200),)),
)  # fmt: skip


def days_of(year: int) -> list[date]:
    """Return every day of the year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def weight_of(day: date, months: Sequence[float]) -> float:
    """Return how many buy on the day, beside others: by month, weekday and festival."""
    festive = any((a, b) <= (day.month, day.day) <= (c, d) for a, b, c, d in FESTIVALS)
    return months[day.month - 1] * WEEK[day.weekday()] * (1.8 if festive else 1)
