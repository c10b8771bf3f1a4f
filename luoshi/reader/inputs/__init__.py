"""How text gets in: a file or standard input → its text and how it was obtained."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.reader.inputs.errors import InputError, Language, traced
from luoshi.reader.inputs.kinds import kind_of
from luoshi.reader.inputs.limits import MAX_FILE, MAX_FILE_LABEL, MAX_TEXT, MAX_TEXT_LABEL
from luoshi.reader.inputs.plain import decode
from luoshi.reader.model import Source

__all__ = ["STANDARD_INPUT", "InputError", "Language", "decode_bytes", "load", "traced"]

STANDARD_INPUT = "-"


def load(path: str | Path) -> tuple[str, Source]:
    """Return the text of a file, or of standard input for ``-``, with its source.

    Raises InputError with a stable code for whatever cannot be read.
    """
    name = "stdin" if str(path) == STANDARD_INPUT else Path(path).name
    data = sys.stdin.buffer.read(MAX_FILE + 1) if str(path) == STANDARD_INPUT else _read(Path(path))
    return decode_bytes(data, name=name)


def decode_bytes(data: bytes, *, name: str) -> tuple[str, Source]:
    """Return the text of a file's bytes with its source; the bytes, not the name, tell the format.

    Raises InputError.
    """
    if not data:
        raise InputError("empty", name)
    kind = kind_of(data)
    _check_size(data, name, is_text=kind == "text")
    if kind == "locked":
        raise InputError("encrypted", name)
    if kind == "other":
        raise InputError("binary", name)
    text, source = _READERS[kind](data, name)
    if not text.strip():
        raise InputError("empty", name)
    return text, source


def _text(data: bytes, name: str) -> tuple[str, Source]:
    text, encoding = decode(data, name=name)
    return text, Source(name=name, format="text", encoding=encoding)


def _docx(data: bytes, name: str) -> tuple[str, Source]:
    from luoshi.reader.inputs.word import read_docx

    return read_docx(data, name=name), Source(name=name, format="docx", tool=_tool("python-docx"))


def _pdf(data: bytes, name: str) -> tuple[str, Source]:
    from luoshi.reader.inputs.pdf import read_pdf

    text, pages, recognised = read_pdf(data, name=name)
    tools = [_tool("pypdfium2"), *([_tool("rapidocr")] if recognised else [])]
    is_scan = recognised == pages
    return text, Source(name=name, format="ocr" if is_scan else "pdf", pages=pages, tool=" + ".join(tools))


def _picture(data: bytes, name: str) -> tuple[str, Source]:
    from luoshi.reader.inputs.scan import read_picture

    text, pages = read_picture(data, name=name)
    return text, Source(name=name, format="ocr", pages=pages, tool=_tool("rapidocr"))


_READERS = {"text": _text, "docx": _docx, "pdf": _pdf, "image": _picture}


def _tool(package: str) -> str:
    from importlib.metadata import version  # here: it costs more than reading a short text

    return f"{package} {version(package)}"


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("is_directory", str(path))
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputError("too_large", str(path), MAX_FILE_LABEL)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("missing", str(path)) from None
    except OSError as error:
        raise InputError("unreadable", str(path), error.strerror or type(error).__name__) from None


def _check_size(data: bytes, name: str, *, is_text: bool) -> None:
    limit, label = (MAX_TEXT, MAX_TEXT_LABEL) if is_text else (MAX_FILE, MAX_FILE_LABEL)
    if len(data) > limit:
        raise InputError("too_large", name, label)
