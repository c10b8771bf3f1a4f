"""Clauses: the stretches of a sentence between commas, never cut inside quotation marks or brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reader.document import Document
from luoshi.reader.model import Sentence

# A mark that opens without closing within 60 characters is passed over as any other character.
_KEPT_WHOLE = r"“[^”]{0,60}”|《[^》]{0,60}》|\([^)]{0,60}\)|「[^」]{0,60}」|【[^】]{0,60}】|(?<=\d)[,:](?=\d)"
_OPENING = "“《(「【"  # the runs between these are taken at one stroke
_CLAUSE = re.compile(rf"(?:[^{_OPENING},;:。!?…①-⑳]+|{_KEPT_WHOLE}|[{_OPENING}])+")
_MEMBER = re.compile(rf"(?:[^{_OPENING}、与和及]+|{_KEPT_WHOLE}|(?!(?<=[”》])[与和及](?=[“《]))[^、])+")
_LABEL = re.compile(
    r"(?:[\s\-—*·•▶]|\(?[0-9]{1,2}[)、.．](?![0-9])|\(?[一二三四五六七八九十]+(?:是|要|、|\)))*"
)


class Clause(NamedTuple):
    """A clause: offsets in the document and its text in the shadow, without blanks at the ends."""

    start: int
    end: int
    text: str


def clauses_of(document: Document, sentence: Sentence) -> tuple[Clause, ...]:
    """Cut a sentence into clauses at commas, semicolons, colons, full stops and circled numbers."""
    return clauses_between(document, sentence.start, sentence.end)


def clauses_between(document: Document, start: int, end: int) -> tuple[Clause, ...]:
    """Cut a stretch of the document into clauses."""
    return _cut(document.shadow, start, end, _CLAUSE)


def members_between(document: Document, start: int, end: int) -> tuple[Clause, ...]:
    """Cut a stretch of the document into the members of a list: 甲、乙与丙."""
    return _cut(document.shadow, start, end, _MEMBER)


def after_label(text: str) -> int:
    """Return where a clause begins once its list label (一是, 1.) is passed; ① stands outside it."""
    return _LABEL.match(text).end()  # type: ignore[union-attr]  # the pattern matches the empty string


def _cut(shadow: str, start: int, end: int, piece: re.Pattern[str]) -> tuple[Clause, ...]:
    found = []
    for match in piece.finditer(shadow, start, end):
        text = match[0].lstrip()
        begin, text = match.end() - len(text), text.rstrip()
        if text:
            found.append(Clause(begin, begin + len(text), text))
    return tuple(found)
