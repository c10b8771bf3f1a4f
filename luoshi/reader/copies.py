"""Passages printed twice: maximal repeats, bridged over single substitutions, and which of two is the copy.

A repeated official formula is no copy: it is shorter than a page's worth of misplaced text, and it
neither starts nor holds a whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 16  # code points that must agree exactly before anything is extended
SHORTEST = 30  # below this, set phrases of the genre join
BRIDGE = 2  # code points that must agree again behind a substituted one

_STOPS = "。！？!?\n"
_EDGES = _STOPS + " \u3000,，、;；"
_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_WHOLE_SENTENCE = re.compile(r"(?:^|[。！？!?\n])\s*[^。！？!?\n]{12,}[。！？!?]")


@dataclass(frozen=True, slots=True)
class Copy:
    """A misplaced passage and the passage it repeats, both half-open; ``exact`` if they do not differ."""

    start: int
    end: int
    original_start: int
    original_end: int
    exact: bool


def find_copies(text: str) -> tuple[Copy, ...]:
    """Return the passages of at least 30 code points that repeat another one, in reading order.

    Of two passages the copy is the one that breaks off a sentence; where neither does, the one that
    shares fewer words with the paragraph before it; otherwise the later one.
    """
    copies = [_tell_copy(text, *repeat) for repeat in _repeats(text) if _is_passage(text, *repeat)]
    return tuple(sorted(copies, key=lambda copy: copy.start))


def _repeats(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (first start, second start, length) of the maximal repeats that do not overlap themselves."""
    seen: dict[str, int] = {}
    offset, last = 0, len(text) - SEED
    while offset <= last:
        first = seen.setdefault(text[offset : offset + SEED], offset)
        if offset - first < SEED:
            offset += 1
            continue
        left = _reach(text, first, offset, step=-1)
        right = _reach(text, first + SEED, offset + SEED, step=1)
        length = min(left + SEED + right, offset - first)
        yield _trimmed(text, first - left, offset - left, length)
        offset += SEED + right


def _reach(text: str, one: int, other: int, *, step: int) -> int:
    """Count the code points by which two places agree in a direction, bridging single substitutions."""
    first, second, agreed = one, other, 0
    if step < 0:
        first, second = first - 1, second - 1
    length = len(text)
    distance = 0
    while first >= 0 and second < length:
        if text[first] == text[second]:
            agreed = distance + 1
        elif not _resumes(text, first + step, second + step, step):
            break
        first, second, distance = first + step, second + step, distance + 1
    return agreed


def _resumes(text: str, first: int, second: int, step: int) -> bool:
    """Tell whether the places agree again for ``BRIDGE`` code points."""
    far_first, far_second = first + step * (BRIDGE - 1), second + step * (BRIDGE - 1)
    if far_first < 0 or far_second >= len(text):
        return False
    return all(text[first + step * k] == text[second + step * k] for k in range(BRIDGE))


def _trimmed(text: str, first: int, second: int, length: int) -> tuple[int, int, int]:
    """Drop stops and spaces at the head and spaces at the tail that only happen to agree."""
    while length and text[first] in _EDGES:
        first, second, length = first + 1, second + 1, length - 1
    while length and text[first + length - 1].isspace():
        length -= 1
    return first, second, length


def _is_passage(text: str, first: int, second: int, length: int) -> bool:
    return length >= SHORTEST and _WHOLE_SENTENCE.search(text, first, first + length) is not None


def _tell_copy(text: str, first: int, second: int, length: int) -> Copy:
    exact = text[first : first + length] == text[second : second + length]
    original, copy = first, second
    if _breaks_off(text, first, second) or (
        not _breaks_off(text, second, first) and _fits(text, second, length) > _fits(text, first, length)
    ):
        original, copy = second, first
    return Copy(copy, copy + length, original, original + length, exact)


def _breaks_off(text: str, start: int, other: int) -> bool:
    """Tell whether the passage starts inside a word at ``other`` but behind a mark at ``start``."""
    return bool(_WORD.match(text[other - 1 : other])) and not _WORD.match(text[start - 1 : start])


def _fits(text: str, start: int, length: int) -> float:
    """Share of the two-character words of the paragraph around a passage that the passage uses too."""
    end = start + length
    around = _bigrams(text[text.rfind("\n", 0, start) + 1 : start]) | _bigrams(text[end:].split("\n", 1)[0])
    return len(around & _bigrams(text[start:end])) / len(around) if around else 0.0


def _bigrams(text: str) -> set[str]:
    return set(_PAIR.findall(text))
