"""How ready a project of the reserve is to begin: a score that is the sum of its parts, and each part's why.

The weights are dated parameters. There is no score without its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

WHOLE = 10_000
LAND, PLANNING, CONSTRUCTION = "land", "planning", "construction"
_DEPTH = {"approved": 4_000, "feasible": 7_000, "designed": WHOLE}  # of a government's project


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What has been prepared of a project. Sums are fen, ``permits`` the kinds it has."""

    state: str
    government: bool
    planned: int
    secured: int
    permits: frozenset[str]
    has_plan: bool  # when it begins and ends
    has_developer: bool
    has_site: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: what it is, how much it can and does bring, and why."""

    key: str
    title: str
    weight: int
    earned: int
    why: str


@dataclass(frozen=True, slots=True)
class Maturity:
    """The score with its parts."""

    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        """Return the sum of what the parts brought."""
        return sum(part.earned for part in self.parts)

    @property
    def most(self) -> int:
        """Return what the parts could bring."""
        return sum(part.weight for part in self.parts)

    @property
    def lacking(self) -> tuple[Part, ...]:
        """Return the parts that could bring more, the largest gap first."""
        short = (part for part in self.parts if part.earned < part.weight)
        return tuple(sorted(short, key=lambda part: (part.earned - part.weight, part.key)))


def maturity_of(prepared: Prepared, weights: Mapping[str, int]) -> Maturity:
    """Return the score. ``weights`` names each of ``PARTS``."""
    parts = []
    for key, (title, judge) in PARTS.items():
        share, why = judge(prepared)
        parts.append(Part(key, title, weights[key], weights[key] * share // WHOLE, why))
    return Maturity(tuple(parts))


def _depth(one: Prepared) -> tuple[int, str]:
    share = _DEPTH.get(one.state, 0)
    if not one.government and share:
        return WHOLE, "已备案或核准"
    words = {0: "尚未立项", 4_000: "已立项，可研未批复", 7_000: "可研已批复，初设概算未批复"}
    return share, words.get(share, "初设概算已批复")


def _land(one: Prepared) -> tuple[int, str]:
    return (WHOLE, "已取得用地手续") if LAND in one.permits else (0, "没有用地手续")


def _permits(one: Prepared) -> tuple[int, str]:
    titles = {PLANNING: "规划许可", CONSTRUCTION: "施工许可"}
    lacking = [title for kind, title in titles.items() if kind not in one.permits]
    share = WHOLE * (len(titles) - len(lacking)) // len(titles)
    return share, f"没有{'、'.join(lacking)}" if lacking else "规划和施工许可齐全"


def _funds(one: Prepared) -> tuple[int, str]:
    share = min(WHOLE, one.secured * WHOLE // one.planned) if one.planned else 0
    return share, f"资金落实{share // 100}%"


def _plan(one: Prepared) -> tuple[int, str]:
    told = {"计划开竣工日期": one.has_plan, "项目单位": one.has_developer, "建设地点": one.has_site}
    lacking = [title for title, given in told.items() if not given]
    share = WHOLE * (len(told) - len(lacking)) // len(told)
    return share, f"未填{'、'.join(lacking)}" if lacking else "计划、项目单位和地点齐全"


PARTS: Mapping[str, tuple[str, Callable[[Prepared], tuple[int, str]]]] = {
    "depth": ("前期深度", _depth),
    "land": ("用地", _land),
    "permits": ("规划和施工许可", _permits),
    "funds": ("资金落实", _funds),
    "plan": ("实施计划", _plan),
}
