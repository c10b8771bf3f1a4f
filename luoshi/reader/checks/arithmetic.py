"""Figures of one sentence that must fit each other: parts and wholes, shares, amounts and rates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from luoshi.reader.checks.cite import check, clause, quoted
from luoshi.reader.document import Document
from luoshi.reader.model import Check, Quantity

_FULL = Decimal(100)
_TOLERANCE = Decimal("0.5")  # percentage points that rounding of the parts may add up to
_SCALES = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4))
_NO_WHOLE = re.compile(r"其中|均|每|第[一二三四五六七八九十0-9]+(?:位|名)?$")
_SHARE = re.compile(r"占|比重")
_LIST_END = re.compile(r"[,。;:\n]")
_CLOSE = 20  # code points between an amount and the rate that goes with it
_NEAR = Decimal("0.01")
_CAPPED = re.compile(
    r"(?:覆盖|满意|办结|办复|回复|合格|达标|普及|利用|入住|参保|参合|就业|签约|破案|结案|绿化|城镇化|巩固|网办|好评|"
    r"按时|优良|收集|处理|处置|无害化|入户|通达|硬化|贯通|自给|到位|兑现|化解)率$|占比$|比重$"
)
_UNCAPPED = re.compile(r"拨备|偿付|流动性|毛入学|资本")
_OF_TARGET = re.compile(r"(?:目标|计划|任务|预算|序时进度)(?:任务|数|值|额)?的$")


def parts_over_whole(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield wholes that are smaller than the sum of the parts listed under 其中."""
    for whole, parts in _listed_parts(document, quantities):
        same = [p for p in parts if p.unit == whole.unit != "%"]
        total = sum((_single(p) for p in same), Decimal(0))
        if whole.cmp in ("eq", "approx", "le", "lt") and total > _single(whole):
            sum_of_parts = _spoken(total, whole.unit)
            message = f"{whole.indicator}为{quoted(whole)}，其中各项合计约{sum_of_parts}，大于总数。"
            yield check(document, "parts_over_whole", message, whole, *same)


def shares_over_full(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield listed shares of one whole that add up to more than 100 percent."""
    for whole, parts in _listed_parts(document, quantities):
        shares = [p for p in parts if p.unit == "%" and _SHARE.search(clause(document, p).quote)]
        total = sum((_single(p) for p in shares), Decimal(0))
        if total > _FULL + _TOLERANCE:
            message = f"{whole.indicator}的各项占比合计{_plain(total)}%，超过100%。"
            yield check(document, "shares_over_full", message, whole, *shares)


def _listed_parts(
    document: Document, quantities: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """Yield wholes with the parts of one list: what follows a comma may be another matter.

    A mean has no parts, and a figure that is itself a part (其中) is not taken for a whole.
    """
    by_id = {quantity.id: quantity for quantity in quantities}
    lists: defaultdict[str, list[Quantity]] = defaultdict(list)
    for part in quantities:
        whole = by_id.get(part.share_of or "")
        if whole is None or part.form != "level" or part.cmp != "eq" or part.half != whole.half:
            continue
        if _NO_WHOLE.search(clause(document, whole).quote):
            continue
        parts = lists[whole.id]
        gap = document.shadow[(parts[-1] if parts else whole).end : part.start]
        if not parts or not _LIST_END.search(gap):
            parts.append(part)
    return ((by_id[whole], parts) for whole, parts in lists.items() if parts)


def rates_over_full(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield rates that cannot exceed 100 percent and do."""
    for quantity in quantities:
        if quantity.unit != "%" or quantity.form != "level" or _single(quantity) <= _FULL:
            continue
        if _CAPPED.search(quantity.indicator) and not _UNCAPPED.search(quantity.indicator):
            message = f"{quantity.indicator}为{quoted(quantity)}，超过100%。"
            yield check(document, "rate_over_full", message, quantity)


def implied_bases(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield an amount and its rate, printed together, with the base that they imply but nobody states."""
    for amount, rate in pairwise(quantities):
        if not (_beside(amount, rate) and _is_rate_of(rate, amount)):
            continue
        base = _single(amount) * _FULL / _single(rate)
        if not _is_stated(base, amount.unit, quantities):
            message = (
                f"{amount.indicator}{quoted(amount)}与{rate.indicator}{quoted(rate)}"
                f"隐含基数约{_spoken(base, amount.unit)}，文中未列出。"
            )
            yield check(document, "implied_base", message, amount, rate)


def unstated_targets(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield results given as a percentage of a target that the text does not state."""
    for before, ratio in pairwise((None, *quantities)):
        if (
            ratio is None
            or ratio.unit != "%"
            or not _OF_TARGET.search(document.shadow, ratio.start - 10, ratio.start)
        ):
            continue
        if before and _beside(before, ratio) and before.unit != "%" and _single(ratio) > 0:
            target = _spoken(_single(before) * _FULL / _single(ratio), before.unit)
            result = f"{before.indicator}{quoted(before)}"
            message = f"{result}为目标的{quoted(ratio)}，目标值未列出，推算约{target}。"
            yield check(document, "unstated_target", message, ratio, before)
        else:
            message = f"{ratio.indicator}：文中只给出目标的{quoted(ratio)}，目标值未列出。"
            yield check(document, "unstated_target", message, ratio)


def _beside(one: Quantity, other: Quantity) -> bool:
    return one.sentence == other.sentence and other.start - one.end <= _CLOSE and one.form == "level"


def _is_rate_of(rate: Quantity, amount: Quantity) -> bool:
    """Tell whether a rate is named after its amount: 审减投资 and 审减率."""
    stem = rate.indicator.removesuffix("率")
    if len(stem) < 2 or stem == rate.indicator or stem not in amount.indicator:
        return False
    exact = rate.cmp == amount.cmp == "eq" and rate.half == amount.half and rate.period == amount.period
    return exact and rate.unit == "%" != amount.unit and 0 < _single(rate) < _FULL


def _is_stated(value: Decimal, unit: str, quantities: tuple[Quantity, ...]) -> bool:
    return any(q.unit == unit and abs(_single(q) - value) <= value * _NEAR for q in quantities)


def _single(quantity: Quantity) -> Decimal:
    return quantity.value[0] if isinstance(quantity.value, tuple) else quantity.value


def _spoken(value: Decimal, unit: str) -> str:
    """Write a value to three figures with 万 or 亿, as reports do."""
    scale = next(((name, size) for name, size in _SCALES if value >= size), ("", Decimal(1)))
    return f"{_plain(Decimal(f'{value / scale[1]:.3g}'))}{scale[0]}{unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
