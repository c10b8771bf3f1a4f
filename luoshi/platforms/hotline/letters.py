"""A letter by e-mail (RFC 5322): its text, who wrote it, what is attached. Nothing is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from luoshi.kernel.base.errors import LuoshiError

MOST_BYTES = 40_000_000  # of a letter with all that is attached
MOST_FILES = 10
_TITLE, _NAME, _LONGEST = 60, 100, 15_000
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}  # senders name the smaller set
_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+=.-].*)?", re.IGNORECASE
)
_HIDDEN, _LINES = {"script", "style", "head", "title"}, {"br", "p", "div", "tr", "li", "h1", "h2", "h3"}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a letter."""

    name: str
    content: bytes
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person wrote. ``name`` is the letter's own, the same however often it is delivered."""

    name: str
    message_id: str
    writer: str
    address: str
    title: str
    text: str
    files: tuple[Attached, ...]
    left: int  # files beyond the most that are taken


@dataclass(frozen=True, slots=True)
class Skipped:
    """A letter that no person wrote to be answered, and how that is told."""

    why: str


def letter_of(raw: bytes, *, ours: str = "") -> Letter | Skipped:
    """Return the letter, or why it is passed over: automatic answers, bounces, lists, and our own.

    ``ours`` is the address the hotline itself writes from. Raises ``letter-…`` for one that a person has to
    look at: too large, without a sender, without a word, or not readable.
    """
    if len(raw) > MOST_BYTES:
        size = f"{MOST_BYTES / 1_000_000:g} MB"
        raise _error("too-large", f"超过 {size}", f"is larger than {size}")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return _read(message, raw, ours)
    except LuoshiError:
        raise
    except Exception as error:  # what a broken header makes Python's parser raise is not documented
        name = type(error).__name__
        raise _error("unreadable", f"不能读取（{name}）", f"cannot be read ({name})") from error


def _read(message: EmailMessage, raw: bytes, ours: str) -> Letter | Skipped:
    writer, address = parseaddr(_header(message, "From"))
    if why := _machine(message, address, ours):
        return Skipped(why)
    try:
        validate_email(address)
    except ValidationError:
        raise _error("sender", "没有可用的发件人地址", "has no sender that can be answered") from None
    body = message.get_body(preferencelist=("plain", "html"))
    text = _text(body) if body is not None else ""
    title = " ".join(_header(message, "Subject").split())
    if not text and not title:
        raise _error("empty", "没有标题和正文", "has neither a subject nor a text")
    files = list(_files(message, body))
    message_id = _header(message, "Message-ID").strip()
    named = message_id or hashlib.sha256(raw).hexdigest()
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return Letter(
        name=f"mail:{named}",
        message_id=message_id if re.fullmatch(r"<[!-~]{3,240}>", message_id) else "",
        writer=_clean(writer).strip()[:_NAME],
        address=address,
        title=(title or first)[:_TITLE],
        text=text[:_LONGEST] + ("\n（过长，余下见原信）" if len(text) > _LONGEST else "") or title,
        files=tuple(files[:MOST_FILES]),
        left=max(0, len(files) - MOST_FILES),
    )


def _machine(message: EmailMessage, address: str, ours: str) -> str:
    """Return by what a letter shows that no person waits for an answer (RFC 3834 §2, §4), or nothing."""
    automatic = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if automatic not in ("", "no"):
        return f"Auto-Submitted: {automatic[:40]}"
    if "Return-Path" in message and parseaddr(_header(message, "Return-Path"))[1] == "":
        return "Return-Path: <>"
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return "multipart/report"
    if "List-Id" in message or _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list"):
        return "List-Id"
    if _MACHINES.fullmatch(address.partition("@")[0]):
        return f"From: {address[:60]}"
    return "From: 本平台" if ours and address.lower() == parseaddr(ours)[1].lower() else ""


def _header(message: EmailMessage, name: str) -> str:
    return _clean(str(message.get(name, "") or ""))


def _clean(text: str) -> str:
    return _SIGN.sub("\ufffd", text)


def _text(part: MIMEPart) -> str:
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.words)
    lines = (line.rstrip() for line in _clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    said = (part.get_content_charset() or "utf-8").lower()
    for charset in (_CHINESE.get(said, said), "utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _files(message: EmailMessage, body: MIMEPart | None) -> Iterator[Attached]:
    """Yield what is attached, and pictures that stand in the text. The text written twice is no file."""
    for part in message.walk():
        kind = part.get_content_type()
        if part is body or (part.is_multipart() and kind != "message/rfc822"):
            continue
        name = part.get_filename() or ""
        if kind.startswith("text/") and not name and part.get_content_disposition() != "attachment":
            continue
        content = part.get_payload(decode=True)
        raw = content if isinstance(content, bytes) else b""
        yield Attached(_clean(name) or "未命名", raw, kind.startswith("image/"))


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or what nobody reads."""
        self._hidden += tag in _HIDDEN
        if tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep the words that are read."""
        if not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _error(code: str, zh: str, en: str) -> LuoshiError:
    return LuoshiError(
        f"letter-{code}", f"这封信{zh}，请人工处理。", f"The letter {en}; somebody has to look at it."
    )
