"""Headings that repeat a title, leave the order of their numbers, or do not fit what stands below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect, Section
from luoshi.reader.structure.numerals import to_int

_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|[0-9]{1,2}")
_PAIR = re.compile(r"(?=([\u4e00-\U0010ffff]{2}))")
_SAME_BODY = 0.8  # share of two-character words from which two bodies count as one
_SUBHEAD = re.compile(r"(?<=[。\n])\s*(?P<title>[\u4e00-\u9fff]{4,12})。")
_TOPIC_USES = 3  # how often the part before names the word that both titles share
_SHARED_WORDS = 1  # titles that share more are built alike on purpose: 守牢安全底线, 守牢经济底线
_TITLE_USES = 2  # how often a body writes the word that its title should
_SHORTEST_BODY = 60  # code points below which a body's silence about its title says nothing


class _Part(NamedTuple):
    """A heading without a number and the sentences under it."""

    start: int
    end: int
    title: str
    body: str


def heading_defects(document: Document) -> Iterator[Defect]:
    """Yield doubtful titles and numbers; needs the sections of the outline for numbered headings."""
    yield from _numbering(document)
    yield from _same_titles(document)
    yield from _strange_bodies(document)


def _numbering(document: Document) -> Iterator[Defect]:
    """Yield numbers that neither follow the one before them nor start a list."""
    last: dict[tuple[int, str], int] = {}
    for section in document.sections:
        style = (section.level, _NUMBER.sub("", section.label))
        number = _number(section)
        if not number:
            continue
        last = {key: value for key, value in last.items() if key[0] <= section.level}
        previous = last.get(style)
        last[style] = number
        if previous is not None and number not in (1, previous + 1):
            message = f"编号“{section.label}”与前一个同级编号不相接。"
            yield flag(document, _heading(section), "heading_order", message, confidence=0.6)


def _number(section: Section) -> int:
    """Return the number of a label; 0 for circled ones (see ``layout``) and unnumbered titles."""
    match = _NUMBER.search(section.label) if section.label != section.title else None
    return to_int(match[0]) if match else 0


def _heading(section: Section) -> tuple[int, int]:
    return section.start, section.end


def _same_titles(document: Document) -> Iterator[Defect]:
    """Yield headings of one title: those over a repeated body, and the one that fits its body least."""
    groups: dict[tuple[int, str], list[Section]] = {}
    for section in document.sections:
        if section.level <= 2 and len(section.title) >= 4:
            groups.setdefault((section.level, section.title), []).append(section)
    for sections in groups.values():
        distinct: list[Section] = []
        for section in sections:
            if any(_same_body(document, section, other) for other in distinct):
                message = f"标题“{section.title}”与前文重复，正文也相同，编号“{section.label}”可能是误排。"
                yield flag(document, _heading(section), "heading_order", message, confidence=0.9)
            else:
                distinct.append(section)
        if len(distinct) > 1:
            yield _unfitting(document, distinct)


def _unfitting(document: Document, sections: list[Section]) -> Defect:
    section = min(sections, key=lambda item: _mentions(item.title[-2:], _body(document, item)))
    message = f"标题“{section.title}”在同级中出现多次，与本节正文不尽相符。"
    suggestion = _better_title(section, document.text[section.start : section.end], _body(document, section))
    return flag(document, _heading(section), "heading_title", message, suggestion=suggestion, confidence=0.6)


def _mentions(word: str, body: str) -> float:
    return body.count(word) / max(1, len(body))


def _better_title(section: Section, heading: str, body: str) -> str | None:
    """Replace the title's last word by the one the body puts in its place."""
    stem, word = section.title[-4:-2], section.title[-2:]
    followers = Counter(match[1] for match in re.finditer(rf"{re.escape(stem)}([\u4e00-\u9fff]{{2}})", body))
    better, uses = max(followers.items(), key=lambda item: item[1], default=("", 0))
    if word in body or uses < _TITLE_USES:
        return None
    before, _, after = heading.rpartition(word)
    return before + better + after


def _body(document: Document, section: Section) -> str:
    return document.text[section.end : section.stop]


def _strange_bodies(document: Document) -> Iterator[Defect]:
    """Yield headings that share their topic with the part before and no word with their own body."""
    parts = _parts(document.shadow)
    for before, part in pairwise(parts):
        words = _words(part.title)
        shared = words & _words(before.title)
        topic = max(sorted(shared), key=before.body.count, default="")
        if (
            0 < len(shared) <= _SHARED_WORDS
            and before.body.count(topic) >= _TOPIC_USES
            and len(part.body) >= _SHORTEST_BODY
            and not any(word in part.body for word in words)
        ):
            message = f"小标题含“{topic}”，其下文字未提及，可能与前一小标题混排。"
            yield flag(document, (part.start, part.end), "heading_title", message, confidence=0.4)


def _parts(shadow: str) -> list[_Part]:
    heads = list(_SUBHEAD.finditer(shadow))
    stops = [*(head.start() for head in heads[1:]), len(shadow)]
    return [
        _Part(*head.span("title"), head["title"], shadow[head.end() : stop].partition("\n")[0])
        for head, stop in zip(heads, stops, strict=False)
    ]


def _same_body(document: Document, one: Section, other: Section) -> bool:
    first, second = _words(_body(document, one)), _words(_body(document, other))
    return len(first & second) >= _SAME_BODY * max(1, min(len(first), len(second)))


def _words(text: str) -> set[str]:
    return set(_PAIR.findall(text))
