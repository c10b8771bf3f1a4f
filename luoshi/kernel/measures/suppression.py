"""Small numbers are left out for the public, and with them whatever would give them away. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

K = 5  # the least count that is shown


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of counts that make up a total: None is left out."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def left_out(self) -> int:
        """Return how many cells are left out."""
        return sum(count is None for count in self.cells.values())


def suppress(cells: Mapping[str, int], k: int = K) -> Shown:
    """Return the counts and their total with small ones left out. Nothing at all (0) is shown.

    A count below ``k`` is left out. So is the next smallest, until those left out could be divided among
    them in so many ways that each may be anything from 1 to ``k``; where all of them together
    cannot, the total is left out too. So nothing left out can be told from what is shown.
    """
    hidden = {name for name, count in cells.items() if 0 < count < k}
    others = sorted(
        (name for name, count in cells.items() if count >= k), key=lambda name: (cells[name], name)
    )
    while hidden and others and not _safe(cells, hidden, k):
        hidden.add(others.pop(0))
    whole = None if hidden and not _safe(cells, hidden, k) else sum(cells.values())
    if whole is not None and 0 < whole < k:
        whole = None
    return Shown({name: None if name in hidden else count for name, count in cells.items()}, whole)


def _safe(cells: Mapping[str, int], hidden: set[str], k: int) -> bool:
    """Tell whether each hidden count, being at least 1, may be anything from 1 to ``k``."""
    return len(hidden) > 1 and sum(cells[name] for name in hidden) - len(hidden) + 1 >= k
