"""Amounts that leave the order of their list, and counts with two measure words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from math import prod

from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_SCALED = re.compile(r"(?P<scale>[万亿])元(?:及?以上|级)")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千]{1,2})$")
_ITEM_END = re.compile(r"[、,。;:\n]")
_SEPARATORS = ("、", ",", " ", "和", "及")
_LONGEST_NUMBER = 12
_LONGEST_ITEM = 30  # code points between two thresholds of one list
_SCALES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
_OTHER = {"万": "亿", "亿": "万"}
_WORDS = dict(zip("一二三四五六七八九十百千", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000), strict=True))

_COUNTED = re.compile(
    r"[0-9][0-9.,]*[万亿余多]*(?P<units>(?P<first>[辆台套件艘架只头匹枚支])(?P<second>[辆套件艘架匹枚]))"
)
_PAIRS_IN_USE = frozenset({"台套", "台件", "件套", "套件", "台架", "支架"})


@dataclass(frozen=True, slots=True)
class _Threshold:
    """An amount with 以上 or 级: 5000万元以上, 亿元以上, 百亿级."""

    start: int
    scale_at: int
    end: int
    factor: Decimal
    scale: str

    def amount(self, scale: str) -> Decimal:
        return self.factor * _SCALES[scale]


def amount_defects(document: Document) -> Iterator[Defect]:
    """Yield thresholds of one list that do not ascend or descend, and doubled measure words."""
    for items in _threshold_lists(document.shadow):
        yield from _out_of_order(document, items)
    yield from _doubled_units(document)


def _threshold_lists(shadow: str) -> Iterator[list[_Threshold]]:
    items: list[_Threshold] = []
    for match in _SCALED.finditer(shadow):
        item = _threshold(shadow, match)
        if items and not _same_list(shadow[items[-1].end : item.start]):
            yield items
            items = []
        items.append(item)
    yield items


def _threshold(shadow: str, match: re.Match[str]) -> _Threshold:
    number = _NUMBER.search(shadow, max(0, match.start() - _LONGEST_NUMBER), match.start())
    start = number.start() if number else match.start()
    factor = _factor(number[0]) if number else Decimal(1)
    return _Threshold(start, match.start(), match.end(), factor, match["scale"])


def _factor(number: str) -> Decimal:
    if number[0] in _WORDS:
        return Decimal(prod(_WORDS[word] for word in number))
    return Decimal(number)


def _same_list(between: str) -> bool:
    return len(between) <= _LONGEST_ITEM and "。" not in between and between.endswith(_SEPARATORS)


def _out_of_order(document: Document, items: list[_Threshold]) -> Iterator[Defect]:
    """Name the fewest and last items whose 万 or 亿, exchanged, would set three or more in order."""
    if len(items) < 3 or _ordered([item.amount(item.scale) for item in items]):
        return
    for size in range(1, len(items) // 2 + 1):
        for wrong in reversed(list(combinations(items, size))):
            if _ordered([item.amount(_OTHER[item.scale] if item in wrong else item.scale) for item in items]):
                yield from (_exchanged(document, item) for item in wrong)
                return


def _ordered(amounts: list[Decimal]) -> bool:
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(amounts)]
    return set(steps) in ({1}, {-1})


def _exchanged(document: Document, item: _Threshold) -> Defect:
    stop = _ITEM_END.search(document.shadow, item.end)
    text, end = document.text, stop.start() if stop else len(document.text)
    suggestion = text[item.start : item.scale_at] + _OTHER[item.scale] + text[item.scale_at + 1 : end]
    message = f"“{text[item.start : item.end]}”打破了同一列举中金额由小到大或由大到小的次序。"
    return flag(document, (item.start, end), "wrong_amount", message, suggestion=suggestion, confidence=0.95)


def _doubled_units(document: Document) -> Iterator[Defect]:
    for match in _COUNTED.finditer(document.shadow):
        if match["units"] in _PAIRS_IN_USE:
            continue
        message = f"数字之后连用了两个量词“{match['first']}”和“{match['second']}”。"
        yield flag(document, match.span(), "wrong_unit", message, confidence=0.5)
