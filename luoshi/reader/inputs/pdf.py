"""A PDF → its text by its own text layer; a page without one is a scan and its characters are recognised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from luoshi.reader.inputs.errors import InputError
from luoshi.reader.inputs.furniture import without_furniture
from luoshi.reader.inputs.layout import Line, columns, in_own_order
from luoshi.reader.inputs.limits import MAX_TEXT, MAX_TEXT_LABEL, SCAN_DPI, SCAN_SIDE
from luoshi.reader.inputs.paragraphs import rejoin
from luoshi.reader.inputs.textlayer import lines_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_STAMP = 16  # characters: a page with a large picture and no more text than this is a scan
_LARGE = 0.5  # share of the page such a picture covers
_POINTS_PER_INCH = 72
_NO_KIDS, _KIDS = re.compile(rb"/Kids\s*\[\s*\]"), re.compile(rb"/Kids\s*\[\s*\d|/ObjStm")


def read_pdf(data: bytes, *, name: str) -> tuple[str, int, int]:
    """Return the text, the number of pages, and how many of them were recognised from their picture.

    Page numbers and running heads are left out; lines of a paragraph are rejoined, see ``rejoin``.
    Raises InputError ``encrypted``, ``broken``, ``no_pages``, ``no_text``, ``needs_ocr`` or ``too_large``.
    """
    import pypdfium2  # here, so that reading plain text never waits for it

    if _NO_KIDS.search(data) and not _KIDS.search(data):  # PDFium refuses it without naming a reason
        raise InputError("no_pages", name)
    locked = (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
    try:
        with pypdfium2.PdfDocument(data) as document:
            return _read(document, name)
    except pypdfium2.PdfiumError as error:
        raise InputError("encrypted" if error.err_code in locked else "broken", name) from error


def _read(document: PdfDocument, name: str) -> tuple[str, int, int]:
    if len(document) == 0:
        raise InputError("no_pages", name)
    pages: list[list[Line]] = []
    scans: set[int] = set()
    size = 0
    for number in range(len(document)):
        page = document[number]
        lines = lines_of(page)
        if _is_scan(page, lines):
            scans.add(number)
            lines = _recognised(page, name)
        page.close()
        pages.append(lines)
        size += sum(len(line.text.encode()) for line in lines)
        if size > MAX_TEXT:
            raise InputError("too_large", name, MAX_TEXT_LABEL)
    text = rejoin(
        [
            columns(lines) if number in scans else in_own_order(lines)
            for number, lines in enumerate(without_furniture(pages))
        ]
    )
    if not text:
        raise InputError("no_text", name)
    return text, len(document), len(scans)


def _is_scan(page: PdfPage, lines: list[Line]) -> bool:
    """Tell a page to be recognised: no text but something drawn, or a stamp of text on a large picture."""
    import pypdfium2.raw as pdfium

    if not lines:
        return any(True for _ in page.get_objects(max_depth=1))
    if sum(len(line.text) for line in lines) > _STAMP:
        return False
    area = page.get_width() * page.get_height()
    boxes = [picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]
    return any((right - left) * (top - bottom) > _LARGE * area for left, bottom, right, top in boxes)


def _recognised(page: PdfPage, name: str) -> list[Line]:
    from luoshi.reader.inputs.scan import recognise

    return recognise(_picture(page), name=name)


def _picture(page: PdfPage) -> Image:
    longest = max(page.get_width(), page.get_height()) / _POINTS_PER_INCH
    picture: Image = page.render(scale=min(SCAN_DPI, SCAN_SIDE / longest) / _POINTS_PER_INCH).to_pil()
    return picture
