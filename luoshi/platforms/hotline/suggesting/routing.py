"""The unit that should answer: by the first rule that matches, and beside it what past dispatches say.

Neither dispatches anything. Each suggestion says which rule or which counts made it, and by which words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .categories import levels
from .grams import folded

_LEAST_SEEN = 5
_LEAST_SHARE = 0.4
_PLACE_STEP = 2  # codes of divisions are pairs of digits, at their narrow end triples: 22 03 02 | 003


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the dispatch list. What is left empty matches everything; a rule with nothing is the last
    resort.
    """

    id: str
    unit: str
    categories: tuple[str, ...] = ()  # and all below them
    places: tuple[str, ...] = ()  # codes of divisions, and all inside them
    words: tuple[str, ...] = ()  # any of them
    unless: tuple[str, ...] = ()  # none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a dispatch goes by."""

    text: str
    category: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A suggested unit and what made the suggestion."""

    unit: str
    by: str  # rule | learned
    source: str  # the rule's id, or category and place of the counts
    words: tuple[str, ...] = ()  # of the text, where a rule went by words
    share: float | None = None  # of past dispatches
    seen: int | None = None


@dataclass(slots=True)
class Dispatches:
    """Past dispatches that held, counted by category and place. A returned dispatch is taken back."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, *, category: str, place: str, unit: str, times: int = 1) -> None:
        """Count a dispatch on every level of its category and place; a negative number takes it back."""
        for above in levels(category):
            for around in ("", *wider(place)):
                counter = self.counts.setdefault((above, around), Counter())
                counter[unit] = max(0, counter[unit] + times)

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield category, place, unit and count, as a table keeps them."""
        for (category, place), counter in sorted(self.counts.items()):
            for unit, count in sorted(counter.items()):
                if count:
                    yield category, place, unit, count

    @classmethod
    def restore(cls, rows: Iterable[tuple[str, str, str, int]]) -> Dispatches:
        """Return the counts of a table."""
        found = cls()
        for category, place, unit, count in rows:
            found.counts.setdefault((category, place), Counter())[unit] = count
        return found


def routes(matter: Matter, *, rules: Sequence[Rule], dispatches: Dispatches, most: int = 3) -> list[Route]:
    """Return the first rule that matches, then up to ``most`` units that past dispatches speak for."""
    by_rule = first_match(matter, rules=rules)
    return [*([by_rule] if by_rule else []), *learned(matter, dispatches=dispatches)[:most]]


def first_match(matter: Matter, *, rules: Iterable[Rule]) -> Route | None:
    """Return what the first matching rule says, with the words it went by."""
    text = folded(matter.text)
    for rule in rules:
        words = tuple(word for word in rule.words if folded(word) in text)
        if (
            _is_inside(matter.place, rule.places)
            and _is_below(matter.category, rule.categories)
            and (words or not rule.words)
            and not any(folded(word) in text for word in rule.unless)
        ):
            return Route(unit=rule.unit, by="rule", source=rule.id, words=words)
    return None


def learned(matter: Matter, *, dispatches: Dispatches) -> list[Route]:
    """Return the units of past dispatches from the narrowest place and category that were seen often
    enough.
    """
    if not matter.category:
        return []
    for category in reversed(levels(matter.category)):
        for place in (*reversed(wider(matter.place)), ""):
            counter: Mapping[str, int] = dispatches.counts.get((category, place), {})
            seen = sum(counter.values())
            if seen < _LEAST_SEEN:
                continue
            ranking = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
            found = [
                Route(
                    unit=unit,
                    by="learned",
                    source=f"{category}@{place}" if place else category,
                    share=count / seen,
                    seen=seen,
                )
                for unit, count in ranking
                if count
            ]
            if found[0].share is not None and found[0].share >= _LEAST_SHARE:
                return found
    return []


def wider(place: str) -> tuple[str, ...]:
    """Return the divisions around a place, the widest first, itself last."""
    ends = {*range(_PLACE_STEP, min(len(place), 6), _PLACE_STEP), *range(6, len(place), 3), len(place)} - {0}
    return tuple(place[:end] for end in sorted(ends))


def _is_inside(place: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(place.startswith(one) for one in wanted)


def _is_below(category: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or bool(category and set(wanted) & set(levels(category)))
