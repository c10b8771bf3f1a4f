"""A vocabulary: words by class, found as the longest that starts or ends at a place in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping


class Vocabulary(dict[str, str]):
    """Words with the class each belongs to. A word listed twice keeps the class of its first listing."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        """Take a table of class to words separated by blanks."""
        super().__init__()
        for name, words in classes.items():
            for word in words.split():
                self.setdefault(word, name)
        # Lengths of the words that begin or end with a character, longest first: most characters have none.
        self._from = _lengths(self, lambda word: word[0])
        self._to = _lengths(self, lambda word: word[-1])

    def at(self, text: str, position: int) -> str:
        """Return the longest word that starts at the position, or an empty string."""
        for length in self._from.get(text[position : position + 1], ()):
            if (word := text[position : position + length]) in self:
                return word
        return ""

    def starting(self, text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield the places of a stretch where a word starts, with the longest that starts there."""
        for position in range(begin, end):
            for length in self._from.get(text[position], ()):
                if (word := text[position : position + length]) in self:
                    yield position, word
                    break

    def ending(self, text: str) -> str:
        """Return the longest word that ends the text, or an empty string."""
        for length in self._to.get(text[-1:], ()):
            if (word := text[-length:]) in self:
                return word
        return ""

    def class_at_end(self, text: str) -> str:
        """Return the class of the longest word that ends the text, or an empty string."""
        return self.get(self.ending(text), "")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the words in a text with their places: the longest at each, none overlapping another."""
        free = 0
        for position, word in self.starting(text, 0, len(text)):
            if position >= free:
                yield position, word
                free = position + len(word)

    def tokens(self, text: str) -> list[tuple[str, str]]:
        """Cut a text into words with their class; characters of no word are gathered under class ``""``."""
        found: list[tuple[str, str]] = []
        end = 0
        for position, word in self.find(text):
            if end < position:
                found.append((text[end:position], ""))
            found.append((word, self[word]))
            end = position + len(word)
        if end < len(text):
            found.append((text[end:], ""))
        return found


def _lengths(words: Iterable[str], key: Callable[[str], str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(key(word), set()).add(len(word))
    return {character: tuple(sorted(lengths, reverse=True)) for character, lengths in found.items()}
