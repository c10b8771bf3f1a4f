"""A report's text with its outline: what every later stage of reading is given."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from luoshi.reader.copies import Copy
from luoshi.reader.model import Section, Sentence


@dataclass(frozen=True)
class Document:
    """Text, its same-length shadow, and the outline found by ``structure.outline``."""

    text: str
    shadow: str
    place: str | None
    year: int | None
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    copies: tuple[Copy, ...] = ()  # passages printed twice

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds the offset, or the one before it in a gap. Needs ≥ 1 sentence."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def section(self, path: str) -> Section | None:
        """Return the section with this path, or None for text outside every heading."""
        return self._by_path.get(path)

    def section_at(self, offset: int) -> str:
        """Return the path of the innermost section that holds the offset, "" outside every heading."""
        index = bisect_right(self._section_starts, offset) - 1
        while index >= 0 and self.sections[index].stop <= offset:
            index -= 1
        return self.sections[index].id if index >= 0 else ""

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def _by_path(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}
