"""Two trees of hashes, after RFC 6962: one over rows, one that also adds up what its leaves hold. No Django.

A lone node at the end of a level moves up unchanged. Hashes are hexadecimal text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

START = "0" * 64
T = TypeVar("T")


class Node(NamedTuple):
    """A node of the adding tree: its hash and what all leaves below it hold, which is never negative."""

    hash: str
    amount: int


class Step(NamedTuple, Generic[T]):
    """One step of a proof: the node beside, and whether it stands left or right."""

    side: str
    beside: T


def canonical(body: dict[str, Any]) -> bytes:
    """Return the one text of a row of text and whole numbers: sorted keys, no spaces, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def leaf(data: bytes) -> str:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).hexdigest()


def join(left: str, right: str) -> str:
    """Return the hash of the node over two."""
    return hashlib.sha256(b"\1" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def add(left: Node, right: Node) -> Node:
    """Return the adding node over two. Its hash names both amounts, so that neither can be altered."""
    text = f"{left.hash} {left.amount} {right.hash} {right.amount}"
    return Node(hashlib.sha256(b"\1" + text.encode()).hexdigest(), left.amount + right.amount)


def root(leaves: Iterable[str]) -> str:
    """Return the root over the leaves' hashes in their order; of none, the hash of nothing."""
    level = list(leaves) or [hashlib.sha256(b"").hexdigest()]
    while len(level) > 1:
        level = _above(level, join)
    return level[0]


def total(leaves: Iterable[Node]) -> Node:
    """Return the root of the adding tree over the leaves. Raises ValueError below zero."""
    *_, (top,) = adding_levels(leaves)
    return top


def adding_levels(leaves: Iterable[Node]) -> Iterator[list[Node]]:
    """Yield each level of the adding tree: the leaves ordered by hash, at last the root.

    Over no leaves it is one node that holds nothing. Raises ValueError below zero.
    """
    level = sorted(leaves) or [Node(hashlib.sha256(b"").hexdigest(), 0)]
    if any(node.amount < 0 for node in level):
        raise ValueError("an adding tree proves nothing where an amount is below zero")
    yield level
    while len(level) > 1:
        yield (level := _above(level, add))


def path(leaves: Sequence[str], index: int) -> list[Step[str]]:
    """Return the proof that the leaf lies under the root."""
    level, steps = list(leaves), []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            steps.append(Step("left" if beside < index else "right", level[beside]))
        level, index = _above(level, join), index // 2
    return steps


def _above(level: list[T], over: Callable[[T, T], T]) -> list[T]:
    pairs = [over(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[len(pairs) * 2 :]
