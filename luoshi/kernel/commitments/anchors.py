"""Anchors: where quoted words stand in a text, and where they stand after the text has changed.

A place is only ever told where it is beyond doubt; what is ambiguous is an orphan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Status = Literal["ok", "drifted", "orphan"]

CONTEXT = 32  # code points kept on each side of the words
EDGE = 8  # code points on each side that must be untouched for edited words to be recognised
EDITED = 0.8  # likeness that edited words must keep
ENOUGH = 0.6  # likeness of context without which no place is told
MARGIN = 0.15  # by how much the best place must lead the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """W3C TextPosition and TextQuote in one: half-open code-point offsets, the words, their context."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an anchor stands in a text. ``anchor`` is the new one, or for an orphan the old one as it was."""

    status: Status
    anchor: Anchor


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]`` with the context on both sides."""
    return Anchor(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def place(anchor: Anchor, text: str) -> Placement:
    """Find the anchored words in a text, which may have changed since.

    ``ok``: at the same offsets. ``drifted``: elsewhere, or with small edits and then with the new words.
    ``orphan``: nowhere, or in several places that the context cannot tell apart.
    """
    here = make_anchor(text, anchor.start, anchor.end)
    spans = list(_occurrences(anchor.quote, text))
    if here == anchor or (here.quote == anchor.quote and len(spans) == 1):
        return Placement(status="ok", anchor=here)
    spans = spans or list(_edited(anchor, text))
    found = _clear_winner(anchor, [make_anchor(text, *span) for span in spans])
    if found is None:
        return Placement(status="orphan", anchor=anchor)
    same = (found.start, found.quote) == (anchor.start, anchor.quote)
    return Placement(status="ok" if same else "drifted", anchor=found)


def _clear_winner(anchor: Anchor, candidates: list[Anchor]) -> Anchor | None:
    ranked = sorted(((_likeness(anchor, other), other.start, other) for other in candidates), reverse=True)
    if not ranked or ranked[0][0] < ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][2]


def _likeness(anchor: Anchor, other: Anchor) -> float:
    """Return the better side's likeness plus a little for the other, so that one edited side is no loss."""
    sides = [
        _ratio(mine, theirs)
        for mine, theirs in ((anchor.prefix, other.prefix), (anchor.suffix, other.suffix))
        if mine
    ]
    if not sides:
        return 1.0
    return 0.75 * max(sides) + 0.25 * min(sides)


def _edited(anchor: Anchor, text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between the context's untouched edges that are still much like the quote."""
    before, after = anchor.prefix[-EDGE:], anchor.suffix[:EDGE]
    starts = [end for _, end in _occurrences(before, text)] if before else [0]
    ends = [start for start, _ in _occurrences(after, text)] if after else [len(text)]
    longest = round(len(anchor.quote) * (2 - EDITED))
    for start in starts:
        for end in ends:
            if start < end <= start + longest and _ratio(anchor.quote, text[start:end]) >= EDITED:
                yield start, end


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start != -1:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
