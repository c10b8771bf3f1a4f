"""A share that never leaves its denominator behind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: how many, of how many of what. Without anything to count it has no value."""

    title: str
    numerator: int
    denominator: int
    of: str

    @property
    def percent(self) -> float | None:
        """Return the share in percent, or None where the denominator is nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None
