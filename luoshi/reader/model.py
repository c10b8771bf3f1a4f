"""The shape of a reading: frozen values whose every span satisfies ``text[start:end] == quote``.

Offsets count Unicode code points and are half-open. Vocabularies are those of the field:
see docs/glossary.md for the Chinese terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range", "rank", "zero", "full"]
Form = Literal["level", "growth", "change"]
Sign = Literal["+", "-"]
Half = Literal["review", "plan", "outlook", "background"]
MilestoneKind = Literal["start", "build", "finish", "set_up", "issue", "other"]
ExcludedReason = Literal["name", "date", "ordinal", "threshold", "other"]
CommitmentKind = Literal["quantified", "milestone", "document", "directional"]
Strength = Literal["binding", "expected", "aspirational", "directional"]
Value = Decimal | tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the text: half-open code-point offsets and the text between them."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Span):
    """A heading and the stretch it governs. The span is the heading itself; ``stop`` ends its body."""

    id: str  # path of labels, "三/(一)"; text before the first heading is ""
    label: str  # "三", "(一)", "一是", "①"
    title: str
    level: int  # 1 for 一、 2 for (一) 3 for 一是/①
    stop: int
    half: Half


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Span):
    """A sentence with the section it stands in and the default half of what it says."""

    id: str  # "s12", in reading order
    section: str
    half: Half
    duplicate_of: str | None = None  # id of the sentence it repeats, where the passage is a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Span):
    """A figure by its own words: number, unit, comparator, form. Its subject and period come later."""

    value: Value  # multiplied out: 1.6万人 is 16000; a range is (low, high)
    unit: str  # canonical: 人, 元, %, 百分点, 位, "" where none is printed
    cmp: Comparator
    form: Form
    sign: Sign
    wording: str = ""  # comparator words as printed, touching the figure or before it: 以上, 稳定在, 降至


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded(Span):
    """Digits that state no result, target or plan, and why."""

    reason: ExcludedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Figure):
    """A figure that states a result, a target or a plan, with what it measures and for when."""

    id: str  # "q5307": q and the start offset
    half: Half
    indicator: str
    period: str | None  # "2026", "2026-2030", or None where the text does not tell
    sentence: str
    section: str
    baseline: str | None = None  # id of the 由… figure this one starts from
    share_of: str | None = None  # id of the figure this is a part of (其中)
    group: str | None = None  # id of the first member of a 分别 list
    flags: tuple[str, ...] = ()
    duplicate_of: str | None = None  # id of the quantity it repeats, in a copied passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Span):
    """A checkable deed of the plan half without a figure of its own."""

    id: str  # "m9515"
    verb: str
    object: str
    kind: MilestoneKind
    sentence: str
    section: str
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfigured(Span):
    """A plan clause that promises something comparable without a figure: 同步, 前列, 大幅, 完成国家下达."""

    id: str  # "u5037"
    wording: str
    half: Half
    indicator: str
    sentence: str
    section: str
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect(Span):
    """Damage of the text, as read, never repaired. ``suggestion`` is None where none is defensible."""

    id: str  # "d5449"
    kind: str
    message: str
    suggestion: str | None
    confidence: float
    duplicate_of: tuple[int, int] | None = None  # span of the original passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Span):
    """A named project, firm, platform or document inside a commitment."""

    kind: Literal["project", "firm", "platform", "document", "campaign", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Span):
    """One checkable promise of the plan or outlook half: its clause and what the clause holds."""

    id: str  # "c5307"; the reviewed file gives the stable code, "2026-017"
    kind: CommitmentKind
    strength: Strength
    half: Half
    section: str
    sentence: str
    quantities: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    unfigured: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    livelihood: int | None = None  # number in the list of 民生实事, None outside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something a reader may ask about the content, neutrally worded, with every span it rests on."""

    id: str
    kind: str
    message: str
    spans: tuple[Span, ...]
    quantities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A plan sentence that gave no commitment, and why."""

    sentence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read and what was not: counts published with the report."""

    sentences: int
    plan_sentences: int
    classified: int  # plan sentences that gave a quantity, a milestone or an unfigured promise
    digit_runs: int
    covered: int  # digit runs inside a quantity or an excluded span
    skipped: tuple[Skipped, ...] = ()
    skipped_by_reason: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How the text was obtained: its file's name, format, encoding and, for pages, the tool."""

    name: str
    format: Literal["text", "pdf", "docx", "ocr"]
    encoding: str | None = None
    pages: int | None = None
    tool: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole report, read. ``to_dict`` in ``luoshi.reader.output`` gives its JSON."""

    report: str
    sha256: str  # of the UTF-8 bytes of ``text``
    place: str | None
    year: int | None  # the year the plan half is for
    source: Source
    text: str
    quantities: tuple[Quantity, ...]
    excluded: tuple[Excluded, ...]
    milestones: tuple[Milestone, ...]
    unfigured: tuple[Unfigured, ...]
    defects: tuple[Defect, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    commitments: tuple[Commitment, ...]
    checks: tuple[Check, ...]
    coverage: Coverage
