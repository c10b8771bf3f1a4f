"""What a text is compared by: its neighbouring characters. No dictionary and no segmenter."""

from __future__ import annotations

import re
import unicodedata

_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
_SIGNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_TITLE_WEIGHT = 3
_OPENING = 300  # what a request is about stands in its title and opening; the rest retells


def document(title: str, body: str) -> str:
    """Return a request as the classifier reads it: the title three times, then the opening of the body."""
    opening = "".join(body.split())[:_OPENING]
    return "\n".join([*[title] * _TITLE_WEIGHT, opening])


def ideograph_grams(text: str) -> list[str]:
    """Return every run of one to three ideographs. Digits and letters name places and people, not matters."""
    found: list[str] = []
    for run in _IDEOGRAPHS.findall(folded(text)):
        found += run
        found += [run[start : start + 2] for start in range(len(run) - 1)]
        found += [run[start : start + 3] for start in range(len(run) - 2)]
    return found


def bigrams(text: str) -> set[str]:
    """Return each pair of neighbouring ideographs, and each word of letters or digits whole."""
    found: set[str] = set()
    for run in _SIGNS.findall(folded(text)):
        if run[0] < "\u3400":
            found.add(run)
        else:
            found.update([run[start : start + 2] for start in range(len(run) - 1)])
    return found


def folded(text: str) -> str:
    """Return the text with full-width signs as half-width ones and without capitals."""
    return unicodedata.normalize("NFKC", text).casefold()
