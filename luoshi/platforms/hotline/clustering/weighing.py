"""A message as weighed n-grams: rare ones count, the title counts three times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

from ..suggesting.grams import folded
from .messages import Message

Signature = dict[str, float]

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_TITLE = 3
_OPENING = 100
_KEPT = 50  # terms of a message; what weighs less changes no likeness that matters


def terms_of(message: Message) -> Counter[str]:
    """Count the pairs and triples of ideographs and the whole words of letters and digits."""
    counts: Counter[str] = Counter()
    opening = "".join(message.body.split())[:_OPENING]
    for text, weight in ((message.title, _TITLE), (opening, 1 if message.title else _TITLE)):
        for term in _terms(text):
            counts[term] += weight
    return counts


def signature(counts: Mapping[str, int], *, spread: Mapping[str, int], seen: int) -> Signature:
    """Return the heaviest terms with their weights, of length one. Words that nobody else used count like
    words that two did: they say that this is something new.
    """
    weights = {
        term: (1 + log(count)) * log(seen / max(2, spread.get(term, 0)))
        for term, count in counts.items()
        if spread.get(term, 0) < seen
    }
    kept = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_KEPT]
    length = sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return {term: weight / length for term, weight in kept}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the inner product; for signatures that is their cosine."""
    short, long = sorted((one, other), key=len)
    return sum(weight * long[term] for term, weight in short.items() if term in long)


def total(one: Signature, other: Mapping[str, float]) -> Signature:
    """Return the sum of two as one of its own: neither is changed."""
    found = dict(one)
    for term, weight in other.items():
        found[term] = found.get(term, 0.0) + weight
    return found


def _terms(text: str) -> list[str]:
    found: list[str] = []
    for run in _RUNS.findall(folded(text)):
        if run[0] < "\u3400":
            found.append(run)
        else:
            found += [run[start : start + 2] for start in range(len(run) - 1)]
            found += [run[start : start + 3] for start in range(len(run) - 2)]
    return found
