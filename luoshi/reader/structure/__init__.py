"""Outline of a report: place, year, sections, sentences and their default half."""

from __future__ import annotations

from luoshi.reader.copies import find_copies
from luoshi.reader.document import Document
from luoshi.reader.shadow import shadow
from luoshi.reader.structure.dating import find_year
from luoshi.reader.structure.halves import settle_halves
from luoshi.reader.structure.headings import find_sections
from luoshi.reader.structure.places import find_place
from luoshi.reader.structure.sentences import find_sentences, mark_copies, with_halves


def outline(text: str, *, place: str | None = None, year: int | None = None) -> Document:
    """Find the sections and sentences of a report; place and year win over what the text tells.

    Place and year are None where the text does not tell. The half of a sentence is the default for what
    it says: ``context.attribute`` may override it for a single figure.
    """
    shaded = shadow(text)
    sections = find_sections(text, shaded)
    year = year if year is not None else find_year(shaded, sections)
    stretches = find_sentences(shaded, sections)
    sections, halves = settle_halves(shaded, year, sections, stretches)
    copies = find_copies(text)
    return Document(
        text=text,
        shadow=shaded,
        place=place if place is not None else find_place(shaded),
        year=year,
        sections=sections,
        sentences=mark_copies(with_halves(text, stretches, halves), copies),
        copies=copies,
    )
