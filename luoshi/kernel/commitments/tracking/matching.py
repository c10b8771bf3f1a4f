"""Which commitments a row of a task list is about: likeness by pairs of characters. Pure, deterministic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LEAST = Decimal("0.5")  # likeness below which a row is left unmatched, and said to be
WHOLE = Decimal("0.8")  # share of one text's pairs in the other from which it is held to contain it
SHORT = 5  # characters from which containment alone is a sign
_SIGN = re.compile(r"[^\w%‰.]+|_")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Promise:
    """What is compared of a commitment: its code, words and title."""

    code: str
    quote: str
    title: str


@dataclass(frozen=True, slots=True)
class Match:
    """A commitment with its likeness, and figures of it that the row states otherwise."""

    code: str
    likeness: Decimal
    missing: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return the text without signs and blanks, full-width characters folded."""
    return _SIGN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; of a single character, itself."""
    folded = plain(text)
    return frozenset(folded[n : n + 2] for n in range(len(folded) - 1)) or frozenset({folded} - {""})


def matches(task: str, promises: Iterable[Promise], *, least: Decimal = LEAST) -> list[Match]:
    """Return the commitments the task is about, best first; none where nothing is alike enough.

    A row may hold several commitments, and a commitment may be spread over several rows: every promise that
    the row contains with its figures counts; else only the single best.
    """
    row, text = pairs_of(task), plain(task)
    ranked = []
    for promise in promises:
        likeness, contained = _likeness(row, text, promise)
        if likeness >= least:
            ranked.append((likeness, contained, promise))
    ranked.sort(key=lambda each: (-each[0], each[2].code))
    numbers = set(_NUMBER.findall(unicodedata.normalize("NFKC", task)))
    found = [(Match(p.code, likeness, _other_figures(p, numbers)), whole) for likeness, whole, p in ranked]
    return [match for n, (match, whole) in enumerate(found) if n == 0 or (whole and not match.missing)]


def nearest(task: str, promises: Iterable[Promise]) -> Match | None:
    """Return the most alike commitment, however little; for a list of what was not matched."""
    row, text = pairs_of(task), plain(task)
    ranked = sorted((-_likeness(row, text, promise)[0], promise.code) for promise in promises)
    return Match(ranked[0][1], -ranked[0][0]) if ranked and ranked[0][0] < 0 else None


def _likeness(row: frozenset[str], text: str, promise: Promise) -> tuple[Decimal, bool]:
    best, whole = Decimal(0), False
    for words in (promise.quote, promise.title):
        pairs, folded = pairs_of(words), plain(words)
        if not pairs or not row:
            continue
        shared = len(pairs & row)
        best = max(best, Decimal(2 * shared) / (len(pairs) + len(row)))
        if len(folded) >= SHORT:
            inside = Decimal(shared) / len(pairs)
            if inside >= WHOLE and (folded in text or shared >= 6):
                best, whole = max(best, inside), True
        if len(text) >= SHORT and Decimal(shared) / len(row) >= WHOLE:
            best = max(best, Decimal(shared) / len(row) * WHOLE)
    return best, whole


def _other_figures(promise: Promise, numbers: set[str]) -> tuple[str, ...]:
    """Return the promise's figures that a row with figures does not state."""
    own = _NUMBER.findall(unicodedata.normalize("NFKC", promise.quote))
    return tuple(dict.fromkeys(n for n in own if n not in numbers)) if numbers else ()
