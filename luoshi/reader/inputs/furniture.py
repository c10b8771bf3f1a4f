"""What stands on pages but belongs to no sentence: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from luoshi.reader.inputs.layout import Line

_PAGE_NUMBER = re.compile(r"[-—–―·•~\s]*(第\s*)?\d{1,4}(\s*[/／]\s*\d{1,4})?(\s*页)?[-—–―·•~\s]*")
_REPEATS = 3  # a first or last row found on this many pages is a running head


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages' lines without page numbers and running heads.

    Only the first and the last row of a page are looked at; a single page loses nothing, since there a
    number at the edge may be a figure.
    """
    if len(pages) < 2:
        return [list(page) for page in pages]
    seen = Counter(_pattern(row) for page in pages for row in _edges(page))
    return [_cleared(page, seen) for page in pages]


def _cleared(page: Sequence[Line], seen: Counter[str]) -> list[Line]:
    furniture = [
        line
        for row in _edges(page)
        if seen[_pattern(row)] >= _REPEATS or all(_PAGE_NUMBER.fullmatch(piece.text) for piece in row)
        for line in row
    ]
    return [line for line in page if line not in furniture]


def _edges(page: Sequence[Line]) -> list[list[Line]]:
    """Return the first and the last row; a page of one row has none, it is all content."""
    if not page:
        return []
    first, last = min(page, key=lambda line: line.middle), max(page, key=lambda line: line.middle)
    rows = [[line for line in page if _beside(line, edge)] for edge in (first, last)]
    return [] if rows[0] == rows[1] else rows


def _beside(line: Line, other: Line) -> bool:
    return abs(line.middle - other.middle) < min(line.height, other.height) / 2


def _pattern(row: list[Line]) -> str:
    return re.sub(r"\d+", "0", " ".join(line.text for line in row))
