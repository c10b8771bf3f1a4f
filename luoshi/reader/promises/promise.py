"""Promises: the figures, deeds and comparisons of a sentence, put together where they are one undertaking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.reader.document import Document
from luoshi.reader.milestones.clauses import (
    Clause,
    after_label,
    clauses_between,
    clauses_of,
    members_between,
)
from luoshi.reader.milestones.deeds import parse
from luoshi.reader.model import Milestone, Quantity, Sentence, Unfigured

_JOINTS = " ,;、和\n"


class Promise(NamedTuple):
    """A stretch of one sentence with what it holds.

    ``said`` is the clause up to its end, verb included; ``carried`` is what the clauses before it say where
    it has no verb of its own and their 确保 or 力争 reaches over the comma.
    """

    start: int
    end: int
    said: str
    carried: str = ""
    quantities: tuple[Quantity, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    unfigured: tuple[Unfigured, ...] = ()

    @property
    def indicators(self) -> set[str]:
        """What its figures and comparisons measure."""
        named = {q.indicator for q in self.quantities} | {u.indicator for u in self.unfigured}
        return named - {""}


def promises_of(
    document: Document,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    milestones: Sequence[Milestone],
    unfigured: Sequence[Unfigured],
) -> list[Promise]:
    """Return the promises of a sentence in reading order; every item given is in exactly one of them."""
    if not (quantities or milestones or unfigured):
        return []
    shadow = document.shadow
    clauses = (*clauses_of(document, sentence), *_headings(document, sentence, quantities))
    parts = [part for clause in clauses for part in _figured(document, clause, quantities)]
    parts += [Promise(m.start, m.end, shadow[m.start : m.end], milestones=(m,)) for m in milestones]
    parts += [Promise(u.start, u.end, shadow[u.start : u.end], unfigured=(u,)) for u in unfigured]
    merged: list[Promise] = []
    for part in sorted(parts, key=lambda part: (part.start, part.end)):
        if merged and _belongs(shadow, merged[-1], part):
            merged[-1] = _join(merged[-1], part)
        else:
            merged.append(_under(shadow, merged[-1], part) if merged else part)
    return merged


def _headings(document: Document, sentence: Sentence, quantities: Sequence[Quantity]) -> Iterator[Clause]:
    """Return the clauses of headings that hold a figure: a promise may stand in the title of a section."""
    beyond = [q for q in quantities if not sentence.start <= q.start < sentence.end]
    for section in document.sections if beyond else ():
        if any(section.start <= q.start < section.end for q in beyond):
            yield from clauses_between(document, section.start, section.end)


def _figured(document: Document, clause: Clause, quantities: Sequence[Quantity]) -> Iterator[Promise]:
    """Cut a clause at 、 after each figure, so that the instances before a figure stay with it."""
    inside = [q for q in quantities if clause.start <= q.start < clause.end]
    if not inside:
        return
    start = clause.start + after_label(clause.text)
    waiting: list[Quantity] = []
    stretches = members_between(document, clause.start, clause.end)
    for place, stretch in enumerate(stretches):
        waiting += [q for q in inside if stretch.start <= q.start < stretch.end]
        left = any(q.start >= stretch.end for q in inside)
        if waiting and (left or place == len(stretches) - 1):
            end = stretch.end if left else clause.end
            yield Promise(start, end, document.shadow[clause.start : end], quantities=tuple(waiting))
            waiting = []
            start = stretches[place + 1].start if left else end


def _belongs(shadow: str, before: Promise, part: Promise) -> bool:
    """Say whether a part carries on the promise before it rather than making one of its own."""
    if part.start < before.end:
        return True
    if shadow[before.end : part.start].strip(_JOINTS):
        return False
    if shadow.startswith("其中", part.start):
        return True
    known = {q.id for q in before.quantities}
    if any({q.share_of, q.baseline, q.group} & known for q in part.quantities):
        return True
    return bool(before.indicators & part.indicators)


def _under(shadow: str, before: Promise, part: Promise) -> Promise:
    """Let the words that govern the promise before reach a part that follows at once without a verb."""
    deed = parse(part.said)
    if (deed and deed.rule) or shadow[before.end : part.start].strip(" ,、"):
        return part
    return part._replace(carried=f"{before.carried},{before.said}")


def _join(before: Promise, part: Promise) -> Promise:
    return before._replace(
        end=max(before.end, part.end),
        said=f"{before.said},{part.said}",
        quantities=before.quantities + part.quantities,
        milestones=before.milestones + part.milestones,
        unfigured=before.unfigured + part.unfigured,
    )
