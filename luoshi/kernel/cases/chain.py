"""The chain of a case: one canonical form, one hash over it and the one before. No Django.

Anyone can recompute it: sha256 over the previous hash and the event as JSON with sorted keys, without
spaces, in UTF-8, times in UTC with microseconds, whole numbers only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

START = "0" * 64
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_PLAIN = frozenset({str, int, bool, type(None)})  # nearly all there is


class Hashed(Protocol):
    """What of an event is hashed: all that anyone could want to change afterwards."""

    seq: int
    action: str
    state: str
    at: datetime
    by_id: int | None
    post: str
    data: Any
    evidence: Any
    rules: str


def canonical(value: Any) -> str:
    """Return the one text of a value. Raises TypeError for a floating number, which has more than one."""
    return _CANONICAL.encode(plain(value))


def plain(value: Any) -> Any:
    """Return the value as JSON keeps it: times and days as text, tuples as lists."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {str(key): item if type(item) in _PLAIN else plain(item) for key, item in value.items()}
    match value:
        case datetime():
            return _in_utc(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def text_of(code: str, event: Hashed) -> str:
    """Return the canonical text of an event of the case: what is hashed of it, its keys written in order."""
    by, quoted = "null" if event.by_id is None else event.by_id, _CANONICAL.encode
    return (
        f'{{"action":{quoted(event.action)},"at":"{_in_utc(event.at)}","by":{by},"case":{quoted(code)},'
        f'"data":{canonical(event.data)},"evidence":{canonical(event.evidence)},"post":{quoted(event.post)},'
        f'"rules":{quoted(event.rules)},"seq":{event.seq},"state":{quoted(event.state)}}}'
    )


def link(previous: str, text: str) -> str:
    """Return the hash of an event that follows the one whose hash is given."""
    return hashlib.sha256((previous + text).encode("utf-8")).hexdigest()


def salted(salt: str, value: Any) -> str:
    """Return what the chain keeps of a private value: a hash nobody can guess the value from."""
    return hashlib.sha256((salt + canonical(value)).encode("utf-8")).hexdigest()


def root(heads: Iterable[tuple[str, int, str]]) -> str:
    """Return the daily root: one hash over every case's code, number of events and last hash, by code."""
    lines = "".join(f"{code} {seq} {head}\n" for code, seq, head in sorted(heads))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
