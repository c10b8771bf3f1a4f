"""Files named by the hash of their content. A file is told by its content, never by its name. No Django."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import puremagic

from luoshi.kernel.base.errors import LuoshiError

_BLOCK = 1 << 20
_HEAD = 1 << 16
_NAME = 200  # characters of a file name that are kept
ALLOWED = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "image/jpeg": "图片",
    "image/png": "图片",
    "image/webp": "图片",
    "audio/mpeg": "录音",
    "audio/wav": "录音",
    "video/mp4": "录像",
    "text/plain": "文本",
}
_PDF, _WORD, _EXCEL = (key for key, title in ALLOWED.items() if title in ("PDF", "Word", "Excel"))
_OFFICE = {"word/document.xml": _WORD, "xl/workbook.xml": _EXCEL}  # the part that makes a package what it is
_OTHER_NAMES = {"audio/wave": "audio/wav", "audio/x-wav": "audio/wav", "image/jpg": "image/jpeg"}
_MARKUP = re.compile(rb"\A\s*<|<(?:!doctype\s+html|html|head|body|script|svg|iframe)[\s>/]", re.IGNORECASE)
_UPLOAD, _ASIDE = "upload-", "aside-"  # names of files that are on their way in and out
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store, and how it is to be called in a case."""

    sha256: str
    name: str
    media_type: str
    size: int
    kind: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A content in the store: its hash, its size in bytes, and when it was last handed in."""

    sha256: str
    size: int
    handed_in: datetime


class Store:
    """A folder of files by their content. The same content is kept once, and never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the content lies. Raises ValueError for what is no hash."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256 in hex")
        return self.folder / sha256[:2] / sha256

    def put(
        self, file: BinaryIO, *, name: str, limit: int, kind: str = "", taken_at: datetime | None = None
    ) -> StoredFile:
        """Keep the file and return what it is. Raises ``file-empty``, ``file-too-large``, ``file-type``.

        ``limit`` is in bytes. Content reaches the disk before the call returns; a refused file leaves none.
        The name is kept without its folders, control signs and anything beyond 200 characters.
        """
        name = plain_name(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=_UPLOAD)
        try:
            digest, size = hashlib.sha256(), 0
            with os.fdopen(handle, "wb") as kept:
                for block in _blocks(file):
                    size += len(block)
                    if size > limit:
                        raise _too_large(name, limit)
                    digest.update(block)
                    kept.write(block)
                kept.flush()
                os.fsync(kept.fileno())
            media_type = media_type_of(Path(temporary), name)
            target = self.path(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            Path(temporary).replace(target)
            _settle(target.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise
        return StoredFile(digest.hexdigest(), name, media_type, size, kind, taken_at)

    def older(self, before: datetime) -> Iterator[Kept]:
        """Yield the contents that nobody has handed in since the moment, in no order."""
        for path in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):
                found = path.stat()
                handed_in = datetime.fromtimestamp(found.st_mtime, tz=UTC)
                if _SHA256.fullmatch(path.name) and handed_in < before:
                    yield Kept(path.name, found.st_size, handed_in)

    def discard(self, sha256: str, *, before: datetime) -> bool:
        """Take the content away, unless somebody has handed it in again since the moment.

        It is moved aside first and looked at there, so that one who hands it in meanwhile keeps theirs.
        """
        path, aside = self.path(sha256), self.folder / f"{_ASIDE}{sha256}"
        try:
            path.rename(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= before.timestamp():
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def tidy(self, before: datetime) -> int:
        """Bring back what a killed ``discard`` moved aside; remove uploads cut off before the moment.

        Returns how many uploads.
        """
        for aside in self.folder.glob(f"{_ASIDE}*"):
            path = self.path(aside.name.removeprefix(_ASIDE))
            path.parent.mkdir(exist_ok=True)
            aside.replace(path)
        cut = [path for path in self.folder.glob(f"{_UPLOAD}*") if path.stat().st_mtime < before.timestamp()]
        for path in cut:
            path.unlink(missing_ok=True)
        return len(cut)

    def intact(self, sha256: str) -> bool:
        """Tell whether the content is there and still is what its name says."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False


def media_type_of(path: Path, name: str) -> str:
    """Return what the content is. Raises ``file-empty`` or ``file-type``.

    Pictures, sound, film and PDF are told by their first bytes; a Word or Excel file by the part of the
    package that makes it one, for every archive begins alike; text by being UTF-8 and no markup.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise LuoshiError(
            "file-empty", f"文件“{name}”是空的。请重新选择。", f"{name} is empty. Choose it again."
        )
    if head.startswith(b"PK"):
        found = _office_type(path)
    elif _is_text(head):
        found = "text/plain"
    else:
        found = _by_first_bytes(path)
    if found is None:
        kinds = "、".join(dict.fromkeys(ALLOWED.values()))
        raise LuoshiError(
            "file-type",
            f"文件“{name}”的内容不是可收的格式。可收：{kinds}。",
            f"The content of {name} is of no accepted kind. Accepted: {', '.join(ALLOWED)}.",
        )
    return found


def plain_name(name: str) -> str:
    """Return the file name without folders and control signs, at most 200 characters, its ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    # Besides control signs: those that write backwards ("fdp.exe" for "exe.pdf") and lone halves of signs.
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")).strip()
    if len(shown) > _NAME:
        ending = Path(shown).suffix[:20]
        shown = shown[: _NAME - len(ending)] + ending
    return shown or "未命名"


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _office_type(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    found = [media_type for part, media_type in _OFFICE.items() if part in parts]
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    return found[0] if len(found) == 1 and "[Content_Types].xml" in parts and not macros else None


def _by_first_bytes(path: Path) -> str | None:
    with suppress(puremagic.PureError, ValueError):
        for match in puremagic.magic_file(path):
            found: str = _OTHER_NAMES.get(match.mime_type, match.mime_type)
            if match.byte_match and found in ALLOWED and found not in (_WORD, _EXCEL, "text/plain"):
                return found
    return None


def _is_text(head: bytes) -> bool:
    if head.startswith(b"%PDF-"):
        return False
    head = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in head or _MARKUP.search(head):  # markup would run in a reader's browser
        return False
    for cut in range(4 if len(head) >= _HEAD - 3 else 1):  # a character may be cut at the end of a long file
        with suppress(UnicodeDecodeError):
            head[: len(head) - cut].decode("utf-8")
            return True
    return False


def _settle(folder: Path) -> None:
    """Make the name of a file in the folder outlive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _too_large(name: str, limit: int) -> LuoshiError:
    size = f"{limit / 1_000_000:g} MB"
    return LuoshiError(
        "file-too-large",
        f"文件“{name}”超过 {size}。请压缩或分开。",
        f"{name} is larger than {size}. Split it.",
    )
