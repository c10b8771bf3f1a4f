"""Amounts as banks write them: decimal yuan to whole fen and back, never a floating number."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2})0*)?", re.ASCII)
_LARGEST = 10**15  # fen, ten trillion yuan: more than any account, less than a column can hold


def fen_of(written: str) -> int | None:
    """Return the amount in fen, or None where it is no amount with at most two decimals that count."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    sign, whole, part = found.groups()
    fen = int(whole.replace(",", "")) * 100 + int((part or "0").ljust(2, "0"))
    if fen > _LARGEST:
        return None
    return -fen if sign == "-" else fen


def yuan_of(fen: int) -> str:
    """Return the amount as banks write it, 1234.50."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"
