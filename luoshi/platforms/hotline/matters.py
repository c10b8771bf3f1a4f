"""Invented matters that many ask for at once, for the rehearsal: each begins on a day and lasts a week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.kernel.cases.context import LOCAL

_FIRST, _EVERY = 5, timedelta(days=12)  # day of January, and from one matter to the next
_AT_ONCE, _LATER = 8, 4  # callers on the first day, and in the week after it
_WINTER = (10, 11, 12, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Matter:
    """What goes wrong where, and how it is said. The places are invented, the points lie in the district."""

    category: str
    locality: str
    point: tuple[float, float]
    said: tuple[str, ...]
    more: tuple[str, ...]
    seasonal: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call about a matter."""

    matter: Matter
    number: int  # of the call, within the year
    at: datetime
    title: str
    content: str
    point: str


MATTERS = (
    Matter(
        *("010101", "tiexi", (124.345, 43.146)),
        ("东盛花园暖气不热", "东盛花园室温不达标暖气冰凉", "东盛花园整栋楼暖气不热"),
        (
            "室温只有十四度，老人孩子受不了。",
            "供热公司来过一次，暖气还是不热。",
            "交了取暖费，暖气冰凉。",
        ),
        seasonal=True,
    ),
    Matter(
        *("010402", "tiedong", (124.409, 43.162)),
        ("站前街路灯不亮", "站前街整条街路灯不亮", "站前街路灯坏了没人修"),
        ("晚上天黑看不清路。", "路灯不亮已有一周，孩子放学害怕。", "路灯坏了多次反映未修。"),
    ),
    Matter(
        *("010201", "shuangliao", (123.502, 43.518)),
        ("平安小区停水没有通知", "平安小区停水两天", "平安小区又停水"),
        ("停水之前没有通知。", "高层停水，做饭都困难。", "停水时间说法不一，何时来水没人答复。"),
    ),
    Matter(
        *("010501", "lishu", (124.335, 43.307)),
        ("河西村垃圾没有清运", "河西村垃圾堆在路边没人清运", "河西村垃圾点满了不清运"),
        ("垃圾堆了十多天，气味很大。", "垃圾箱满了，没人清运。", "风一吹到处是垃圾。"),
    ),
    Matter(
        *("030101", "yitong", (125.303, 43.346)),
        ("南湖嘉园饭店油烟扰民", "南湖嘉园楼下饭店油烟直排", "南湖嘉园饭店油烟味大"),
        ("油烟直排，窗户不敢开。", "饭店没有油烟净化设施。", "晚上油烟和噪声扰民。"),
    ),
)


def calls(*, year: int, since: datetime, seed: int) -> Iterator[Call]:
    """Yield the calls about the matters that begin in the year, not before the moment."""
    day, number = date(year, 1, _FIRST), 0
    while day.year == year:
        matter = _matter_of(number, day)
        if datetime.combine(day, time(), tzinfo=LOCAL) >= since:
            yield from _calls(matter, day, number, Random(f"{seed}:{year}:{number}"))  # noqa: S311  invented
        day, number = day + _EVERY, number + 1


def _matter_of(number: int, day: date) -> Matter:
    fitting = [one for one in MATTERS if not one.seasonal or day.month in _WINTER]
    return fitting[number % len(fitting)]


def _calls(matter: Matter, day: date, number: int, random: Random) -> Iterator[Call]:
    for caller in range(_AT_ONCE + _LATER):
        later = 0 if caller < _AT_ONCE else random.randint(1, 6)
        at = datetime.combine(day + timedelta(days=later), time(8, random.randrange(60)), tzinfo=LOCAL)
        x, y = (each + random.uniform(-0.004, 0.004) for each in matter.point)
        yield Call(
            matter=matter,
            number=number * 100 + caller,
            at=at,
            title=random.choice(matter.said),
            content=f"{random.choice(matter.more)}请尽快处理。",
            point=f"{x:.6f},{y:.6f}",
        )
