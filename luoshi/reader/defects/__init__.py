"""Damage of the text: duplicates, broken columns, headings out of order, amounts out of line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from luoshi.reader.defects.amounts import amount_defects
from luoshi.reader.defects.characters import character_defects
from luoshi.reader.defects.duplicates import duplicate_defects
from luoshi.reader.defects.grammar import grammar_defects
from luoshi.reader.defects.headings import heading_defects
from luoshi.reader.defects.layout import layout_defects
from luoshi.reader.defects.phrases import phrase_defects
from luoshi.reader.defects.punctuation import punctuation_defects
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_DETECTORS: tuple[Callable[[Document], Iterator[Defect]], ...] = (
    layout_defects,
    duplicate_defects,
    heading_defects,
    character_defects,
    amount_defects,
    punctuation_defects,
    grammar_defects,
    phrase_defects,
)


def find_defects(document: Document) -> tuple[Defect, ...]:
    """Return the defects in reading order. Nothing is repaired."""
    found = {(d.start, d.end, d.kind): d for detector in _DETECTORS for d in detector(document)}
    return tuple(_distinct_ids(sorted(found.values(), key=lambda d: (d.start, d.end, d.kind))))


def _distinct_ids(defects: list[Defect]) -> Iterator[Defect]:
    """Yield the defects with "d{start}", and "d{start}-2" for a second one that starts there."""
    seen: dict[str, int] = {}
    for defect in defects:
        seen[defect.id] = seen.get(defect.id, 0) + 1
        yield replace(defect, id=f"{defect.id}-{seen[defect.id]}") if seen[defect.id] > 1 else defect
