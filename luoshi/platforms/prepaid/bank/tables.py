"""A bank's file as rows of text, whichever of the two encodings it is in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.prepaid.bank.formats import BYTES

Row = tuple[int, list[str]]  # with its line in the file


def rows_of(content: bytes, *, name: str) -> Iterator[Row]:
    """Yield the rows that hold anything. Raises ``bank-file-encoding``."""
    for number, row in enumerate(csv.reader(io.StringIO(_text(content, name), newline="")), start=1):
        if any(cell.strip() for cell in row):
            yield number, row


def written(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8") -> bytes:
    """Return rows as a file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


@lru_cache(maxsize=4096)
def day_of(written: str) -> date | None:
    """Return the day written as 2026-03-02, 20260302 or 2026/3/2, or None."""
    text = written.strip()
    parts = [text[:4], text[4:6], text[6:]] if text.isdigit() else text.replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _text(content: bytes, name: str) -> str:
    for encoding in BYTES:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LuoshiError(
        "bank-file-encoding",
        f"{name} 既不是 UTF-8 也不是 GB18030 编码的文本。请向银行索取原文件。",
        f"{name} is text in neither UTF-8 nor GB18030; ask the bank for the file as it was.",
    )
