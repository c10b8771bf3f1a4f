"""A DOCX file → its text: paragraphs and tables in the order of the document, one row a line."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from luoshi.reader.inputs.errors import InputError
from luoshi.reader.inputs.limits import MAX_TEXT, MAX_TEXT_LABEL

if TYPE_CHECKING:
    from docx.table import Table


def read_docx(data: bytes, *, name: str) -> str:
    """Return the body's text; cells of a row are parted by a tab, paragraphs by a line end.

    Headers, footers, footnotes and automatic list numbers are not part of the body and are left out.
    Raises InputError ``too_large`` or ``broken``.
    """
    _check_size(data, name)
    import docx  # here, so that reading plain text never waits for it
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(data))
        lines = []
        for block in document.iter_inner_content():
            lines += _rows(block) if isinstance(block, Table) else [block.text]
    except Exception as error:  # zipfile, lxml, KeyError: the package names no exception of its own
        raise InputError("broken", name) from error
    return "".join(f"{line}\n" for line in lines)


def _rows(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells = dict.fromkeys(row.cells)  # a merged cell is listed once for every column it spans
        rows.append("\t".join(cell.text.strip().replace("\n", " ") for cell in cells))
    return rows


def _check_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist() if item.filename.endswith(".xml"))
    except zipfile.BadZipFile as error:
        raise InputError("broken", name) from error
    if size > MAX_TEXT:
        raise InputError("too_large", name, MAX_TEXT_LABEL)
