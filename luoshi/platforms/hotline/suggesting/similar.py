"""Requests like a new one, among those still open: text, place and person.

Two ways to candidates, one scorer. A platform asks PostgreSQL's index of bigrams for any of ``telling``
bigrams (``any_of``) and ranks the rows it gets with ``ranked``. ``OpenRequests`` holds an index in memory,
for batches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from math import log, sqrt

from .grams import bigrams

_OPENING = 200
_TELLING = 12
_LOOKED_AT = 60
_COMMON = 2_000  # a bigram in more requests than this finds no candidates
_PLACE, _PERSON = 0.1, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as far as it is compared. ``person`` is a token; ``place`` the code of a division."""

    id: str
    title: str
    body: str = ""
    place: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A similar request and why it is thought so."""

    id: str
    score: float
    text: float  # likeness of the words alone, 0 to 1
    same_place: bool
    same_person: bool
    words: tuple[str, ...]  # shared, the rarest first


@dataclass(slots=True)
class Spread:
    """In how many requests each bigram occurs."""

    counts: Mapping[str, int]
    seen: int
    _known: dict[str, float] = field(default_factory=dict)

    def rarity(self, bigram: str) -> float:
        """Return the weight of a bigram; the rarer, the heavier."""
        return log((1 + self.seen) / (1 + self.counts.get(bigram, 0))) + 0.1

    def weight(self, bigrams: Set[str]) -> float:
        """Return the weight of bigrams together; each is weighed once."""
        for bigram in bigrams - self._known.keys():
            self._known[bigram] = self.rarity(bigram)
        return sum(map(self._known.__getitem__, bigrams))


class OpenRequests:
    """An index of open requests that takes new ones and lets closed ones go."""

    def __init__(self) -> None:
        self._bigrams: dict[str, frozenset[str]] = {}
        self._requests: dict[str, Request] = {}
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._of_person: defaultdict[str, set[str]] = defaultdict(set)
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._requests)

    def add(self, request: Request) -> None:
        """Take a request in, or take it in anew where its words changed."""
        self.remove(request.id)
        found = frozenset(words_of(request))
        self._requests[request.id], self._bigrams[request.id] = request, found
        self._counts.update(found)
        for bigram in found:
            self._holders[bigram].add(request.id)
        if request.person:
            self._of_person[request.person].add(request.id)

    def remove(self, request_id: str) -> None:
        """Let a request go; one that is not there is no error."""
        if (request := self._requests.pop(request_id, None)) is None:
            return
        for bigram in self._bigrams.pop(request_id):
            self._counts[bigram] -= 1
            self._holders[bigram].discard(request_id)
        self._of_person[request.person].discard(request_id)

    def find(self, request: Request, *, most: int = 5, least: float = 0.25) -> list[Match]:
        """Return the most similar open requests, best first, itself excluded."""
        spread = Spread(self._counts, len(self))
        own = words_of(request)
        votes: defaultdict[str, float] = defaultdict(float)
        for bigram in telling(own, spread=spread):
            holders = self._holders.get(bigram, ())
            if len(holders) <= _COMMON:
                weight = spread.rarity(bigram)
                for holder in holders:
                    votes[holder] += weight
        best = sorted(votes, key=lambda each: (-votes[each], each))[:_LOOKED_AT]
        nearby = {*best, *(self._of_person.get(request.person, ()) if request.person else ())}
        others = [(self._requests[each], self._bigrams[each]) for each in nearby]
        return best_of(request, own, others, spread=spread, most=most, least=least)


def ranked(
    request: Request, candidates: Iterable[Request], *, spread: Spread, most: int = 5, least: float = 0.25
) -> list[Match]:
    """Return the best of candidates that came from elsewhere, such as an index of PostgreSQL."""
    others = [(each, words_of(each)) for each in candidates]
    return best_of(request, words_of(request), others, spread=spread, most=most, least=least)


def best_of(
    request: Request,
    own: Set[str],
    others: Iterable[tuple[Request, Set[str]]],
    *,
    spread: Spread,
    most: int,
    least: float,
) -> list[Match]:
    """Return the best of the others, each of which comes with its words, as ``own`` are the request's."""
    found = [
        compare(request, other, own=own, other_words=words, spread=spread)
        for other, words in others
        if other.id != request.id
    ]
    good = [match for match in found if match.score >= least]
    return sorted(good, key=lambda match: (-match.score, match.id))[:most]


def compare(
    request: Request, other: Request, *, own: Set[str], other_words: Set[str], spread: Spread
) -> Match:
    """Compare two requests. The words decide; an equal place or person only adds to words that agree."""
    shared = own & other_words
    sizes = sqrt(spread.weight(own) * spread.weight(other_words))
    text = spread.weight(shared) / sizes if sizes else 0.0
    same_place = bool(request.place and other.place) and (
        request.place.startswith(other.place) or other.place.startswith(request.place)
    )
    same_person = bool(request.person) and request.person == other.person
    return Match(
        id=other.id,
        score=min(1.0, text + (_PLACE * same_place + _PERSON * same_person) * min(1.0, text / 0.2)),
        text=text,
        same_place=same_place,
        same_person=same_person,
        words=tuple(sorted(shared, key=lambda each: (spread.counts.get(each, 0), each))[:6]),
    )


def words_of(request: Request) -> set[str]:
    """Return the bigrams of a title and the opening of its body."""
    return bigrams(f"{request.title}\n{''.join(request.body.split())[:_OPENING]}")


def telling(words: Iterable[str], *, spread: Spread) -> list[str]:
    """Return the dozen rarest bigrams that others use too: what to ask an index for."""
    known = [word for word in words if spread.counts.get(word, 0) > 0]
    return sorted(known, key=lambda word: (spread.counts[word], word))[:_TELLING]


def any_of(words: Iterable[str]) -> str:
    """Return the literal of a ``tsquery`` that finds texts with any of the bigrams."""
    return " | ".join(f"'{word}'" for word in words)
