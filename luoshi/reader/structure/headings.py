"""Sections of a report: numbered and unnumbered headings, run-in headings and numbered items.

How deep a heading lies is decided by its kind of label, never by its indent: part titles, then 一、 then
(一), then 1. then 一是 and ①. A 一、 that starts over below a later one opens a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.model import Section
from luoshi.reader.structure.numerals import to_int

LONGEST_LINE = 40  # an unnumbered heading on a line of its own is shorter
LONGEST_RUN_IN = 64  # the topic sentence behind (一)

PART, UNNUMBERED, CHAPTER, PARENTHESISED, LIST, ARABIC, SMALL, ITEM = range(8)  # ranks, outermost first
_LEVEL = {PART: 1, UNNUMBERED: 1, CHAPTER: 1, PARENTHESISED: 2}  # at least; else 3

PARAGRAPH = re.compile(r"(?:[^\r\n\u2003]+|\u2003(?!\u2003))+")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEADING = (
    (PART, re.compile(rf"\s*(?P<label>第{_NUMERAL}(?:部分|章|篇))[、:\s]*")),
    (CHAPTER, re.compile(rf"\s*(?P<label>{_NUMERAL})、\s*(?![一二三]、)")),
    (PARENTHESISED, re.compile(rf"\s*(?P<label>\({_NUMERAL}\))、?\s*")),
    (ARABIC, re.compile(r"\s*(?P<label>\d{1,2})(?:[、.](?!\d)|(?<=\d\d) (?=[一-龥]))\s*")),
    (SMALL, re.compile(r"\s*(?P<label>\(\d{1,2}\))、?\s*")),
)
_INLINE = re.compile(  # led by its characters, for speed: ①, or 一是, 一要 and 第一, behind a mark
    rf"[{_CIRCLED}第一二三四五六七八九十](?:(?<=[{_CIRCLED}])"
    rf"|(?<=[。;:!?\"”\s].)(?:(?<=第){_NUMERAL}(?=[,、])|(?<!第)[一二三四五六七八九十]{{0,2}}[是要]))"
)
_UNNUMBERED = re.compile(
    r"\s*(?=\S)(?!.*(?:报告|全文)\s*$)"
    r"(?:(?:关于)?\d{4}年(?!\d{1,2}月)[^。,;!?]*[^。,;!?:]"
    r"|(?:\S{0,3}[一二三四五六七八九十]五[”\"]?(?:时期|期间|规划|发展|及|和|以来)|过去|近?五年来|今后|未来|本届|去年|今年)"
    r"[^。,;!?]*(?:回顾|总结|成就|成效|情况|任务|安排|重点|工作|目标|部署|打算|考虑|建议|要求|设想))\s*$"
)
_SENTENCE_END = re.compile(r"[。!?;]")
SENTENCE_STOP = re.compile(r"[。!?]+[”\"’』」)]*")
_CLAUSE_END = re.compile(r"[。!?;,:]")


class _Heading(NamedTuple):
    rank: int
    label: str
    title: str
    start: int
    end: int
    stop: int | None = None  # an item ends within its paragraph, other sections with the next heading


def find_sections(text: str, shadow: str) -> tuple[Section, ...]:
    """Return the sections in reading order with a provisional half, ``review``.

    Paths are unique: a label repeated under the same parent gets ``#2``, ``#3``. The label of an
    unnumbered heading is its title.
    """
    sections: list[Section] = []
    open_: list[tuple[int, int, int]] = []  # rank, number, index of the section
    seen: dict[str, int] = {}
    for heading in _headings(shadow):
        rank, number = heading.rank, _number(heading.label)
        while open_ and sections[open_[-1][2]].stop <= heading.start:
            open_.pop()
        if rank == CHAPTER and _is_listed(number, open_):
            rank = LIST
        while open_ and open_[-1][0] >= rank:
            _close(sections, open_.pop()[2], heading.start)
        parent = sections[open_[-1][2]].id + "/" if open_ else ""
        path = parent + heading.label
        seen[path] = seen.get(path, 0) + 1
        open_.append((rank, number, len(sections)))
        sections.append(
            Section(
                start=heading.start,
                end=heading.end,
                quote=text[heading.start : heading.end],
                id=path if seen[path] == 1 else f"{path}#{seen[path]}",
                label=heading.label,
                title=heading.title,
                level=max(len(open_), _LEVEL.get(rank, 3)),
                stop=heading.stop or len(text),
                half="review",
            )
        )
    return tuple(sections)


def _is_listed(number: int, open_: list[tuple[int, int, int]]) -> bool:
    """Tell whether a 一、 label counts the items of a list inside a part, not the parts."""
    parts = [n for rank, n, _ in open_ if rank == CHAPTER]
    items = [n for rank, n, _ in open_ if rank == LIST]
    if not parts or number == parts[-1] + 1:
        return False
    return number == 1 or items == [number - 1]


def _close(sections: list[Section], index: int, stop: int) -> None:
    sections[index] = replace(sections[index], stop=stop)


def _headings(shadow: str) -> Iterator[_Heading]:
    for paragraph in PARAGRAPH.finditer(shadow):
        start, end = paragraph.span()
        heading = _leading(shadow, start, end)
        if heading:
            yield heading
            start = heading.end
        items = list(_INLINE.finditer(shadow, start, end))
        for index, item in enumerate(items):
            yield _item(shadow, item, _item_stop(shadow, items, index, end), end)


def _leading(shadow: str, start: int, end: int) -> _Heading | None:
    for rank, pattern in _LEADING:
        label = pattern.match(shadow, start, end)
        if label:
            return _labelled(shadow, rank, label, end)
    line = shadow[start:end]
    if len(line.strip()) <= LONGEST_LINE and _UNNUMBERED.match(line):
        head = start + len(line) - len(line.lstrip())
        return _Heading(UNNUMBERED, line.strip(), line.strip(), head, head + len(line.strip()))
    return None


def _labelled(shadow: str, rank: int, label: re.Match[str], end: int) -> _Heading:
    stop = _SENTENCE_END.search(shadow, label.end(), end)
    close = stop.start() if stop else label.end() + len(shadow[label.end() : end].rstrip())
    if close - label.end() > LONGEST_RUN_IN:
        clause = _CLAUSE_END.search(shadow, label.end(), close)
        close = clause.start() if clause else close
    return _Heading(rank, label["label"], shadow[label.end() : close].strip(), label.start("label"), close)


def _item_stop(shadow: str, items: list[re.Match[str]], index: int, end: int) -> int:
    """Return where an item ends: at the next of its list, the last with its sentence or its paragraph.

    The last one takes the rest of the paragraph only if those before it are longer than a sentence, too.
    """
    item, kind = items[index], items[index][0] in _CIRCLED
    if index + 1 < len(items) and (items[index + 1][0] in _CIRCLED) == kind:
        return end
    starts = [other.start() for other in items[: index + 1] if (other[0] in _CIRCLED) == kind]
    before = [shadow[first:second].rstrip() for first, second in pairwise(starts)]
    if not before or any(SENTENCE_STOP.search(words[:-1]) for words in before):
        return end
    stop = SENTENCE_STOP.search(shadow, item.end(), end)
    return stop.end() if stop else end


def _item(shadow: str, item: re.Match[str], stop: int, end: int) -> _Heading:
    clause = _CLAUSE_END.search(shadow, item.end() + 1, end)
    close = clause.start() if clause else end
    return _Heading(ITEM, item[0], shadow[item.end() : close].strip(" ,、"), item.start(), close, stop)


def _number(label: str) -> int:
    """Return the number of a label, 0 for an unnumbered title."""
    try:
        return to_int(label.strip("()第部分章篇是要"))
    except ValueError:
        return 0
