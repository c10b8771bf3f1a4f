"""How a report's text is laid out as a page: blocks of pieces, each piece with what is marked on it."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Literal, Protocol, TypeVar

SPOKEN_LEVELS = 2  # deeper headings are list items: they open a place, but are set like the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading's span, its level from 1 and the id by which a link reaches it."""

    start: int
    end: int
    level: int
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something marked on the text: a promise or a defect. ``key`` names it, ``style`` is its class."""

    start: int
    end: int
    key: str
    style: str
    title: str = ""
    label: str = ""  # shown before it: the number of a defect


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text on which the same marks lie, and what opens with it: there the page puts the ids."""

    text: str
    heading: Heading | None
    promise: Mark | None
    defect: Mark | None
    opening_headings: tuple[Heading, ...]
    opening_promises: tuple[Mark, ...]
    opening_defects: tuple[Mark, ...]

    @property
    def spoken(self) -> bool:
        """Tell whether the piece is a heading to be set apart from the text it opens."""
        return self.heading is not None and self.heading.level <= SPOKEN_LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or a heading line."""

    tag: Literal["h2", "h3", "p"]
    pieces: tuple[Piece, ...]


def lay_out(
    text: str, headings: Sequence[Heading], promises: Sequence[Mark], defects: Sequence[Mark] = ()
) -> list[Block]:
    """Return the text as blocks. Joining a block's pieces gives a non-empty line of the text again.

    Of marks of one kind that overlap the shorter lies on top. Each opens once, even over many lines.
    """
    layers = _Layers(headings, promises, defects)
    return [_block(text, start, end, layers) for start, end in _lines(text)]


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=_Span)


class _Layer(Generic[S]):
    """Spans of one kind: which is on top anywhere, and which open as the text is gone through."""

    def __init__(self, spans: Iterable[S]) -> None:
        self.spans = sorted((s for s in spans if s.start < s.end), key=lambda span: (span.start, span.end))
        self.edges = sorted({edge for span in self.spans for edge in (span.start, span.end)})
        self._tops = list(self._shortest_at_edges())
        self._opened = 0

    def _shortest_at_edges(self) -> Iterator[S | None]:
        waiting, running = deque(self.spans), list[S]()
        for edge in self.edges:
            while waiting and waiting[0].start <= edge:
                running.append(waiting.popleft())
            running = [span for span in running if span.end > edge]
            yield min(running, key=lambda span: span.end - span.start, default=None)

    def over(self, offset: int) -> S | None:
        """Return the span on top at the offset, if one is."""
        at = bisect_right(self.edges, offset) - 1
        return self._tops[at] if at >= 0 else None

    def opening(self, offset: int) -> tuple[S, ...]:
        """Return the spans that begin at the offset or before, but for those returned earlier."""
        first = self._opened
        while self._opened < len(self.spans) and self.spans[self._opened].start <= offset:
            self._opened += 1
        return tuple(self.spans[first : self._opened])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip():
            begin = start + line.index(stripped)
            yield begin, begin + len(stripped)
        start += len(line)


class _Layers:
    """Everything that lies on the text."""

    def __init__(
        self, headings: Iterable[Heading], promises: Iterable[Mark], defects: Iterable[Mark]
    ) -> None:
        self.headings, self.promises, self.defects = _Layer(headings), _Layer(promises), _Layer(defects)
        self._cuts = sorted({*self.headings.edges, *self.promises.edges, *self.defects.edges})

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut the stretch wherever something on it begins or ends."""
        inner = self._cuts[bisect_right(self._cuts, start) : bisect_right(self._cuts, end - 1)]
        return pairwise((start, *inner, end))


def _block(text: str, start: int, end: int, layers: _Layers) -> Block:
    whole = layers.headings.over(start)
    pieces = (_piece(text, left, right, layers) for left, right in layers.stretches(start, end))
    return Block(tag=_tag(whole if whole and whole.end >= end else None), pieces=tuple(pieces))


def _piece(text: str, left: int, right: int, layers: _Layers) -> Piece:
    return Piece(
        text=text[left:right],
        heading=layers.headings.over(left),
        promise=layers.promises.over(left),
        defect=layers.defects.over(left),
        opening_headings=layers.headings.opening(left),
        opening_promises=layers.promises.opening(left),
        opening_defects=layers.defects.opening(left),
    )


def _tag(whole: Heading | None) -> Literal["h2", "h3", "p"]:
    if whole is None or whole.level > SPOKEN_LEVELS:
        return "p"
    return "h2" if whole.level == 1 else "h3"
