"""A category's code and the levels above it."""

from __future__ import annotations

import re

_PAIRS = re.compile(r"\d{2}(\d{2}){1,2}")


def levels(label: str) -> tuple[str, ...]:
    """Return a category with those above it, the top class first.

    A code of pairs of digits (``010203``, as in GB/T 39666) is cut into pairs; any other label at its
    slashes.
    """
    if _PAIRS.fullmatch(label):
        return tuple(label[:end] for end in range(2, len(label) + 1, 2))
    parts = label.split("/")
    return tuple("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def parent_of(label: str) -> str:
    """Return the category above, or an empty text above the top class."""
    return levels(label)[-2] if len(levels(label)) > 1 else ""
