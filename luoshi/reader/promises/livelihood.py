"""民生实事: the numbered list of things promised to residents, and which sentence is which item."""

from __future__ import annotations

import re
from itertools import groupby

from luoshi.reader.document import Document
from luoshi.reader.model import Section, Sentence

_ANNOUNCED = re.compile(
    r"(?:(?P<count>[0-9]+|[一二三四五六七八九十]+)(?:件|项|个|大|类|方面)[^,，。]{0,12})?实事(?!求是)"
)
_CIRCLED = {chr(0x2460 + number): number + 1 for number in range(20)}
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}
_REACH = 2  # sentences before the first item in which the list may be announced
_ITEM_LEVEL = 3  # 一、 and (一) are chapters
_MOST_LOST = 2  # items of an announced number that a damaged text may lack


def livelihood_items(document: Document) -> dict[str, int]:
    """Return the number of the 民生实事 item by sentence id; empty where the report has no such list.

    A list is a run of numbered sections under one parent, announced by 实事 in the parent's title or in the
    sentences just before it, and of about as many as these say: 办好45件民生实事 before eight numbered
    chapters announces no list. Its last item is never longer, in sentences, than the longest before it: what
    follows in the same paragraph is ordinary text again.
    """
    inside: dict[str, list[Sentence]] = {}
    for sentence in document.sentences:
        if sentence.half in ("plan", "outlook") and not sentence.duplicate_of:
            inside.setdefault(sentence.section, []).append(sentence)
    found: dict[str, int] = {}
    numbered = [s for s in document.sections if _number(s) is not None and s.id in inside]
    for parent, run in groupby(numbered, key=_parent):
        sections = list(run)
        if not _announced(document, parent, sections):
            continue
        longest = max((len(inside[s.id]) for s in sections[:-1]), default=1)
        for section in sections:
            for sentence in inside[section.id][:longest]:
                found[sentence.id] = _number(section) or 0
    return found


def _parent(section: Section) -> str:
    return section.id.rpartition("/")[0]


def _number(section: Section) -> int | None:
    label = section.label.strip("()（）第、.．是件 ")
    if label in _CIRCLED:
        return _CIRCLED[label]
    return None if section.level < _ITEM_LEVEL and not label.isdecimal() else _count(label)


def _count(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    if numeral.startswith("十") and len(numeral) == 2:
        return 10 + _NUMERALS.get(numeral[1], 0)
    return _NUMERALS.get(numeral)


def _announced(document: Document, parent: str, run: list[Section]) -> bool:
    titles = [section.title for path in _ancestors(parent) if (section := document.section(path))]
    before = [s.quote for s in document.sentences if s.end <= run[0].start][-_REACH:]
    calls = [match for words in (*titles, *before) for match in _ANNOUNCED.finditer(words)]
    counts = [count for match in calls if match["count"] and (count := _count(match["count"]))]
    return bool(calls) and all(count <= (_number(run[-1]) or 0) + _MOST_LOST for count in counts)


def _ancestors(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[: length + 1]) for length in range(len(steps))]
