"""Targets beside last year's results, results without a pair, and one indicator with two values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from luoshi.reader.checks.cite import check, clause, quoted
from luoshi.reader.checks.indicators import Key, is_lower_better, is_neutral, name_of, same_measure
from luoshi.reader.document import Document
from luoshi.reader.model import Check, Quantity

_YEAR = re.compile(r"(?:19|20)\d\d")
_KEPT = re.compile(r"达|稳定|保持|提高|提升|控制|降")  # verbs of a stock or rate that had a value before
_HEADLINE = re.compile(
    r"(?:生产总值|财政收入|预算收入|固定资产投资|零售总额|可支配收入|进出口总额|城镇化率|失业率|城镇新增就业|粮食产量|森林覆盖率)$"
)
_PARTIAL = re.compile(r"年均|累计|上半年|季度|截至|平均|超过|跨越|园|区|县|产业|比\S{0,3}20|以来|其中")
_NEARBY = 24
_EARLIER = frozenset({"review", "background"})
_BOUNDS = frozenset({"eq", "ge", "gt", "le", "lt", "approx", "range"})
_STATED = _BOUNDS | {"full"}


def weaker_targets(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield targets of the plan that ask for less than the year before delivered."""
    results = _by_measure(quantities, "review")
    for key, targets in _by_measure(quantities, "plan").items():
        for target in _distinct(targets):
            result = _only([r for r in results[key] if _follows(target, r)])
            if result and not is_neutral(target.indicator) and _is_weaker(target, result):
                yield check(document, *_weaker(target, result), target, result)


def _distinct(targets: list[Quantity]) -> list[Quantity]:
    """Return the first of the targets that say the same."""
    return list({(t.period, t.value, t.sign): t for t in reversed(targets)}.values())[::-1]


def _by_measure(quantities: tuple[Quantity, ...], half: str) -> defaultdict[Key, list[Quantity]]:
    found: defaultdict[Key, list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        key = same_measure(quantity)
        if key and quantity.half == half and quantity.cmp in _STATED:
            found[key].append(quantity)
    return found


def _follows(target: Quantity, result: Quantity) -> bool:
    """Tell whether both periods are single years, one after the other."""
    if not (_YEAR.fullmatch(target.period or "") and _YEAR.fullmatch(result.period or "")):
        return False
    return int(target.period or 0) == int(result.period or 0) + 1


def _only(results: list[Quantity]) -> Quantity | None:
    """Return the result where all agree: of two differing ones neither is compared."""
    return results[0] if results and len({r.value for r in results}) == 1 else None


def _is_weaker(target: Quantity, result: Quantity) -> bool:
    if target.sign == result.sign == "-":  # both promise a decrease: the larger one is the stronger
        return _signed(target, low=True) > _signed(result, low=False)
    if is_lower_better(target.indicator):
        return _signed(target, low=True) > _signed(result, low=False)
    return _signed(target, low=False) < _signed(result, low=True)


def _signed(quantity: Quantity, *, low: bool) -> Decimal:
    """Return the end of the value that speaks for the target, negative for a decrease."""
    ends = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    signed = sorted(-end if quantity.sign == "-" else end for end in ends)
    return signed[0] if low else signed[-1]


def _weaker(target: Quantity, result: Quantity) -> tuple[str, str]:
    """Return the kind and the sentence; of two decreases the smaller one is the weaker."""
    if target.sign == result.sign == "-":
        kind, relation, target_word, result_word = "decrease_target_below", "小于", "目标降幅", "实绩降幅"
    else:
        above = is_lower_better(target.indicator)
        kind = ("growth_target" if target.form == "growth" else "target") + ("_above" if above else "_below")
        relation, target_word, result_word = "高于" if above else "低于", "目标", "实绩"
    return kind + "_result", (
        f"{target.indicator}：{target.period}年{target_word}“{target.quote}”{relation}"
        f"{result.period}年{result_word}“{result.quote}”。"
    )


def two_values(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield headline figures given with different values for one period, in different sentences.

    Only of indicators that a place has one value of, named in the clause itself, and for the whole place.
    """
    groups: defaultdict[tuple[Key, str, str], list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        key = same_measure(quantity)
        if key and quantity.period and quantity.cmp == "eq" and _is_headline(document, quantity, key[0]):
            groups[key, quantity.period, quantity.half].append(quantity)
    for (_, period, _), members in groups.items():
        first = members[0]
        other = next((q for q in members if q.value != first.value and q.sentence != first.sentence), None)
        if other:
            message = f"{first.indicator}（{period}年）在文中有两个数值：{quoted(first)}和{quoted(other)}。"
            yield check(document, "two_values", message, first, other)


def _is_headline(document: Document, quantity: Quantity, name: str) -> bool:
    words = clause(document, quantity).quote
    before = document.text[max(0, quantity.start - _NEARBY) : quantity.start]
    alone = quantity.group is None and quantity.share_of is None and quantity.half in ("review", "plan")
    return alone and _HEADLINE.search(name) is not None and name[-3:] in words and not _PARTIAL.search(before)


def missing_results(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    """Yield targets for a rate, a growth or a level to be kept, where no earlier value is given to compare.

    A count of things to be done (改造15栋) needs none. One question an indicator.
    """
    known = {
        name_of(q.indicator, q.form == "growth") for q in quantities if q.half in ("review", "background")
    }
    asked: set[str] = set()
    for target in quantities:
        name = name_of(target.indicator, target.form == "growth")
        if target.half != "plan" or target.cmp not in _BOUNDS or name in known or name in asked:
            continue
        if len(name) >= 2 and _had_a_value(document, target):
            asked.add(name)
            message = f"{target.indicator}：目标{quoted(target)}，文中没有此前的数值可供比较。"
            yield check(document, "no_result", message, target)


def _had_a_value(document: Document, target: Quantity) -> bool:
    if target.form != "level":
        return target.form == "growth"
    return (
        target.unit in ("%", "‰") or _KEPT.search(document.text, target.start - 4, target.start) is not None
    )
