"""Commitments: what the plan and outlook halves promise, and which sentences promise nothing checkable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from luoshi.reader.document import Document
from luoshi.reader.model import (
    Commitment,
    CommitmentKind,
    Half,
    Milestone,
    Quantity,
    Sentence,
    Skipped,
    Unfigured,
)
from luoshi.reader.promises.entities import entities_in
from luoshi.reader.promises.livelihood import livelihood_items
from luoshi.reader.promises.promise import Promise, promises_of
from luoshi.reader.promises.skipping import reason_for
from luoshi.reader.promises.strength import strength_of

_PROMISING: tuple[Half, ...] = ("plan", "outlook")


class _Item(Protocol):
    @property
    def sentence(self) -> str: ...
    @property
    def duplicate_of(self) -> str | None: ...


T = TypeVar("T", bound=_Item)


def draw_commitments(
    document: Document,
    quantities: tuple[Quantity, ...],
    milestones: tuple[Milestone, ...],
    unfigured: tuple[Unfigured, ...],
) -> tuple[tuple[Commitment, ...], tuple[Skipped, ...]]:
    """Draw one commitment per promise; name a reason for every plan or outlook sentence that gives none.

    Figures of one promise stay together (``其中`` shares, level and growth of one indicator, one deed with
    two figures); separate indicators of a list are separate. Background figures and copied passages promise
    nothing.
    """
    figures = _by_sentence(q for q in quantities if q.half in _PROMISING)
    deeds = _by_sentence(milestones)
    comparisons = _by_sentence(unfigured)
    items = livelihood_items(document)
    commitments: list[Commitment] = []
    skipped: list[Skipped] = []
    for sentence in document.sentences:
        promises = promises_of(
            document, sentence, figures[sentence.id], deeds[sentence.id], comparisons[sentence.id]
        )
        if sentence.duplicate_of:
            promises = []
        commitments.extend(
            _commitment(document, sentence, promise, items.get(sentence.id)) for promise in promises
        )
        if not promises and sentence.half in _PROMISING:
            skipped.append(Skipped(sentence=sentence.id, reason=reason_for(document, sentence)))
    return tuple(commitments), tuple(skipped)


def _by_sentence(items: Iterable[T]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        if item.duplicate_of is None:
            found[item.sentence].append(item)
    return found


def _commitment(
    document: Document, sentence: Sentence, promise: Promise, livelihood: int | None
) -> Commitment:
    kind = _kind(promise)
    return Commitment(
        id=f"c{promise.start}",
        start=promise.start,
        end=promise.end,
        quote=document.text[promise.start : promise.end],
        kind=kind,
        strength="binding" if livelihood else strength_of(promise, kind),
        half=_half(promise),
        section=sentence.section,
        sentence=sentence.id,
        quantities=tuple(item.id for item in promise.quantities),
        milestones=tuple(item.id for item in promise.milestones),
        unfigured=tuple(item.id for item in promise.unfigured),
        entities=entities_in(document, promise),
        livelihood=livelihood,
    )


def _kind(promise: Promise) -> CommitmentKind:
    if promise.quantities:
        return "quantified"
    if promise.milestones:
        return "document" if all(item.kind == "issue" for item in promise.milestones) else "milestone"
    return "directional"


def _half(promise: Promise) -> Half:
    """Return outlook where every figure or comparison looks beyond the year; a deed is this year's."""
    halves = {q.half for q in promise.quantities} | {u.half for u in promise.unfigured}
    return "outlook" if halves == {"outlook"} and not promise.milestones else "plan"
