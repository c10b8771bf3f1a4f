"""What the reviewed file holds: frozen values, equal when they say the same. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from luoshi.kernel.commitments.anchors import Anchor
from luoshi.reader.model import (
    CommitmentKind,
    Comparator,
    Form,
    Half,
    MilestoneKind,
    Sign,
    Strength,
    Value,
)

ReviewStatus = Literal["draft", "confirmed", "corrected", "rejected"]
NameKind = Literal["project", "firm", "platform", "document", "campaign", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One figure that is promised. Offsets are those of the text the file was reviewed against."""

    start: int
    end: int
    quote: str
    indicator: str
    value: Value
    unit: str
    cmp: Comparator
    form: Form = "level"
    sign: Sign = "+"
    period: str | None = None
    wording: str = ""
    half: Half | None = None  # None: that of the commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed that is promised, checkable without a figure."""

    start: int
    end: int
    quote: str
    verb: str
    object: str
    kind: MilestoneKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A named project, firm, platform or document inside a commitment."""

    start: int
    end: int
    quote: str
    kind: NameKind


Part = Target | Deed | Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something about the passage that a reviewer should look into."""

    id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided about an entry, and why."""

    status: ReviewStatus
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One commitment. ``id`` is the stable code, "2026-017", never given twice."""

    id: str
    title: str
    kind: CommitmentKind
    strength: Strength
    half: Half
    section: str
    anchor: Anchor
    livelihood: int | None = None
    targets: tuple[Target, ...] = ()
    deeds: tuple[Deed, ...] = ()
    entities: tuple[Name, ...] = ()
    checks: tuple[Question, ...] = ()
    review: Review

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return everything that has a place of its own inside the commitment."""
        return (*self.targets, *self.deeds, *self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Which report, and which text of it, the entries were reviewed against."""

    report: str
    place: str
    year: int
    sha256: str
    reader: str
    last: int = 0  # the highest number ever given, so that none is given again


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedFile:
    """The whole file."""

    header: Header
    entries: tuple[Entry, ...]
