"""Where a reviewed entry stands in a text: its anchor, and with it every figure, deed and name. No Django."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from luoshi.kernel.commitments.anchors import Anchor, Status, place
from luoshi.kernel.commitments.reviewed import Deed, Entry, Name, Target

PartT = TypeVar("PartT", Target, Deed, Name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An entry with the offsets of a text. An orphan keeps the offsets it came with.

    ``found`` is where its words stand, edited perhaps beyond its reading; None where they do not.
    """

    status: Status
    entry: Entry
    found: Anchor | None


def place_entry(entry: Entry, text: str) -> Placed:
    """Find the entry in a text. If one of its parts is lost it is an orphan: its reading no longer fits."""
    placement = place(entry.anchor, text)
    before, after = entry.anchor, placement.anchor
    found = None if placement.status == "orphan" else after
    targets = _place_parts(entry.targets, before, after, text)
    deeds = _place_parts(entry.deeds, before, after, text)
    entities = _place_parts(entry.entities, before, after, text)
    if found is None or targets is None or deeds is None or entities is None:
        return Placed(status="orphan", entry=entry, found=found)
    return Placed(
        status=placement.status,
        entry=replace(entry, anchor=after, targets=targets, deeds=deeds, entities=entities),
        found=found,
    )


def _place_parts(
    parts: tuple[PartT, ...], before: Anchor, after: Anchor, text: str
) -> tuple[PartT, ...] | None:
    placed = []
    for part in parts:
        start = _start(part, before, after, text)
        if start is None:
            return None
        placed.append(replace(part, start=start, end=start + len(part.quote)))
    return tuple(placed)


def _start(part: Target | Deed | Name, before: Anchor, after: Anchor, text: str) -> int | None:
    start = part.start + after.start - before.start
    if start >= 0 and text[start : start + len(part.quote)] == part.quote:
        return start
    # Words around it were edited: it may have moved inside the commitment, if it stands there only once.
    return after.start + after.quote.index(part.quote) if after.quote.count(part.quote) == 1 else None
