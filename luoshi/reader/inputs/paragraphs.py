"""Lines in reading order → text with one paragraph a line, as it was before a page broke it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luoshi.reader.inputs.layout import Block, Line

_INDENT = 1.2  # in line heights; Chinese paragraphs are indented by two characters
_SHORT = 1.5  # room left at the right edge beyond the next word, in line heights
_SAME_SIZE = 1.35  # greatest ratio of the heights of two lines of one paragraph
_GAP = 1.6  # a step down this much larger than the usual one is a blank line
_SAME_EDGE = 3.0  # left edges this near belong to one column, in line heights
_FIRST_WORD = re.compile(r"[0-9A-Za-z.,%+/-]+|.")
_SOFT_HYPHENS = "\xad\x02\ufffe"  # PDFium reports the last two where a word was divided


@dataclass(frozen=True, slots=True)
class _Measure:
    """The edges a block's full lines keep, its usual step from line to line, and its line height."""

    left: float
    right: float
    step: float
    unit: float


def rejoin(pages: Sequence[Sequence[Block]]) -> str:
    """Return the text of the pages' blocks, one paragraph a line, each ended by a line end.

    A line goes on in the next one, also over a column or page break, unless the next is indented or of
    another size, stands below a gap, or would have had room for its first word at the end of the line before.
    """
    paragraphs: list[str] = []
    before: tuple[Line, _Measure] | None = None
    for blocks in pages:
        usual = _usual_width(blocks)
        for block in blocks:
            measure = _measure(block, blocks, usual)
            for index, line in enumerate(block):
                if before is not None and _goes_on(*before, line, measure, is_first=index == 0):
                    paragraphs[-1] = _glued(paragraphs[-1], line.text.strip())
                else:
                    paragraphs.append(line.text.strip())
                before = line, measure
    return "".join(f"{text.strip(_SOFT_HYPHENS)}\n" for text in paragraphs if text)


def _goes_on(last: Line, last_measure: _Measure, line: Line, measure: _Measure, *, is_first: bool) -> bool:
    unit = measure.unit
    if max(last.height, line.height) > _SAME_SIZE * min(last.height, line.height):
        return False
    if line.left > measure.left + _INDENT * unit:
        return False
    if not is_first and line.top - last.top > _GAP * measure.step:
        return False
    room = last_measure.right - last.right
    return room < _first_word(line.text) * unit + _SHORT * unit


def _first_word(text: str) -> float:
    """Return the width of the first word that a line end may not divide, in line heights."""
    match = _FIRST_WORD.match(text.strip())
    return sum(0.5 if char.isascii() else 1.0 for char in match.group()) if match else 0.0


def _usual_width(blocks: Sequence[Block]) -> float:
    """Return the width of the column most lines stand in."""
    widths: list[float] = []
    for block in blocks:
        widths += [max(line.right for line in block) - min(line.left for line in block)] * len(block)
    return median(widths) if widths else 0.0


def _measure(block: Block, blocks: Sequence[Block], usual: float) -> _Measure:
    unit = median(line.height for line in block)
    own = min(line.left for line in block)
    edges = [min(line.left for line in other) for other in blocks]
    left = min(edge for edge in edges if own - _SAME_EDGE * unit <= edge <= own)
    steps = [below.top - above.top for above, below in pairwise(block)]
    return _Measure(
        left=left,
        right=max(left + usual if len(block) < 3 else 0.0, *(line.right for line in block)),
        step=median(steps) if steps else unit,
        unit=unit,
    )


def _glued(text: str, more: str) -> str:
    """Join two lines: words by a space, a divided word, digits and Chinese by nothing."""
    if text.endswith(tuple(_SOFT_HYPHENS)):
        return text[:-1] + more
    is_word = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if is_word else text + more
