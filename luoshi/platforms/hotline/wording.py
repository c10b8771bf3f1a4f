"""The words that stand for a hot issue: such as several persons used, so that they tell of none of them."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from luoshi.platforms.hotline.clustering.messages import Message
from luoshi.platforms.hotline.suggesting.grams import folded

_TERMS = 40  # the heaviest terms of a cluster, out of which words are made
_SHOWN = 4
_LONG = 4  # characters from which on a word says something by itself
_OPENING = 100


def common_words(weights: Mapping[str, float], messages: Iterable[Message], *, least: int) -> list[str]:
    """Return the heaviest words that at least so many persons used, terms that overlap made one.

    A word is only made longer while as many persons as at least half of those who used its beginning wrote
    it so.
    """
    said = _said(messages)
    heaviest = heapq.nlargest(_TERMS, weights, key=lambda term: (weights[term], term))
    used = {term: count for term in heaviest if (count := _users(term, said)) >= least}
    words: list[str] = []
    for term in used:
        if not any(term in word for word in words):
            words.append(_grown(term, used, said, least=max(least, used[term] / 2)))
    whole = [word for word in words if not any(word != other and word in other for other in words)]
    telling = [word for word in dict.fromkeys(whole) if len(word) >= _LONG]
    return (telling or list(dict.fromkeys(whole)))[:_SHOWN]


def _grown(word: str, used: Iterable[str], said: Mapping[str, str], *, least: float) -> str:
    longer = {word + term[-1] for term in used if len(term) > 1 and word.endswith(term[:-1])}
    longer |= {term[0] + word for term in used if len(term) > 1 and word.startswith(term[1:])}
    best = max(((_users(one, said), one) for one in longer), default=(0, ""))
    return _grown(best[1], used, said, least=least) if best[0] >= least else word


def _said(messages: Iterable[Message]) -> dict[str, str]:
    """Return what each person wrote, as terms are found in it."""
    said: dict[str, str] = {}
    for message in messages:
        opening = "".join(message.body.split())[:_OPENING]
        text = f"{folded(message.title)}\n{folded(opening)}\n"
        said[message.person] = said.get(message.person, "") + text
    return said


def _users(word: str, said: Mapping[str, str]) -> int:
    return sum(word in text for text in said.values())
