"""The category of a request, suggested: three choices with what they are worth, or no opinion.

The model is linear over neighbouring characters, a node for each category that has categories below it.
Suggesting needs numpy only; what trains it is in ``training``, what keeps it in ``artifact``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from .grams import gram_keys, gram_of

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

    from .grams import Keys

    Numbers = NDArray[float32]

CHOICES = 3
_WORDS = 6
_LAST_IDEOGRAPH = 0xFFFF  # a single ideograph says little to people


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The choice among the categories below one category; above the top classes it is the empty text."""

    above: str
    labels: tuple[str, ...]
    weights: Numbers  # a row for each term, a column for each label
    bias: Numbers
    scale: float  # turns distances into shares that agree with how often they were right


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learnt from requests that people had categorised."""

    version: str
    terms: Keys  # ascending; the place of a term is its place here
    rarity: Numbers
    nodes: Mapping[str, Node]
    abstain_below: float  # confidence under which too many suggestions were wrong when tried on unseen rows
    rows: int

    def suggest(self, text: str) -> Advice:
        """Return up to three categories for a text, best first, and whether none of them should be
        trusted.
        """
        return advise(self, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A category with the share of requests like this one that belong to it."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A suggested category from its top class down to where the model has enough to go by."""

    levels: tuple[Level, ...]
    words: tuple[str, ...]  # of the text, those that spoke most for the top class

    @property
    def label(self) -> str:
        """The finest category suggested."""
        return self.levels[-1].label

    @property
    def confidence(self) -> float:
        """The share of the top class."""
        return self.levels[0].confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the model says of one text."""

    choices: tuple[Choice, ...]
    abstains: bool
    model: str

    @property
    def label(self) -> str | None:
        """The best category, or None where the model abstains."""
        return None if self.abstains or not self.choices else self.choices[0].label


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model sees it: the places of its known terms and their weights."""

    places: NDArray[intp]
    weights: Numbers


def advise(model: Model, text: str) -> Advice:
    """Return the model's advice on one text. A text without a single known term gets none."""
    seen = read(text, terms=model.terms, rarity=model.rarity)
    top = model.nodes.get("")
    if not seen.places.size or top is None:
        return Advice(choices=(), abstains=True, model=model.version)
    ranked = sorted(shares(top, seen).items(), key=lambda pair: (-pair[1], pair[0]))[:CHOICES]
    words = _words(model, top, seen, [label for label, _ in ranked])
    choices = [
        Choice(levels=tuple(_descend(model, seen, label, share)), words=speaking)
        for (label, share), speaking in zip(ranked, words, strict=True)
    ]
    return Advice(
        choices=tuple(choices), abstains=choices[0].confidence < model.abstain_below, model=model.version
    )


def read(text: str, *, terms: Keys, rarity: Numbers) -> Reading:
    """Weigh a text's terms: log of the count times rarity, of length one altogether."""
    import numpy

    keys, counts = numpy.unique(gram_keys(text), return_counts=True)
    places = numpy.minimum(terms.searchsorted(keys), len(terms) - 1)
    known = terms[places] == keys
    places, counts = places[known], counts[known]
    weights = (1 + numpy.log(counts, dtype=numpy.float32)) * rarity[places]
    length = float(numpy.sqrt(weights @ weights)) or 1.0
    return Reading(places, weights / numpy.float32(length))


def shares(node: Node, seen: Reading) -> dict[str, float]:
    """Return the calibrated share of each label of a node; they add up to one."""
    distances = seen.weights @ node.weights[seen.places] + node.bias
    return dict(zip(node.labels, softened(distances.tolist(), node.scale), strict=True))


def softened(distances: Iterable[float], scale: float) -> list[float]:
    """Return distances as shares that add up to one; the larger the scale, the surer."""
    listed = list(distances)
    highest = max(listed)
    powers = [exp(scale * (distance - highest)) for distance in listed]
    return [power / sum(powers) for power in powers]


def _descend(model: Model, seen: Reading, label: str, share: float) -> Iterator[Level]:
    yield Level(label=label, confidence=share)
    while (node := model.nodes.get(label)) is not None:
        label, part = max(shares(node, seen).items(), key=lambda pair: pair[1])
        share *= part
        yield Level(label=label, confidence=share)


def _words(model: Model, node: Node, seen: Reading, labels: Sequence[str]) -> list[tuple[str, ...]]:
    """Return, for each label, the words of the text that spoke most for it."""
    import numpy

    columns = [node.labels.index(label) for label in labels]
    longer = model.terms[seen.places] > _LAST_IDEOGRAPH
    places, weights = seen.places[longer], seen.weights[longer]
    pulls = (weights[:, None] * node.weights[places][:, columns]).T
    order = numpy.argsort(-pulls, axis=1)[:, : _WORDS * 3]
    keys = model.terms[places[order]].tolist()
    forces = numpy.take_along_axis(pulls, order, axis=1).tolist()
    return [
        _whole([gram_of(key) for key, force in zip(*pair, strict=True) if force > 0])
        for pair in zip(keys, forces, strict=True)
    ]


def _whole(words: list[str]) -> tuple[str, ...]:
    """Drop parts of other words."""
    return tuple([word for word in words if not any(word != o and word in o for o in words)][:_WORDS])
