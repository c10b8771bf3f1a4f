"""Passages printed twice, and the places where such a copy breaks into a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reader.copies import Copy
from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_CLAUSE_STOPS = "。!?;,"
_CLAUSE_END = re.compile(r"[。!?;,、]")


def duplicate_defects(document: Document) -> Iterator[Defect]:
    """Yield every copied passage, and a splice where it breaks into a paragraph."""
    for copy in document.copies:
        original = (copy.original_start, copy.original_end)
        yield flag(
            document,
            (copy.start, copy.end),
            "duplicate_exact" if copy.exact else "duplicate_near",
            f"这段文字与第{original[0]}至{original[1]}字处的文字{'完全' if copy.exact else '基本'}相同。",
            confidence=0.95,
            duplicate_of=original,
        )
        yield from _splice(document, copy)


def _splice(document: Document, copy: Copy) -> Iterator[Defect]:
    shadow = document.shadow
    paragraph = shadow.rfind("\n", 0, copy.start) + 1
    before = shadow[paragraph : copy.start].rstrip()
    if not before:
        return
    cut = max((before.rfind(mark, 0, len(before) - 1) for mark in _CLAUSE_STOPS), default=-1) + 1
    start = paragraph + cut + len(before[cut:]) - len(before[cut:].lstrip())
    stop = _CLAUSE_END.search(shadow, copy.start, copy.end)
    message = "此处前后文字不相连属，后文是另一处文字的重复，原有内容可能缺失。"
    yield flag(document, (start, stop.start() if stop else copy.end), "splice", message, confidence=0.9)
