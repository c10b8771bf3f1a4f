"""A sample anyone can draw again from the list, its seed and its size. Pure.

``random.Random(seed).sample(sorted(members), size)`` of Python 3.11 and later: Mersenne Twister, seeded by
the text through SHA-512. The list is known by the hash of its members, sorted, one a line.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from fractions import Fraction

SMALL = 30  # answers below which a share says little


def drawn(members: Iterable[str], *, size: int, seed: str) -> list[str]:
    """Return the members that are drawn, in the order of the draw; all of them where they are no more."""
    listed = sorted(members)
    return random.Random(seed).sample(listed, min(size, len(listed)))  # noqa: S311  to be repeated, not secret


def list_hash(members: Iterable[str]) -> str:
    """Return the hash by which the list is recognised."""
    return hashlib.sha256("\n".join(sorted(members)).encode("utf-8")).hexdigest()


def seed_of(head: str) -> str:
    """Return the seed that the hash of an event gives."""
    return head[:16]


def is_met(pleased: int, responded: int, *, least: Fraction) -> bool:
    """Tell whether so many of those who answered are pleased that the answer counts as kept."""
    return responded > 0 and Fraction(pleased, responded) >= least
