"""Full-text search of Chinese without a dictionary: every substring of the indexed words is found.

Each letter, digit or ideograph is indexed joined with its follower, the last of a run alone, with its
position, so that PostgreSQL's phrase operator compares whole substrings. One sign that is looked for alone
is the beginning of a pair. No Django.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from operator import add

_SIGNS = re.compile(r"(?:[^\W_]|[%‰])+")  # a run of what can be searched for; all else separates
_LONGEST_QUERY = 64
_PLACES = tuple(map(str, range(16_384)))  # PostgreSQL keeps none beyond


def to_vector(texts: Iterable[str]) -> str:
    """Return the literal of a ``tsvector``. No phrase is found across the end of one of the texts."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    position = 1
    for text in texts:
        for run in _runs(text):
            signs = [*map(add, run, run[1:]), run[-1]]
            for sign, place in zip(signs, _PLACES[position : position + len(run)], strict=False):
                places[sign].append(place)
            position += len(run) + 1
        position += 1
    return " ".join([f"'{lexeme}':{','.join(positions)}" for lexeme, positions in places.items()])


def to_query(words: str) -> str | None:
    """Return the literal of a ``tsquery``: each word a phrase, all of them wanted. None where none can be.

    Punctuation inside a word stands for any punctuation.
    """
    phrases = [phrase for word in words[:_LONGEST_QUERY].split() if (phrase := _phrase(_runs(word)))]
    return " & ".join(phrases) or None


def _phrase(runs: list[str]) -> str:
    lexemes: list[tuple[int, str]] = []
    position = 0
    for run in runs:
        pairs = [f"'{pair}'" for pair in map(add, run, run[1:])] or [f"'{run}':*"]
        lexemes += [(position + offset, pair) for offset, pair in enumerate(pairs)]
        position += len(run) + 1
    phrase = ""
    for (before, _), (at, lexeme) in zip([(0, ""), *lexemes], lexemes, strict=False):
        phrase += f" <{at - before}> {lexeme}" if phrase else lexeme
    return f"({phrase})" if phrase else ""


def _runs(text: str) -> list[str]:
    # Full-width digits and letters are searched for with the half-width ones of a keyboard.
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS.findall(folded)
