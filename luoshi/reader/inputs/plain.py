"""Bytes of a plain text file → its text, nothing normalised: a BOM stays, line ends stay."""

from __future__ import annotations

import codecs

from luoshi.reader.inputs.errors import InputError

# GB18030 decodes almost any bytes, so its result is believed only if nearly all of it is everyday
# Chinese; text in Big5 or Shift_JIS read as GB18030 stays far below.
_EVERYDAY = "gb2312"
_EVERYDAY_SHARE = 0.9


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """Return the text and its encoding: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030.

    A UTF-8 file keeps its BOM as U+FEFF, so offsets and SHA-256 are those of the file itself.
    Raises InputError ``binary`` or ``encoding``.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16", name), "utf-16"
    if b"\0" in data:
        raise InputError("binary", name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = _decoded(data, "gb18030", name)
    if not _is_everyday(text):
        raise InputError("binary" if _has_controls(text) else "encoding", name)
    return text, "gb18030"


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError("binary" if _has_controls(data.decode("latin-1")) else "encoding", name) from None


def _is_everyday(text: str) -> bool:
    foreign = [char for char in text if char > "\x7f"]
    known = "".join(foreign).encode(_EVERYDAY, "ignore").decode(_EVERYDAY)
    return len(known) >= _EVERYDAY_SHARE * len(foreign)


def _has_controls(text: str) -> bool:
    return any(char < " " and char not in "\t\n\r\f" for char in text)
