"""The invented investors of a year: who comes to which unit, when, and the firms around each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from luoshi.kernel.base.uscc import completed
from luoshi.platforms.investment.actions import Party

UNITS = ("tiexi", "tiedong", "lishu", "yitong", "shuangliao")
TRADES = (
    *(("玉米深加工", "corn.starch"), ("肉制品加工", "meat"), ("汽车零部件", "auto.parts")),
    *(("换热设备", "heat.exchanger"), ("生物质能源", "energy.biomass"), ("仓储物流设备", "logistics")),
)
WORDS = ["东方", "北辰", "松辽", "金穗", "长风", "远山", "清河", "白桦", "云岭", "新禾"]
HOME = "220300"
OUTSIDE = ("110000", "310000", "440300", "330100", "370200")
_HQ, _COMPANY, _SISTER, _CHILD = range(4)


@dataclass(frozen=True, slots=True)
class Deal:
    """An investor, its project company in the city, and the firms of its group outside."""

    number: int
    unit: str
    title: str
    node: str
    investor: Party
    company: Party
    sister: Party
    child: Party
    contract: str
    begins_on: date
    signed_on: date


def deals_of(year: int, *, seed: int, many: int) -> list[Deal]:
    """Return the deals that are signed in the year. The same numbers give the same ones."""
    return [_deal(year, seed, number) for number in range(many)]


def trader(year: int, seed: int, number: int) -> Party:
    """Return a firm of no group through which money may pass."""
    return Party(_code(year, seed, 500 + number, 0, "210100"), f"示例商贸{number + 1}号（模拟）")


def _deal(year: int, seed: int, number: int) -> Deal:
    chance = Random(f"deal {year} {seed} {number}")  # noqa: S311  invented, not secret
    trade, node = chance.choice(TRADES)
    name = f"示例{WORDS[number % len(WORDS)]}{number + 1}号"
    top = _code(year, seed, number, _HQ, chance.choice(OUTSIDE))
    signed_on = date(year, 1, 8) + timedelta(days=chance.randint(0, 120))
    return Deal(
        number=number,
        unit=UNITS[number % len(UNITS)],
        title=f"{name}{trade}项目（模拟）",
        node=node,
        investor=Party(top, f"{name}集团（模拟）"),
        company=Party(
            _code(year, seed, number, _COMPANY, HOME),
            f"{name}（四平）有限公司（模拟）",
            parent=top,
            local=True,
        ),
        sister=Party(_code(year, seed, number, _SISTER, "120000"), f"{name}贸易（模拟）", parent=top),
        child=Party(_code(year, seed, number, _CHILD, "130100"), f"{name}设备（模拟）", parent=top),
        contract=f"MN-{year}-{number + 1:03d}",
        begins_on=signed_on - timedelta(days=chance.randint(50, 90)),
        signed_on=signed_on,
    )


def _code(year: int, seed: int, number: int, role: int, place: str) -> str:
    return completed(f"91{place}MA{year % 10}{number:03d}{role}{seed % 10}")
