"""Text in columns of a terminal, where a Chinese character takes two cells."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence

_WIDE = ("W", "F")


def cells(text: str) -> int:
    """Return how many cells a text takes; ambiguous characters (“”, —) count one, as in most terminals."""
    return sum(_cells(char) for char in text)


def one_line(text: str) -> str:
    """Return the text with every stretch of white as one space."""
    return " ".join(text.split())


def fitted(text: str, width: int | None) -> str:
    """Return the text, cut with … where it is wider; None means as wide as it is."""
    if width is None or cells(text) <= width:
        return text
    taken, kept = 1, ""
    for char in text:
        taken += _cells(char)
        if taken > width:
            break
        kept += char
    return kept + "…"


def grid(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return the rows as lines with their columns aligned; the columns in ``right`` align to the right."""
    widths = [max(cells(value) for value in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = []
        for index, (value, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - cells(value))
            padded.append(space + value if index in right else value + space)
        lines.append("  ".join(padded).rstrip())
    return lines


def terminal_width() -> int | None:
    """Return the terminal's width, or None where the output goes to a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1
