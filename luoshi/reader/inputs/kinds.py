"""What a file is, by its first bytes; its name is never trusted."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

Kind = Literal["text", "pdf", "docx", "image", "locked", "other"]

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_ARCHIVE = b"PK\x03\x04"
_PDF_WITHIN = 1024  # a reader accepts bytes before the header, ISO 32000-1 annex H.3.4.1
# Formats that hold text of a kind we do not read: better said than decoded into nonsense.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old .doc, and the shell of a DOCX with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (_OLE, b"{\\rtf", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"PAR1")


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file from its bytes; ``locked`` needs a password, ``other`` is nothing we read."""
    if data.startswith(_IMAGES):
        return "image"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_ARCHIVE):
        return "docx" if _is_docx(data) else "other"
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return "locked"
    if data.startswith(_OTHERS):
        return "other"
    return "text"


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return b"word/" in data  # a damaged document is still a document: let its reader say so
