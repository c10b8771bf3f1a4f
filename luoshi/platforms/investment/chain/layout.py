"""Where the nodes of a chain are drawn: in layers from what goes in to what comes out. The same every time.

Links from one node that lead into the same layer share one stem, so that three hundred nodes stay readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDE, HIGH = 148.0, 24.0  # a node
_APART, _BELOW, _MARGIN = 236.0, 34.0, 16.0  # from layer to layer, from row to row
_HUB, _SWEEPS = 34.0, 6
_ROWS = 36  # nodes of a layer that stand in one column


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its upper left corner."""

    node: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stem or a branch as a path; ``nodes`` are those it joins."""

    d: str
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boxes and strokes of a chain, and how large all of it is."""

    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    width: float
    height: float


def drawing(nodes: Sequence[int], links: Iterable[tuple[int, int]]) -> Drawing:
    """Return where each node stands and how the links run."""
    known = set(nodes)
    pairs = sorted({(one, other) for one, other in links if one in known and other in known and one != other})
    forward = _without_circles(nodes, pairs)
    layers = _ordered(_layers(nodes, forward), forward)
    boxes = _boxes(layers)
    width = max((box.x for box in boxes.values()), default=0.0) + WIDE + _MARGIN
    height = max((box.y for box in boxes.values()), default=0.0) + HIGH + _MARGIN
    return Drawing(tuple(boxes[node] for node in nodes), tuple(_strokes(boxes, pairs)), width, height)


def _without_circles(nodes: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the links without those that lead back, found by walking depth first in the given order."""
    out: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        out[one].append(other)
    done: set[int] = set()
    kept = []
    for root in nodes:
        if root in done:
            continue
        open_, stack = {root}, [(root, iter(out[root]))]
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                open_.discard(node)
                done.add(node)
            elif following not in open_:
                kept.append((node, following))
                if following not in done:
                    open_.add(following)
                    stack.append((following, iter(out[following])))
    return kept


def _layers(nodes: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the nodes by the longest way to each; a first one stands just before where it leads."""
    into, out = _neighbours(pairs)
    waiting = {node: len(into[node]) for node in nodes}
    ready = [node for node in nodes if not waiting[node]]
    depth = dict.fromkeys(ready, 0)
    order = []
    while ready:
        node = ready.pop(0)
        order.append(node)
        for other in out[node]:
            depth[other] = max(depth.get(other, 0), depth[node] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for node in reversed(order):
        if not into[node] and out[node]:
            depth[node] = min(depth[other] for other in out[node]) - 1
    layers: list[list[int]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    return layers


def _ordered(layers: list[list[int]], pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the layers with each node near the mean of its neighbours: sweeps forth and back."""
    into, out = _neighbours(pairs)
    place = {node: float(row) for layer in layers for row, node in enumerate(layer)}
    for sweep in range(_SWEEPS):
        beside, turn = (into, layers) if sweep % 2 == 0 else (out, layers[::-1])
        for layer in turn:
            means = {node: _mean([place[one] for one in beside[node]], place[node]) for node in layer}
            layer.sort(key=lambda node: (means[node], node))
            tallest = max(map(len, layers))
            step = tallest / max(len(layer), 1)
            place |= {node: (row + 0.5) * step for row, node in enumerate(layer)}
    return layers


def _boxes(layers: Sequence[Sequence[int]]) -> dict[int, Box]:
    columns = [layer[start : start + _ROWS] for layer in layers for start in range(0, len(layer), _ROWS)]
    tallest = max(map(len, columns), default=0) * _BELOW
    boxes = {}
    for column, nodes in enumerate(columns):
        step = min(tallest / max(len(nodes), 1), 3 * _BELOW)
        top = _MARGIN + (tallest - step * len(nodes)) / 2
        for row, node in enumerate(nodes):
            y = top + row * step + (step - HIGH) / 2
            boxes[node] = Box(node, _MARGIN + column * _APART, round(y, 1))
    return boxes


def _strokes(boxes: Mapping[int, Box], pairs: Sequence[tuple[int, int]]) -> Iterable[Stroke]:
    bundles: dict[tuple[int, float], list[int]] = defaultdict(list)
    for one, other in pairs:
        bundles[one, boxes[other].x].append(other)
    for (one, x), others in bundles.items():
        start = boxes[one]
        if len(others) == 1:
            yield Stroke(_curve(*_right(start), *_left(boxes[others[0]])), (one, others[0]))
            continue
        hub = (x - _HUB, _mean([boxes[other].y for other in others], 0.0) + HIGH / 2)
        yield Stroke(_curve(*_right(start), *hub), (one, *others))
        for other in others:
            yield Stroke(_curve(*hub, *_left(boxes[other])), (one, other))


def _right(box: Box) -> tuple[float, float]:
    return box.x + WIDE, box.y + HIGH / 2


def _left(box: Box) -> tuple[float, float]:
    return box.x, box.y + HIGH / 2


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = max(abs(x2 - x1) / 2, 20.0)
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _neighbours(pairs: Sequence[tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    into: dict[int, list[int]] = defaultdict(list)
    out: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        into[other].append(one)
        out[one].append(other)
    return into, out


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
