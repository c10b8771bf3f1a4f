"""Training the classifier from requests that people categorised. The only place that needs scikit-learn."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .categories import levels, parent_of
from .classifier import CHOICES, Model, Node, Reading, read, softened
from .grams import gram_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .classifier import Numbers
    from .grams import Keys

LEAST_ROWS = 5  # of a category, for it to be suggested at all: one for each fold
_FOLDS = 5
_MOST_TERMS = 200_000
_SCALES = [2 ** (step / 4) for step in range(-4, 17)]
_DOUBT = 0.005  # part of each row's label that is taken to be anybody's guess, so that no share nears one
_NEVER = 1.01
_TOO_FEW = f"少于两个类别各有 {LEAST_ROWS} 条以上样本 / fewer than two categories with rows enough"


class NothingToLearn(ValueError):
    """The examples hold no two categories with enough rows each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How the model did on rows it had not seen: all of them about the top class."""

    macro_f1: float
    accuracy: float
    within: float  # share of rows whose class was among the choices shown
    abstained: float
    accuracy_kept: float  # of the rows on which it did not abstain
    classes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A model, and how it did when it was tried."""

    model: Model
    tried: Tried


@dataclass(frozen=True, slots=True)
class _Guess:
    """What was suggested for a row that the model had not seen."""

    wanted: str
    choices: tuple[str, ...]
    confidence: float

    @property
    def right(self) -> bool:
        return self.choices[0] == self.wanted


def train(examples: Iterable[tuple[str, str]], *, seed: int = 0, right: float = 0.9) -> Model:
    """Return the model that ``learn`` returns. Raises ``NothingToLearn``."""
    return learn(examples, seed=seed, right=right).model


def learn(examples: Iterable[tuple[str, str]], *, seed: int = 0, right: float = 0.9) -> Learnt:
    """Return a model of texts and the finest category each was given, and how it did on unseen rows.

    ``right`` is the share of suggestions that must have been right on rows the model had not seen; below the
    confidence that reaches it the model abstains. Equal examples, in any order, and an equal seed give an
    equal model. Raises ``NothingToLearn``.
    """
    rows = sorted(examples)
    if not rows:
        raise NothingToLearn(_TOO_FEW)
    terms, rarity = _vocabulary([text for text, _ in rows])
    if not len(terms):
        raise NothingToLearn(_TOO_FEW)
    readings = [read(text, terms=terms, rarity=rarity) for text, _ in rows]
    labels = [levels(label) for _, label in rows]
    nodes: dict[str, Node] = {}
    guesses: list[_Guess] = []
    for above in sorted({parent_of(level) for path in labels for level in path}):
        depth = len(levels(above)) if above else 0
        mine = [
            (seen, path[depth]) for seen, path in zip(readings, labels, strict=True) if _is_under(path, above)
        ]
        if (tried := _learn_node(above, mine, size=len(terms), seed=seed)) is None:
            continue
        nodes[above], unseen = tried
        if above == "":
            guesses = unseen
    if "" not in nodes:
        raise NothingToLearn(_TOO_FEW)
    abstain_below = _least_confidence([(one.confidence, one.right) for one in guesses], right)
    model = Model(
        version="",
        terms=terms,
        rarity=rarity,
        nodes=nodes,
        abstain_below=abstain_below,
        rows=len(rows),
    )
    model = replace(model, version=fingerprint(model))
    return Learnt(model=model, tried=_tried(guesses, abstain_below))


def fingerprint(model: Model) -> str:
    """Return a short name of all that the model says, for the record of a suggestion."""
    digest = hashlib.sha256(model.terms.tobytes())
    digest.update(model.rarity.tobytes())
    digest.update(repr((model.abstain_below, model.rows)).encode())
    for above in sorted(model.nodes):
        node = model.nodes[above]
        digest.update(repr((above, node.labels, node.scale)).encode())
        digest.update(node.weights.tobytes() + node.bias.tobytes())
    return digest.hexdigest()[:12]


def _is_under(path: tuple[str, ...], above: str) -> bool:
    return above == "" or (above in path and path[-1] != above)


def _vocabulary(texts: list[str]) -> tuple[Keys, Numbers]:
    """Return the terms that two texts share, ascending, and their rarities."""
    import numpy

    found = [numpy.unique(gram_keys(text)) for text in texts]
    terms, spread = numpy.unique(numpy.concatenate(found), return_counts=True)
    most = numpy.lexsort((terms, -spread))[:_MOST_TERMS]
    kept = numpy.sort(most[spread[most] > 1])
    return terms[kept], _numbers(numpy.log((1 + len(texts)) / (1 + spread[kept])) + 1)


def _learn_node(
    above: str, rows: Sequence[tuple[Reading, str]], *, size: int, seed: int
) -> tuple[Node, list[_Guess]] | None:
    """Return a node, and for each row what was suggested before the model had seen it."""
    import numpy

    counts = Counter(label for _, label in rows)
    rows = [(seen, label) for seen, label in rows if counts[label] >= LEAST_ROWS]
    labels = sorted({label for _, label in rows})
    if len(labels) < 2:
        return None
    matrix = _matrix([seen for seen, _ in rows], size)
    wanted = numpy.array([labels.index(label) for _, label in rows])
    distances = _unseen_distances(matrix, wanted, classes=len(labels), seed=seed)
    scale = min(_SCALES, key=lambda one: _surprise(distances, wanted, one))
    weights, bias = _fit(matrix, wanted, seed=seed)
    node = Node(
        above=above, labels=tuple(labels), weights=_numbers(weights), bias=_numbers(bias), scale=scale
    )
    guesses = [
        _guess(label, labels, softened(row, scale))
        for (_, label), row in zip(rows, distances.tolist(), strict=True)
    ]
    return node, guesses


def _guess(wanted: str, labels: Sequence[str], shares: Sequence[float]) -> _Guess:
    best = sorted(zip(labels, shares, strict=True), key=lambda pair: (-pair[1], pair[0]))[:CHOICES]
    return _Guess(wanted, tuple(label for label, _ in best), best[0][1])


def _tried(guesses: Sequence[_Guess], abstain_below: float) -> Tried:
    kept = [one for one in guesses if one.confidence >= abstain_below]
    classes = sorted({one.wanted for one in guesses})
    return Tried(
        macro_f1=sum(_f1(guesses, label) for label in classes) / len(classes),
        accuracy=sum(one.right for one in guesses) / len(guesses),
        within=sum(one.wanted in one.choices for one in guesses) / len(guesses),
        abstained=1 - len(kept) / len(guesses),
        accuracy_kept=sum(one.right for one in kept) / len(kept) if kept else 0.0,
        classes=len(classes),
    )


def _f1(guesses: Sequence[_Guess], label: str) -> float:
    hit = sum(one.right for one in guesses if one.wanted == label)
    named = sum(one.choices[0] == label for one in guesses)
    wanted = sum(one.wanted == label for one in guesses)
    return 2 * hit / (named + wanted)


def _unseen_distances(matrix: Any, wanted: NDArray[Any], *, classes: int, seed: int) -> NDArray[Any]:
    import numpy
    from sklearn.model_selection import StratifiedKFold

    distances = numpy.zeros((len(wanted), classes))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    for known, unseen in folds.split(matrix, wanted):
        weights, bias = _fit(matrix[known], wanted[known], seed=seed)
        distances[unseen] = matrix[unseen] @ weights + bias
    return distances


def _fit(matrix: Any, wanted: NDArray[Any], *, seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return weights (a row for each term) and bias. Rare categories weigh as much as frequent ones."""
    import numpy
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    machine = LinearSVC(class_weight="balanced", random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # stops after 1,000 rounds; nearly there is enough
        machine.fit(matrix, wanted)
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:  # two categories: scikit-learn keeps one plane for both
        weights, bias = numpy.hstack([-weights, weights]), numpy.hstack([-bias, bias])
    return weights, bias


def _matrix(readings: Sequence[Reading], size: int) -> Any:
    import numpy
    from scipy.sparse import csr_matrix

    starts = numpy.cumsum([0, *(len(seen.places) for seen in readings)])
    places = numpy.concatenate([seen.places for seen in readings])
    weights = numpy.concatenate([seen.weights for seen in readings]).astype(numpy.float64)
    return csr_matrix((weights, places, starts), shape=(len(readings), size))


def _surprise(distances: NDArray[Any], wanted: NDArray[Any], scale: float) -> float:
    """Return the log loss of the shares that a scale gives, a little doubt about each label included."""
    import numpy

    scaled = distances * scale
    scaled -= scaled.max(axis=1, keepdims=True)
    logs = scaled - numpy.log(numpy.exp(scaled).sum(axis=1, keepdims=True))
    right = logs[numpy.arange(len(wanted)), wanted].mean()
    return float(-(1 - _DOUBT) * right - _DOUBT * logs.mean())


def _least_confidence(tried: list[tuple[float, bool]], right: float) -> float:
    """Return the least confidence from which on the wanted share was right; above one where none reaches it.

    Never more than that share itself, which a calibrated confidence promises.
    """
    least, correct = _NEVER, 0
    for number, (confidence, was_right) in enumerate(sorted(tried, reverse=True), start=1):
        correct += was_right
        if correct >= right * number:
            least = min(confidence, right)
    return least


def _numbers(values: Any) -> Any:
    import numpy

    return numpy.ascontiguousarray(values, dtype=numpy.float32)
