"""What a text is compared by: its neighbouring characters. No dictionary and no segmenter."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Keys = NDArray[int64]

_OTHER = re.compile(r"[^\u3400-\u9fff]")
_SIGNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_TITLE_WEIGHT = 3
_OPENING = 300  # what a request is about stands in its title and opening; the rest retells


def document(title: str, body: str) -> str:
    """Return a request as the classifier reads it: the title three times, then the opening of the body."""
    opening = "".join(body.split())[:_OPENING]
    return "\n".join([*[title] * _TITLE_WEIGHT, opening])


def gram_keys(text: str) -> Keys:
    """Return every run of one to three ideographs as a number. Digits and letters name places, not matters.

    A number holds 16 bits for each ideograph, so that a text is read by a few operations on arrays.
    """
    import numpy

    signs = _OTHER.sub("\0", folded(text)).encode("utf-32-le")
    codes = numpy.frombuffer(signs, dtype=numpy.uint32).astype(numpy.int64)
    pairs = (codes[:-1] << 16 | codes[1:])[(codes[:-1] > 0) & (codes[1:] > 0)]
    whole = (codes[:-2] > 0) & (codes[1:-1] > 0) & (codes[2:] > 0)
    triples = (codes[:-2] << 32 | codes[1:-1] << 16 | codes[2:])[whole]
    return numpy.concatenate([codes[codes > 0], pairs, triples])


def gram_of(key: int) -> str:
    """Return the ideographs of a number."""
    return "".join(chr(code) for code in (key >> 32, key >> 16 & 0xFFFF, key & 0xFFFF) if code)


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
