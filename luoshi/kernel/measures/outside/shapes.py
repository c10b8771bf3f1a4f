"""How invented figures are spread over a year in the north-east, where works stop in winter. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Parts of a year that fall to each month, January first.
SHAPES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "even": (8, 7, 9, 8, 8, 9, 8, 8, 9, 8, 9, 9),
        "trade": (10, 9, 8, 7, 8, 8, 8, 8, 9, 9, 8, 8),  # more in the month of the Spring Festival
        "jobs": (5, 6, 12, 10, 9, 9, 9, 10, 9, 8, 7, 6),  # after the festival, then graduates
        "works": (0, 0, 2, 7, 12, 15, 16, 15, 13, 11, 7, 2),  # the ground is frozen in winter
        "farm": (0, 0, 1, 9, 19, 21, 22, 16, 8, 3, 1, 0),
        "projects": (2, 3, 10, 14, 14, 13, 9, 8, 9, 8, 6, 4),  # spring and autumn starts
        "year_end": (2, 3, 5, 6, 6, 9, 6, 7, 10, 10, 14, 22),
        "rising": (6, 6, 8, 8, 9, 9, 8, 9, 9, 9, 9, 10),  # a level that goes from last year's to this year's
    }
)
MORE_AT_THE_FESTIVAL = frozenset({"trade"})
LESS_AT_THE_FESTIVAL = frozenset({"jobs", "works", "projects", "even"})


def shares(shape: str, *, festival: int) -> tuple[int, ...]:
    """Return the parts of each month of a year whose Spring Festival falls in that month (1 or 2)."""
    parts = [10 * part for part in SHAPES[shape]]
    other = 3 - festival
    moved = parts[festival - 1] // 4
    if shape in MORE_AT_THE_FESTIVAL:
        moved = -(parts[other - 1] // 4)
    elif shape not in LESS_AT_THE_FESTIVAL:
        moved = 0
    parts[festival - 1] -= moved
    parts[other - 1] += moved
    return tuple(parts)
