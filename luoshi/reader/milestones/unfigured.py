"""Promises that can be compared but name no figure: 与…同步, 位居前列, 大幅下降, 只增不减."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from luoshi.reader.document import Document
from luoshi.reader.milestones.clauses import Clause, after_label, clauses_of, members_between
from luoshi.reader.milestones.comparisons import compared, comparison_in, may_compare
from luoshi.reader.model import Quantity, Sentence, Unfigured


def find_unfigured(document: Document, quantities: tuple[Quantity, ...]) -> tuple[Unfigured, ...]:
    """Return the clauses of the plan and outlook halves that promise something comparable without a figure.

    Beside a figure (``增长5%、高于全国平均``) only the stretch between two 、 that holds no figure counts:
    a margin with a figure (``高于全国平均2个百分点``) is a quantity. Copied passages are left out.
    """
    figures: defaultdict[str, list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        figures[quantity.sentence].append(quantity)
    return tuple(
        item
        for sentence in document.sentences
        if sentence.half in ("plan", "outlook")
        and not sentence.duplicate_of
        and may_compare(document.shadow[sentence.start : sentence.end])
        for item in _in_sentence(document, sentence, figures[sentence.id])
    )


def _in_sentence(document: Document, sentence: Sentence, figures: Sequence[Quantity]) -> Iterator[Unfigured]:
    before = ""  # what the last figure measured, for a clause that names no subject: 确保稳居全省第一方阵
    for clause in clauses_of(document, sentence):
        inside = [q for q in figures if q.start < clause.end and clause.start < q.end]
        before = inside[0].indicator if inside else before
        if comparison_in(clause.text):
            for stretch in _stretches(document, clause, inside):
                yield from _promise(document, sentence, stretch, before)


def _stretches(document: Document, clause: Clause, figures: Sequence[Quantity]) -> Iterator[Clause]:
    """Return the clause without its label, or the stretches between its 、 that compare on their own."""
    start = clause.start + after_label(clause.text)
    members = members_between(document, start, clause.end)
    alone = [m for m in members if not any(q.start < m.end and m.start < q.end for q in figures)]
    if figures or sum(comparison_in(member.text) is not None for member in alone) > 1:
        yield from alone
    else:
        yield Clause(start, clause.end, clause.text[start - clause.start :])


def _promise(document: Document, sentence: Sentence, clause: Clause, before: str) -> Iterator[Unfigured]:
    match = comparison_in(clause.text)
    indicator = (compared(match) or before) if match else ""
    if match and indicator:
        yield Unfigured(
            id=f"u{clause.start}",
            start=clause.start,
            end=clause.end,
            quote=document.text[clause.start : clause.end],
            wording=match.group(1),
            half=sentence.half,
            indicator=indicator,
            sentence=sentence.id,
            section=sentence.section,
        )
