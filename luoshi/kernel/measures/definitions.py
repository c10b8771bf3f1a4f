"""A measure: what is counted, by whose rule, and the one statement that counts it. No Django, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.measures.headers import Header, read_header
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.measures.selects import Facts, Lineage, facts_named, faults_of, lineage_of

KINDS = (MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.RATE, MeasureKind.EVENTS)
_ROW = ("subject", "org", "place", "happened_on")
_REQUIRED = ("title", "kind", "unit", "direction", "owner", "source", "public", "cycle")
_KEYS = (*_REQUIRED, "missing", "cumulative")
_Word = TypeVar("_Word", bound=StrEnum)


class Direction(StrEnum):
    """优劣方向: whether more of it is better."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Missing(StrEnum):
    """缺数处理: what a month without rows and a row without a value mean."""

    SKIP = "skip"  # nothing is known: no reading
    ZERO = "zero"  # the records are complete: nothing happened
    FAIL = "fail"  # the measure is not taken


class Public(StrEnum):
    """公开程度: what the public may open a figure to."""

    ROWS = "rows"
    FACETS = "facets"  # counts, small ones left out


class Cycle(StrEnum):
    """公开周期: for which periods the public sees parts of a figure; others would give small ones away."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Return how many months one of them has."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure as its file states it. ``cumulative``: its rows are 年初至今 already."""

    key: str
    title: str
    kind: MeasureKind
    unit: str
    direction: Direction
    owner: str  # code of the organisation that answers for the definition
    source: str  # the law or document it follows
    missing: Missing
    public: Public
    cycle: Cycle
    cumulative: bool
    notes: tuple[str, ...]
    statement: str
    text: str  # of the whole file
    where: str
    facts: tuple[str, ...]
    lineage: tuple[Lineage, ...]

    @property
    def sha256(self) -> str:
        """Return the hash of the file: it names the definition a reading was taken by."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def values(self) -> tuple[str, ...]:
        """Return the names of its value columns."""
        return values_of(self.kind)


def values_of(kind: MeasureKind) -> tuple[str, ...]:
    """Return the value columns of a kind: a rate has two."""
    return ("numerator", "denominator") if kind is MeasureKind.RATE else ("value",)


def define(text: str, *, key: str, facts: Facts, where: str = "") -> Definition:
    """Return the measure that the text of a file defines.

    Raises ``measure-invalid`` with every problem, each with file and line.
    """
    definition, problems = examine(text, key=key, facts=facts, where=where)
    require_none(problems, code="measure-invalid", name=where or key)
    assert definition is not None
    return definition


def examine(text: str, *, key: str, facts: Facts, where: str = "") -> tuple[Definition | None, list[Problem]]:
    """Return the measure, or None, and everything that is wrong with the file."""
    where = where or f"{key}.sql"
    header, problems = read_header(text, where=where)
    problems += _key_problems(header, where)
    read = _Words(header, where)
    kind = read.word("kind", MeasureKind, allowed=KINDS)
    direction = read.word("direction", Direction)
    missing = read.word("missing", Missing, default=Missing.SKIP)
    public = read.word("public", Public)
    cycle = read.word("cycle", Cycle)
    cumulative = read.cumulative(kind)
    problems += read.problems
    columns = (*_ROW, *values_of(kind)) if kind else ()
    if kind and header.statement:
        problems += faults_of(
            header.statement, columns=columns, facts=facts, where=where, first_line=header.first_line
        )
    if problems:
        return None, problems
    assert kind is not None
    assert direction is not None
    assert missing is not None
    assert public is not None
    assert cycle is not None
    definition = Definition(
        key=key,
        title=header.entries["title"].words,
        kind=kind,
        unit=header.entries["unit"].words,
        direction=direction,
        owner=header.entries["owner"].words,
        source=header.entries["source"].words,
        missing=missing,
        public=public,
        cycle=cycle,
        cumulative=cumulative,
        notes=header.notes,
        statement=header.statement,
        text=text,
        where=where,
        facts=facts_named(header.statement),
        lineage=lineage_of(header.statement, columns=columns, facts=facts),
    )
    return definition, []


def _key_problems(header: Header, where: str) -> list[Problem]:
    found = [
        Problem(where, f"缺少 {name}", f"lacks {name}: add a line -- {name}: …")
        for name in _REQUIRED
        if name not in header.entries
    ]
    for name, entry in header.entries.items():
        at = f"{where}:{entry.line}"
        if name not in _KEYS:
            known = ", ".join(_KEYS)
            found.append(Problem(at, f"没有“{name}”这一项；可用 {known}", f"no entry {name}; use {known}"))
        elif not entry.words:
            found.append(Problem(at, f"{name} 是空的", f"{name} is empty"))
    return found


class _Words:
    """Reads entries that take one word of a few, and gathers what is wrong with them."""

    def __init__(self, header: Header, where: str) -> None:
        self.header, self.where = header, where
        self.problems: list[Problem] = []

    def word(
        self,
        name: str,
        words: type[_Word],
        *,
        allowed: Iterable[_Word] | None = None,
        default: _Word | None = None,
    ) -> _Word | None:
        entry = self.header.entries.get(name)
        if entry is None or not entry.words:
            return default
        known = {word.value: word for word in allowed or words}
        if entry.words not in known:
            listed = ", ".join(known)
            self._wrong(entry.line, f"{name} 只能是 {listed}", f"{name} must be one of {listed}")
        return known.get(entry.words)

    def cumulative(self, kind: MeasureKind | None) -> bool:
        entry = self.header.entries.get("cumulative")
        if entry is None:
            return False
        if entry.words != "year":
            self._wrong(entry.line, "cumulative 只能是 year", "cumulative must be year")
        if kind is not None and kind is not MeasureKind.FLOW:
            self._wrong(entry.line, "只有 flow 能写 cumulative", "only a flow can be cumulative")
        return True

    def _wrong(self, line: int, zh: str, en: str) -> None:
        self.problems.append(Problem(f"{self.where}:{line}", zh, en))
