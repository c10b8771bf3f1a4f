"""Adding trees that are kept as files: the proof of one account among many is read, not computed.

A file is named by the root it leads to. It may be lost at any time and is made anew from the sealed balances.
It holds how many leaves there are, then level by level from the sorted leaves each node's hash and amount.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger import merkle
from luoshi.kernel.ledger.merkle import Node, Step

_COUNT, _NODE = struct.Struct(">q"), struct.Struct(">32sq")


class Tree:
    """An adding tree as ``packed`` wrote it, read where it lies."""

    def __init__(self, nodes: bytes | mmap) -> None:
        self._nodes = nodes
        (self._leaves,) = _COUNT.unpack_from(nodes)

    def path(self, leaf: Node) -> list[Step[Node]]:
        """Return the proof that the leaf lies under the root. Raises ``seal-broken`` where it does not."""
        place = bisect_left(range(self._leaves), leaf, key=self._node)
        if place == self._leaves or self._node(place) != leaf:
            raise _broken()
        return list(self._steps(place))

    def _steps(self, place: int) -> Iterator[Step[Node]]:
        first, size = 0, self._leaves
        while size > 1:
            beside = place ^ 1
            if beside < size:
                yield Step("left" if beside < place else "right", self._node(first + beside))
            first, size, place = first + size, (size + 1) // 2, place // 2

    def _node(self, number: int) -> Node:
        digest, amount = _NODE.unpack_from(self._nodes, _COUNT.size + number * _NODE.size)
        return Node(digest.hex(), amount)


def packed(levels: Iterable[list[Node]]) -> bytes:
    """Return the levels of an adding tree as they are kept."""
    held = list(levels)
    nodes = (_NODE.pack(bytes.fromhex(node.hash), node.amount) for level in held for node in level)
    return _COUNT.pack(len(held[0])) + b"".join(nodes)


def keep(leaves: Iterable[Node]) -> Node:
    """Keep the tree over the leaves and return its root. Raises ValueError where one is below zero."""
    levels = list(merkle.adding_levels(leaves))
    (root,) = levels[-1]
    with NamedTemporaryFile(dir=_folder(), suffix=".new", delete=False) as file:
        file.write(packed(levels))
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(_path(root.hash))
    return root


def kept(root: str, leaves: Callable[[], Iterable[Node]]) -> Tree:
    """Return the tree that leads to the root, made anew from its leaves where it is not kept.

    Raises ``seal-broken`` where the leaves lead to another root.
    """
    try:
        return _read(root)
    except FileNotFoundError:
        if keep(leaves()).hash != root:
            raise _broken() from None
        return _read(root)


def forget(*, but: Collection[str]) -> None:
    """Keep no trees but those that lead to these roots."""
    for path in _folder().glob("*.tree"):
        if path.stem not in but:
            path.unlink(missing_ok=True)


def _read(root: str) -> Tree:
    with _path(root).open("rb") as file:
        return Tree(mmap(file.fileno(), 0, access=ACCESS_READ))


def _path(root: str) -> Path:
    return _folder() / f"{root}.tree"


def _folder() -> Path:
    folder: Path = settings.ENV.state / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _broken() -> LuoshiError:
    return LuoshiError(
        "seal-broken",
        "日终余额与已公布的合计根不符，不能出具证明。请运行 luoshi ledger check。",
        "The sealed balances do not lead to the published root: nothing is proved. Run luoshi ledger check.",
    )
