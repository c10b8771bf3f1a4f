"""Sentences of a report, without headings and page furniture, in the section they stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from luoshi.reader.copies import Copy
from luoshi.reader.model import Half, Section, Sentence
from luoshi.reader.structure.headings import PARAGRAPH, SENTENCE_STOP

SHORTEST_BROKEN_LINE = 20  # a line without a stop goes on in the next paragraph only if it is this long

_WORD = re.compile(r"\w")
_SALUTATION = re.compile(r"各位代表")
_HEAD = 1500
_GOES_ON = re.compile(r"[,、]\s*$")
_ENDS = re.compile(r"[。!?:;…”\"》)*】]\s*$")
_OPENS = re.compile(r"\s*(?:[—─▶●■◆★*·-]|\d{2} )")
_CONTINUES = re.compile(r"\s*[,、。;)%”]")
_RUN_IN_LEVEL = 2


class Stretch(NamedTuple):
    """Where a sentence stands: its offsets and the path of its section."""

    start: int
    end: int
    section: str


def find_sentences(shadow: str, sections: Sequence[Section]) -> list[Stretch]:
    """Return where the sentences stand, in reading order.

    A sentence ends with 。！？ or its paragraph; ； only separates the members of one statement. A
    paragraph that breaks off without a stop goes on in the next one. Headings are no sentences, items
    (一是, ①, 1.) are.
    """
    headings = {s.start: s.end if s.level <= _RUN_IN_LEVEL else s.start for s in sections}
    starts = [section.start for section in sections]
    return [
        Stretch(start, end, _section_at(sections, starts, start)) for start, end in _spans(shadow, headings)
    ]


def with_halves(text: str, stretches: Sequence[Stretch], halves: Sequence[Half]) -> tuple[Sentence, ...]:
    """Return the sentences that stand there, each with its half."""
    return tuple(
        Sentence(start=start, end=end, quote=text[start:end], id=f"s{number}", section=section, half=half)
        for number, ((start, end, section), half) in enumerate(zip(stretches, halves, strict=True), 1)
    )


def mark_copies(sentences: tuple[Sentence, ...], copies: Sequence[Copy]) -> tuple[Sentence, ...]:
    """Name the original of every sentence that lies wholly inside a copied passage."""
    if not copies:
        return sentences
    starts = [sentence.start for sentence in sentences]
    marked = list(sentences)
    for copy in copies:
        for index, sentence in enumerate(sentences):
            if copy.start <= sentence.start and sentence.end <= copy.end + 1:
                place = sentence.start - copy.start + copy.original_start
                original = sentences[max(0, bisect_right(starts, place) - 1)]
                marked[index] = replace(sentence, duplicate_of=original.id)
    return tuple(marked)


def _section_at(sections: Sequence[Section], starts: list[int], offset: int) -> str:
    """Return the path of the innermost section that holds the offset."""
    for index in range(bisect_right(starts, offset) - 1, -1, -1):
        if offset < sections[index].stop:
            return sections[index].id
    return ""


def _spans(shadow: str, headings: dict[int, int]) -> Iterator[tuple[int, int]]:
    for start, end in _bodies(shadow, headings):
        offset = start
        for stop in SENTENCE_STOP.finditer(shadow, start, end):
            yield from _trimmed(shadow, offset, stop.end())
            offset = stop.end()
        yield from _trimmed(shadow, offset, end)


def _trimmed(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    quote = shadow[start:end]
    start, end = start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())
    if _WORD.search(shadow, start, end):
        yield start, end


def _bodies(shadow: str, headings: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of running text: paragraphs without their heading, joined where one breaks off."""
    pending: tuple[int, int] | None = None
    for paragraph in PARAGRAPH.finditer(shadow, _first_word(shadow)):
        start, end = paragraph.span()
        if not shadow[start:end].strip():
            continue
        head = start + len(shadow[start:end]) - len(shadow[start:end].lstrip())
        if head in headings:
            if pending:
                yield pending
            start, pending = headings[head], None
        elif pending and (
            _CONTINUES.match(shadow, start)
            or (_breaks_off(shadow[pending[0] : pending[1]]) and not _OPENS.match(shadow, start))
        ):
            pending = (pending[0], end)
            continue
        if pending:
            yield pending
        pending = (start, end) if shadow[start:end].strip(" 。!?;") else None
    if pending:
        yield pending


def _breaks_off(text: str) -> bool:
    before, broken, last = text.rpartition("\n")
    if _GOES_ON.search(last):
        return True
    long = len(last.strip()) >= SHORTEST_BROKEN_LINE or bool(broken and before.strip())
    return long and not _ENDS.search(last)


def _first_word(shadow: str) -> int:
    """Return where the speech starts: the salutation, if only furniture stands before it."""
    salutation = _SALUTATION.search(shadow, 0, _HEAD)
    if salutation and "。" not in shadow[: salutation.start()]:
        return salutation.start()
    return 0
