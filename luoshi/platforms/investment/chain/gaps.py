"""What a node of a chain lacks in the city: defined by what is known of it, never predicted.

Local supply is what the city's firms can make in a year; local demand is what its producers downstream take
at their capacity, by the shares of the links, and what is used up outside the chain. What nobody has looked
at stays unknown: a sum with unknown parts is a lower bound and is judged as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

_NOTHING = Decimal(0)


class Gap(StrEnum):
    """What a node is found to be."""

    MISSING = "missing"
    WEAK = "weak"
    ISOLATED = "isolated"
    SINGLE = "single"
    MET = "met"
    UNKNOWN = "unknown"


TITLES = {
    Gap.MISSING: "缺失",
    Gap.WEAK: "薄弱",
    Gap.ISOLATED: "孤立",
    Gap.SINGLE: "独家",
    Gap.MET: "满足",
    Gap.UNKNOWN: "不明",
}
SIGNS = {  # a shape for each, so that no colour is needed
    Gap.MISSING: "○",
    Gap.WEAK: "◐",
    Gap.ISOLATED: "◇",
    Gap.SINGLE: "①",
    Gap.MET: "●",
    Gap.UNKNOWN: "？",
}
MEANINGS = {
    Gap.MISSING: "已摸排，本市没有生产，而本地有需求",
    Gap.WEAK: "本地供给低于本地需求的限值",
    Gap.ISOLATED: "本市有生产，但上下游都没有本地联系",
    Gap.SINGLE: "供给够，但只出自一家（同一控股算一家）",
    Gap.MET: "供给达到限值且不止一家，或本地没有需求",
    Gap.UNKNOWN: "数据不足以判断；没有数据不等于零",
}


@dataclass(frozen=True, slots=True)
class Supply:
    """What the city makes of a node in a year: a full account only where somebody has looked."""

    output: Decimal = _NOTHING
    firms: int = 0
    groups: int = 0  # firms under one parent are one
    surveyed: bool = False

    @property
    def known(self) -> bool:
        """Tell whether anything is known of it at all."""
        return self.surveyed or self.firms > 0

    @property
    def none(self) -> bool:
        """Tell whether it is known that nothing is made."""
        return self.surveyed and self.output == 0


class Link(NamedTuple):
    """So many units of the input go into one unit of the output; None where nobody knows how many."""

    input: int
    output: int
    share: Decimal | None


class Use(NamedTuple):
    """What producers of one node downstream take; None where it is not known."""

    node: int
    share: Decimal | None
    amount: Decimal | None
    whole: bool  # False for a lower bound


@dataclass(frozen=True, slots=True)
class Standing:
    """A node's supply against its demand, and what that makes of it."""

    node: int
    gap: Gap
    supply: Supply
    demand: Decimal
    whole: bool  # whether all of the demand is known
    final: Decimal | None
    uses: tuple[Use, ...]
    inputs: tuple[int, ...]

    @property
    def ratio(self) -> Decimal | None:
        """Return supply ÷ demand, None where there is no demand."""
        return self.supply.output / self.demand if self.demand else None


def standings(
    finals: Mapping[int, Decimal | None],
    links: Iterable[Link],
    supplies: Mapping[int, Supply],
    *,
    limit: Decimal,
) -> dict[int, Standing]:
    """Return how each node of ``finals`` stands: local supply ÷ local demand against the limit."""
    nothing = Supply()
    down: dict[int, list[Link]] = defaultdict(list)
    up: dict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.input in finals and link.output in finals:
            down[link.input].append(link)
            up[link.output].append(link.input)
    found = {}
    for node, final in finals.items():
        uses = tuple(_use(link, supplies.get(link.output, nothing)) for link in down[node])
        demand = sum((use.amount for use in uses if use.amount), final or _NOTHING)
        whole = final is not None and all(use.whole for use in uses)
        supply, inputs = supplies.get(node, nothing), tuple(up[node])
        alone = bool(uses or inputs) and all(supplies.get(one, nothing).none for one in inputs)
        gap = _gap(supply, demand, whole=whole, alone=alone, limit=limit)
        found[node] = Standing(node, gap, supply, demand, whole, final, uses, inputs)
    return found


def _use(link: Link, output: Supply) -> Use:
    if link.share == 0 or output.none:
        return Use(link.output, link.share, _NOTHING, whole=True)
    if link.share is None or not output.known:
        return Use(link.output, link.share, None, whole=False)
    return Use(link.output, link.share, link.share * output.output, whole=output.surveyed)


def _gap(supply: Supply, demand: Decimal, *, whole: bool, alone: bool, limit: Decimal) -> Gap:
    if not supply.known:
        return Gap.UNKNOWN
    if supply.none and demand:
        return Gap.MISSING
    if not supply.none and supply.output < limit * demand and supply.surveyed:
        return Gap.WEAK  # whatever else may be asked for only makes it weaker
    if not whole or supply.output < limit * demand:
        return Gap.UNKNOWN
    if not demand:
        return Gap.ISOLATED if alone and supply.output else Gap.MET
    if supply.groups == 1 and supply.surveyed:
        return Gap.SINGLE
    return Gap.MET


def lines_of(standing: Standing, *, names: Mapping[int, str], unit: str, limit: Decimal) -> Sequence[str]:
    """Return the evidence of a node's class in words, a line for each fact that it rests on."""
    supply = standing.supply
    lines = [_supplied(supply, unit)]
    lines += [_used(use, names.get(use.node, "—"), unit) for use in standing.uses]
    lines.append(
        f"链外年需求 {_said(standing.final)} {unit}" if standing.final is not None else "链外年需求：没有数据"
    )
    bound = "" if standing.whole else "至少 "
    lines.append(f"本地需求合计 {bound}{_said(standing.demand)} {unit}")
    if standing.ratio is not None:
        lines.append(
            f"本地供给 ÷ 本地需求 = {_said(100 * standing.ratio, 1)}%，限值 {_said(100 * limit, 1)}%"
        )
    if standing.gap is Gap.ISOLATED:
        lines.append("上游环节均已摸排，本市都没有生产；下游没有本地需求")
    lines.append(f"判定：{TITLES[standing.gap]}。{MEANINGS[standing.gap]}")
    return lines


def _supplied(supply: Supply, unit: str) -> str:
    if not supply.known:
        return "本地供给：没有摸排，也没有产能记录"
    looked = "已摸排" if supply.surveyed else "没有有效摸排，可能还有别家"
    if supply.none:
        return "本地供给 0：已摸排，本市没有生产"
    return (
        f"本地供给 {_said(supply.output)} {unit}：{supply.firms} 家企业，{supply.groups} 个独立来源，{looked}"
    )


def _used(use: Use, name: str, unit: str) -> str:
    if use.share is None:
        return f"下游 {name}：单位耗用没有数据"
    if use.amount is None:
        return f"下游 {name}：每单位耗用 {_said(use.share, 4)}，产能没有数据"
    bound = "" if use.whole else "至少 "
    return f"下游 {name}：每单位耗用 {_said(use.share, 4)}，按产能需 {bound}{_said(use.amount)} {unit}"


def _said(number: Decimal, digits: int = 2) -> str:
    written = f"{number:,.{digits}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
