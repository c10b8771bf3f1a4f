"""What is told of one target or deed of a promise, and the parts of a sentence about it. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.commitments.assessing import Assessment, Event, Target
from luoshi.kernel.measures.points import Point
from luoshi.reader.model import Comparator, Form, Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """By what a target is measured, as its definition names it."""

    key: str
    title: str
    unit: str
    decimals: int  # to which a computed rate is shown
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The commitment a sentence is about and where its report states it."""

    code: str
    title: str
    section: str  # path of the section in that report, "三/(一)"
    outlook: bool  # a goal beyond the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One target or deed with its assessment and the points that the actual figure rests on."""

    promise: Promise
    target: Target
    assessment: Assessment
    series: Series | None  # None: a deed
    used: tuple[Point, ...]
    events: tuple[Event, ...]
    adjusted: bool  # the second line of a target changed by due procedure
    simulated: bool
    light: str  # the stored light that says the same, "light:12"; "" where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A commitment that nothing measures: why, and what is missing."""

    promise: Promise
    reason: str
    lacks: tuple[str, ...]  # in words: 缺口径


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """依据: the reading or the proof a statement rests on, to be printed as a note."""

    code: str
    key: str = ""
    name: str = ""
    period: str = ""
    value: Decimal | None = None  # as known, before anything was rounded for print
    unit: str = ""
    rounded: bool = False
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    revised: bool = False
    source: str = ""
    records: tuple[str, ...] = ()
    known_at: datetime | None = None
    target: Target | None = None
    light: str = ""  # shape, words and rule version
    lit: str = ""  # the stored light
    basis: str = ""  # of a deed: document number, what was seen
    done_on: date | None = None
    share: bool = False  # the figure is computed: actual by target
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a sentence as a reader of it must understand it; ``value`` is never below zero."""

    value: Decimal
    unit: str
    words: str
    period: str  # "2026", "2026-2028"
    cmp: Comparator = "eq"
    form: Form = "level"
    sign: Sign = "+"


Piece = str | Figure | Evidence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement about one item: words, figures and, behind each, the evidence it links to."""

    code: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return its words without the marks of notes."""
        return "".join(text_of(piece) for piece in self.pieces)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return its figures in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Figure))


class Kind(StrEnum):
    """Why an item stands in the last section, in the order it is told."""

    NOT_MET = "未完成的事项"
    BEHIND = "落后于进度的事项"
    CLAIMED = "报送已完成、尚未核验的事项"
    UNKNOWN = "无法判断的事项"
    UNWRITTEN = "有数但没有可核对写法的事项"


@dataclass(frozen=True, slots=True)
class Outstanding:
    """An item that is not met, behind or cannot be told, with the reason."""

    kind: Kind
    sentence: Sentence


def text_of(piece: Piece) -> str:
    """Return what a piece prints in the running text; evidence prints nothing there."""
    match piece:
        case Figure():
            return piece.words
        case Evidence():
            return ""
        case _:
            return piece
