"""A PDF page's text layer → its printed lines with their places, in the file's own order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.reader.inputs.layout import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_PIECE_GAP = 1.5  # in line heights: wider white inside a line parts two pieces, as a gutter does
# Some fonts call 一 the radical ⼀; the ideograph is what was written. (Kangxi radicals, Unicode 2F00-2FD5.)
_RADICALS = range(0x2F00, 0x2FD6)


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    left: float
    top: float
    right: float
    bottom: float
    is_generated: bool  # a space PDFium inferred from white on the page


def lines_of(page: PdfPage) -> list[Line]:
    """Return the lines; y grows downwards, in points. Empty where the page has no text layer.

    The places of the characters decide what is a line: PDFium's own line ends fail on pages it takes
    for vertical text.
    """
    runs: list[list[_Glyph]] = [[]]
    last: _Glyph | None = None
    for glyph in _glyphs(page):
        if not glyph.char.isspace():
            if last is not None and not _follows(last, glyph):
                runs.append([])
            last = glyph
        runs[-1].append(glyph)
    return [line for run in runs if (line := _line(run)) is not None]


def _glyphs(page: PdfPage) -> Iterator[_Glyph]:
    import pypdfium2.raw as pdfium

    height = page.get_height()
    textpage = page.get_textpage()
    for index in range(textpage.count_chars()):
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        char = _written(pdfium.FPDFText_GetUnicode(textpage, index))
        if char in ("", "\r", "\n"):
            continue
        is_generated = pdfium.FPDFText_IsGenerated(textpage, index) == 1
        yield _Glyph(char, left, height - top, right, height - bottom, is_generated)
    textpage.close()


def _written(code: int) -> str:
    if code in _RADICALS:
        import unicodedata

        return unicodedata.normalize("NFKC", chr(code))
    return chr(code) if code else ""


def _follows(last: _Glyph, glyph: _Glyph) -> bool:
    """Tell whether a character stands on the last one's line, right of it and near."""
    height = max(last.bottom - last.top, glyph.bottom - glyph.top)
    is_beside = abs(last.top + last.bottom - glyph.top - glyph.bottom) < height
    return is_beside and -height / 2 < glyph.left - last.right < _PIECE_GAP * height


def _line(run: list[_Glyph]) -> Line | None:
    inked = [glyph for glyph in run if glyph.char.strip()]
    if not inked:
        return None
    return Line(
        left=min(glyph.left for glyph in inked),
        top=min(glyph.top for glyph in inked),
        right=max(glyph.right for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
        text="".join(_chars(run)).strip(),
    )


def _chars(run: list[_Glyph]) -> Iterator[str]:
    """Yield the characters without the spaces inferred inside letter-spaced Chinese."""
    for index, glyph in enumerate(run):
        around = [other.char for other in (*run[max(0, index - 1) : index], *run[index + 1 : index + 2])]
        if not (glyph.is_generated and glyph.char == " " and all(char > "\x7f" for char in around)):
            yield glyph.char
