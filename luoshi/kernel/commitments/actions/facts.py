"""What a commitment says, as plain values that can be compared and kept in its history."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from luoshi.kernel.commitments.models import Commitment, CommitmentDeed, CommitmentTarget

Facts = dict[str, Any]

_SAID = ("title", "kind", "strength", "half", "livelihood", "section", "quote", "review", "note", "withdrawn")
_PLACE = ("start", "end", "prefix", "suffix", "anchor")
_PLACE_AND_TEXT = {*_PLACE, "text"}


def facts_of(
    commitment: Commitment,
    targets: Iterable[CommitmentTarget],
    deeds: Iterable[CommitmentDeed],
    sha256: str,
) -> Facts:
    """Return everything an adoption may change. Parts stand relative to the commitment: they move with it."""
    origin = commitment.start
    return {
        **{name: getattr(commitment, name) for name in (*_SAID, *_PLACE)},
        "text": sha256,
        "targets": [_target(target, origin) for target in sorted(targets, key=lambda t: (t.start, t.end))],
        "deeds": [
            _part(deed, origin, "verb", "object", "kind")
            for deed in sorted(deeds, key=lambda d: (d.start, d.end))
        ],
        "entities": [
            name | {"start": name["start"] - origin, "end": name["end"] - origin}
            for name in commitment.entities
        ],
    }


def differences(before: Facts, after: Facts) -> Facts:
    """Return ``{field: [old, new]}`` for what differs; old is None where there was nothing."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def action_of(changes: Facts, *, known: bool) -> str:
    """Name the change: adopted, restored, moved (nothing but its place), changed or unchanged."""
    if not known:
        return "adopted"
    if not changes:
        return "unchanged"
    if "withdrawn" in changes:
        return "restored"
    return "moved" if changes.keys() <= _PLACE_AND_TEXT else "changed"


def _target(target: CommitmentTarget, origin: int) -> Facts:
    said = _part(target, origin, "unit", "cmp", "form", "sign", "half", "indicator", "period", "wording")
    return said | {"value": _plain(target.value), "high": _plain(target.high)}


def _part(part: CommitmentTarget | CommitmentDeed, origin: int, *names: str) -> Facts:
    said = {name: getattr(part, name) for name in ("quote", *names)}
    return {"start": part.start - origin, "end": part.end - origin} | said


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
