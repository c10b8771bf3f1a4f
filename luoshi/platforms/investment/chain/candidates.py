"""Which firms outside the city might fill a node, and why each: a rule whose parts are all shown.

The order is the product of its parts. It tells what fits together, it predicts nothing; how often such an
order is right is measured apart (``lift``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What each degree is worth: set by this platform, shown beside every candidate.
MADE, SAME_CLASS, SAME_GROUP = Decimal("1"), Decimal("0.6"), Decimal("0.3")
SAME_PROVINCE, SAME_REGION, ELSEWHERE, NOWHERE_TOLD = (
    Decimal("1"),
    Decimal("0.8"),
    Decimal("0.6"),
    Decimal("0.5"),
)
NO_SIGN, ONE_SIGN, MORE_SIGNS = Decimal("0.5"), Decimal("0.8"), Decimal("1")
_GROUP = 3  # signs of a code that name its group, the middle class


@dataclass(frozen=True, slots=True)
class Outside:
    """A firm outside the city as far as it is known."""

    firm: int
    name: str
    industry: str
    place: str  # code of a division, "" where not known
    makes: bool  # whether a record says that it makes the node's product
    signs: tuple[tuple[str, date, str], ...] = ()  # kind, day, source
    kin: bool = False  # whether a firm of its group already makes the product in the city
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the rule: what it is worth here, and why."""

    title: str
    worth: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm with the parts that make its place in the order; a conflict keeps it out of it."""

    outside: Outside
    parts: tuple[Part, ...]
    conflicts: tuple[str, ...]

    @property
    def fit(self) -> Decimal:
        """Return the product of the parts."""
        product = Decimal(1)
        for part in self.parts:
            product *= part.worth
        return product


def candidates(
    firms: Iterable[Outside],
    *,
    industries: Sequence[str],
    home: str,
    inputs: tuple[int, int],
    since: date,
    single: bool,
) -> list[Candidate]:
    """Return the firms that make or might make the node's products, those in conflict last.

    ``inputs`` are how many of the node's inputs the city makes, and of how many. ``home`` is the city's own
    code of a division, ``since`` the day from which signs of expansion count, ``single`` whether one firm
    alone supplies the node, in which case one of the same group changes nothing.
    """
    found = []
    for firm in firms:
        product = _product(firm, industries)
        if product is None:
            continue
        parts = (product, _distance(firm.place, home), _material(*inputs), _expansion(firm, since))
        found.append(Candidate(firm, parts, tuple(_conflicts(firm, home, single=single))))
    return sorted(found, key=lambda one: (bool(one.conflicts), -one.fit, one.outside.name, one.outside.firm))


def _product(firm: Outside, industries: Sequence[str]) -> Part | None:
    if firm.makes:
        return Part("产品", MADE, "有记录生产这个环节的产品")
    if firm.industry and firm.industry in industries:
        return Part("产品", SAME_CLASS, f"行业小类相同（{firm.industry}）")
    groups = {code[:_GROUP] for code in industries if len(code) >= _GROUP}
    if firm.industry[:_GROUP] in groups:
        return Part("产品", SAME_GROUP, f"行业中类相同（{firm.industry[:_GROUP]}）")
    return None


def _distance(place: str, home: str) -> Part:
    if not place:
        return Part("距离", NOWHERE_TOLD, "所在地没有数据，按中间值")
    if place[:2] == home[:2]:
        return Part("距离", SAME_PROVINCE, "同省")
    if place[:1] == home[:1]:
        return Part("距离", SAME_REGION, "同一大区（区划代码首位相同）")
    return Part("距离", ELSEWHERE, "外区")


def _material(local: int, of: int) -> Part:
    if not of:
        return Part("原料", Decimal("0.5"), "这个环节的投入没有数据，按中间值")
    worth = Decimal("0.5") + Decimal(local) / of / 2
    return Part("原料", worth.quantize(Decimal("0.01")), f"{of} 种投入中 {local} 种本市有生产")


def _expansion(firm: Outside, since: date) -> Part:
    recent = [one for one in firm.signs if one[1] >= since]
    if not recent:
        return Part("扩产迹象", NO_SIGN, "有效期内没有记录，不等于没有")
    words = "；".join(f"{on} {kind}（{source}）" for kind, on, source in recent[:3])
    return Part("扩产迹象", MORE_SIGNS if len(recent) > 1 else ONE_SIGN, words)


def _conflicts(firm: Outside, home: str, *, single: bool) -> Iterable[str]:
    if firm.kin:
        yield (
            "同一控股的企业已是本市独家供应者，引进它不改变独家"
            if single
            else "同一控股的企业已在本市生产这个环节"
        )
    if firm.place and firm.place[:4] == home[:4]:
        yield "所在地就在本市，应核对是否本市企业"
