"""A round in which the town speaks, and a question it made of what was said."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment, person
from luoshi.kernel.cases.tests.invented import paper
from luoshi.platforms.hotline.actions import give_opinion, open_round, raise_topic
from luoshi.platforms.hotline.models import Opinion, Round
from luoshi.platforms.hotline.tests.factories import do

LAMPS = ("英雄路三盏路灯一直不亮", "英雄路晚上路灯不亮，老人摔倒", "路灯坏了没人修，英雄路一片漆黑")
PLAN = {"plan": "九月底前更换三条街的路灯", "promised_on": "2026-09-30"}


def watched(town: Town) -> Town:
    """Add the discipline office to the town."""
    if "discipline" not in town.accounts:
        town.accounts["discipline"] = person(
            "discipline", town.units["siping"], "discipline", reads=("topic",)
        )
    return town


def a_round(town: Town, **more: Any) -> Round:
    """Open a round in March."""
    said: dict[str, Any] = {
        "title": "2026年一季度群众点题",
        "about": "身边哪些事多年没人管？",
        "opens_on": date(2026, 3, 1),
        "closes_on": date(2026, 3, 31),
        "organiser": town.units["siping"],
        "by": watched(town)["discipline"],
        "at": moment("2026-02-27"),
    }
    return open_round(more.pop("slug", "2026-spring"), **(said | more))


def said(row: Round, text: str, number: int = 1, *, at: str = "2026-03-02", **more: Any) -> Opinion:
    """Take an opinion on the page."""
    told: dict[str, Any] = {"channel": "page", "key": f"said:{number}", "at": moment(at)} | more
    return give_opinion(row, text, **told)


def phoned(number: int) -> str:
    """Return a number nobody has."""
    return f"1390000{number:04d}"


def a_topic(town: Town, *, persons: int = 3) -> Case:
    """Raise a question of so many persons' opinions."""
    row = a_round(town)
    opinions = [said(row, f"{LAMPS[n % 3]}（{n}）", n, phone=phoned(n)).pk for n in range(1, persons + 1)]
    return raise_topic(
        opinions,
        title="英雄路路灯何时亮",
        question="英雄路多处路灯不亮。",
        by=town["dispatcher"],
        at=moment("2026-03-03"),
    )


def delivered(town: Town, case: Case) -> Case:
    """Have the transport department answer the question and report that it is done."""
    do(town, case, "assign", "dispatcher", "2026-03-04", unit="transport")
    do(town, case, "answer", "transport_head", "2026-03-10", **PLAN)
    do(town, case, "deliver", "transport_head", "2026-09-20", paper("完成材料"), result="三条街都亮了")
    return case
