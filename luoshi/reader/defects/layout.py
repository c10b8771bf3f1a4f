"""Damage of the page: sentences cut by a column, a missing head, a list cut short, a lost list number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect
from luoshi.reader.structure.numerals import to_int

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LINE = re.compile(r"[^\s][^\n]*(?<=\S)")
_SENTENCE_STOP = re.compile(r"[。!?;]")
_CUT_END = re.compile(r"[\u4e00-\u9fff,、0-9A-Za-z%”》)]$")
_CUT_START = re.compile(
    r"(?![一二三四五六七八九十]+[、是.]|第[一二三四五六七八九十]+[,、章节部]|[0-9]+[.、])[\u4e00-\u9fff0-9A-Za-z,、”“《]"
)
_PAGE_NOTE = re.compile(rf"\((?:上接|接|续)第?(?:{_NUMERAL}|[0-9]+)版\)")
_FIRST_LABEL = re.compile(rf"(?:^|\n)\s*(?:\((?P<inner>{_NUMERAL})\)|(?P<outer>{_NUMERAL})、)")
_ANNOUNCED = re.compile(
    rf"(?<![第一二三四五六七八九十0-9])(?P<count>{_NUMERAL}|[0-9]{{1,2}})"
    r"(?:个方面|方面|项|件|大)[^,。:;\n]{0,10}(?=[。:]\s*$)"
)
_LONGEST_ANNOUNCEMENT = 30
_ENUMERATORS = {
    "一是": re.compile(rf"(?<![\u4e00-\u9fff])({_NUMERAL})是"),
    "第一": re.compile(rf"(?<![\u4e00-\u9fff])第({_NUMERAL})[,、]"),
    "(一": re.compile(rf"\(({_NUMERAL})\)"),
    "①": re.compile(rf"([{_CIRCLED}])"),
    "1": re.compile(r"(?<![0-9.])([0-9]{1,2})[.、](?![0-9])"),
}
_FIRST_ITEM = re.compile(r"[。:\s](?P<mark>一是|第一(?=[,、])|\(一(?=\))|①|1(?=[.、]))")
# Where more than a third of the lines break off, the text is wrapped by its typist, not damaged.
_WRAPPED_SHARE = 1 / 3
_LONGEST_HEADING = 40


def layout_defects(document: Document) -> Iterator[Defect]:
    """Yield damage that comes from how the text was set on pages and read off them."""
    yield from _column_breaks(document)
    yield from _missing_head(document)
    yield from _short_lists(document)
    yield from _stray_circled_numbers(document)


def _column_breaks(document: Document) -> Iterator[Defect]:
    shadow = document.shadow
    lines = [match.span() for match in _LINE.finditer(shadow)]
    broken = [
        (end, start)
        for (head, end), (start, tail) in pairwise(lines)
        if _is_prose(shadow, head, end)
        and _CUT_END.search(shadow, head, end)
        and not _ends_sentence(shadow, end)
        and _CUT_START.match(shadow, start)
        and _is_prose(shadow, start, tail)
    ]
    if len(broken) > 3 and len(broken) > _WRAPPED_SHARE * sum(_is_prose(shadow, *line) for line in lines):
        return
    for end, start in broken:
        yield flag(
            document,
            (end, start),
            "column_break",
            f"句子在“{_tail(document, end)}”之后被分段隔断，可能是分栏或换页所致。",
            suggestion="",
            confidence=0.95,
        )


def _is_prose(shadow: str, start: int, end: int) -> bool:
    """Tell whether a line is running text: it ends a sentence or is longer than a heading."""
    if _SENTENCE_STOP.search(shadow, start, end):
        return True
    return end - start > _LONGEST_HEADING and "," in shadow[start:end]


def _ends_sentence(shadow: str, end: int) -> bool:
    return shadow[end - 1] in "”》)" and shadow[end - 2] in "。!?;"


def _tail(document: Document, end: int) -> str:
    return document.text[max(0, end - 6) : end].strip()


def _missing_head(document: Document) -> Iterator[Defect]:
    note = _PAGE_NOTE.search(document.shadow)
    if note:
        message = f"页面注明“{document.text[slice(*note.span())]}”，此前的内容不在本文中。"
        yield flag(document, note.span(), "truncated_head", message, confidence=0.9)
        return
    first = _FIRST_LABEL.search(document.shadow)
    if first and _number(first["inner"] or first["outer"]) > 1:
        span = first.span("inner" if first["inner"] else "outer")
        message = f"正文的第一个标题编号为“{document.text[slice(*span)]}”，此前的部分可能缺失。"
        yield flag(document, span, "truncated_head", message, confidence=0.7)


def _short_lists(document: Document) -> Iterator[Defect]:
    shadow = document.shadow
    for first in _FIRST_ITEM.finditer(shadow):
        start = first.start("mark")
        announced = _ANNOUNCED.search(shadow, max(0, start - _LONGEST_ANNOUNCEMENT), start)
        if not announced:
            continue
        found = _count_items(shadow, start, _ENUMERATORS[first["mark"]])
        if 1 < found < _number(announced["count"]):
            message = f"文中称有{announced['count']}项，随后只列出{found}项。"
            yield flag(document, announced.span(), "truncated_list", message, confidence=0.9)


def _count_items(shadow: str, start: int, item: re.Pattern[str]) -> int:
    """Count the items of the list that starts here: its numbers as long as each follows the one before."""
    count = 0
    for match in item.finditer(shadow, start):
        number = _number(match[1])
        if number == count + 1:
            count = number
        elif number == 1:
            break
    return count


def _stray_circled_numbers(document: Document) -> Iterator[Defect]:
    previous = 0
    for match in re.finditer(rf"[{_CIRCLED}]", document.shadow):
        number = _number(match[0])
        if number not in (1, previous + 1):
            message = f"序号“{match[0]}”之前没有“{_CIRCLED[number - 2]}”，可能是误排。"
            yield flag(document, match.span(), "stray_circled_number", message, suggestion="", confidence=0.9)
            continue
        previous = number


def _number(label: str) -> int:
    return _CIRCLED.index(label) + 1 if label in _CIRCLED else to_int(label)
