"""What is told twice on purpose: a project entered again under a near-same name, and one cut in parts. Pure.

Each says of what it is, so that it can be measured how many are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from luoshi.platforms.projects.year.plan import TEN_THOUSAND, Planned, Town, money_between, own_projects

AGAIN = 8  # projects of a year that are entered twice
PARTS = (2, 2, 3, 3)  # into how many parts others are cut
MARKS = (("（一标段）", "（二标段）", "（三标段）"), ("A区", "B区", "C区"), ("1号厂房", "2号厂房", "3号厂房"))
_FIGURES = {
    "12": "十二",
    "20": "二十",
    "30": "三十",
    "50": "五十",
    "10": "十",
    "3": "三",
    "5": "五",
    "8": "八",
}


def projects_of(year: int, *, seed: int, towns: Sequence[Town]) -> list[Planned]:
    """Return the two hundred projects of the year by number: its own, then what is told twice."""
    made = own_projects(year, seed=seed, towns=towns)
    random = Random(f"{seed}:{year}:twins")  # noqa: S311  invented, not secret
    waiting = [one for one in made if one.fate in ("waits", "ready")]
    free = [one for one in waiting if not one.name.endswith("期")]
    chosen = random.sample(free, AGAIN + len(PARTS))
    for one in chosen[:AGAIN]:
        made.append(_again(one, len(made), random))
    for one, many in zip(chosen[AGAIN:], PARTS, strict=True):
        first, *others = _cut(one, many, len(made), random)
        made[one.number] = first
        made += others
    return made


def _again(one: Planned, number: int, random: Random) -> Planned:
    """Return the project as somebody enters it again weeks or months later, who knows less of it."""
    spoken = random.choice((_shorter, _longer, _in_words, _mistyped))
    knows = random.random() < 0.6  # the code of the firm
    placed = random.random() < 0.7
    return replace(
        one,
        number=number,
        twin="duplicate",
        of=one.number,
        fate="waits",
        name=spoken(one.name, random),
        proposed_on=_later(one, random.randrange(10, 200)),
        planned=_near(one.planned, random),
        uscc=one.uscc if knows else "",
        developer=one.developer if knows or not placed or random.random() < 0.7 else "",
        address=one.address.replace("模拟路", random.choice(("模拟路", "模拟大街"))) if placed else "",
        longitude=_moved(one.longitude, random) if placed else None,
        latitude=_moved(one.latitude, random) if placed else None,
    )


def _moved(degrees: float | None, random: Random) -> float | None:
    return None if degrees is None else round(degrees + random.uniform(-0.0016, 0.0016), 6)


def _later(one: Planned, days: int) -> date:
    return min(one.proposed_on + timedelta(days=days), date(one.proposed_on.year, 12, 28))


def _near(planned: int, random: Random) -> int:
    return max(1, int(planned * random.uniform(0.96, 1.05)) // TEN_THOUSAND) * TEN_THOUSAND


def _cut(one: Planned, many: int, number: int, random: Random) -> list[Planned]:
    """Return the project as so many parts, each of them proposed within a few weeks."""
    whole = money_between(random, 9_000, 18_000)
    marks = random.choice(MARKS)
    return [
        replace(
            one,
            number=one.number if at == 0 else number + at - 1,
            twin="split",
            of=one.number,
            fate="waits",
            name=f"{one.name}{marks[at]}",
            proposed_on=_later(one, random.randrange(25) * at),
            planned=whole // many // TEN_THOUSAND * TEN_THOUSAND,
            longitude=_moved(one.longitude, random),
            developer=one.developer if at == 0 or random.random() < 0.8 else "",
        )
        for at in range(many)
    ]


def _shorter(name: str, _: Random) -> str:
    return name.removesuffix("项目").removesuffix("建设")


def _longer(name: str, random: Random) -> str:
    added = random.choice(("四平市", "吉林省四平市"))
    return name.replace("模拟·", f"模拟·{added}").replace("项目", "工程项目")


def _in_words(name: str, random: Random) -> str:
    for figure, words in _FIGURES.items():
        if figure in name:
            return name.replace(figure, words)
    return _longer(name, random)


def _mistyped(name: str, random: Random) -> str:
    at = random.randrange(len("模拟·") + 3, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
