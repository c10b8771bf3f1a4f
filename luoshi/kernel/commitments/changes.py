"""What a new draft changes in the reviewed file, for programs and for people. No Django."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from luoshi.kernel.commitments.redrafting import Redraft
from luoshi.kernel.commitments.reviewed import Entry

_LABELS = {
    "added": "新读出",
    "refreshed": "重新起草",
    "dropped": "不再读出，草稿删去",
    "moved": "位置移动",
    "edited": "文字有改动，请复核",
    "orphans": "原文已找不到，请复核",
    "unread": "原文仍在，但程序不再读作承诺",
    "differing": "程序的读法不同",
}


def changes_of(redraft: Redraft) -> dict[str, list[dict[str, Any]]]:
    """Return the changes as plain values, ready for JSON; a kind of change without any is an empty list."""
    return {
        **{
            name: [_entry(entry) for entry in getattr(redraft, name)]
            for name in ("added", "refreshed", "dropped", "orphans", "unread")
        },
        "moved": [
            _entry(after) | {"from": [before.anchor.start, before.anchor.end]}
            for before, after in redraft.moved
        ],
        "edited": [_entry(entry) | {"now": words} for entry, words in redraft.edited],
        "differing": [
            _entry(difference.entry)
            | {"fields": {name: [_plain(a), _plain(b)] for name, (a, b) in difference.fields.items()}}
            for difference in redraft.differing
        ],
    }


def changes_in_words(redraft: Redraft) -> Iterator[str]:
    """Yield lines that a reviewer can read, one group for each kind of change."""
    for name, items in changes_of(redraft).items():
        if items:
            yield f"{_LABELS[name]}（{len(items)}）"
        for item in items:
            origin = "[{}:{}] → ".format(*item["from"]) if "from" in item else ""
            yield f"  {item['id']} {origin}[{item['start']}:{item['end']}] {item['title']}"
            if "now" in item:
                yield f"      − {item['quote']}"
                yield f"      + {item['now']}"
            for field, (ours, theirs) in item.get("fields", {}).items():
                yield from _field_in_words(field, ours, theirs)


def _field_in_words(field: str, ours: Any, theirs: Any) -> Iterator[str]:
    if not isinstance(ours, list):
        yield f"      {field}：{_short(ours)} → {_short(theirs)}"
        return
    yield f"      {field}："
    yield from (f"        − {_short(item)}" for item in ours if item not in theirs)
    yield from (f"        + {_short(item)}" for item in theirs if item not in ours)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name} {item}" for name, item in value.items() if item not in (None, ""))
    return "无" if value is None else str(value)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "start": entry.anchor.start,
        "end": entry.anchor.end,
        "quote": entry.anchor.quote,
        "review": entry.review.status,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
