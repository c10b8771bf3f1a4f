"""Nouns of investment."""

from luoshi.platforms.investment.models.firm import Firm

__all__ = ["Firm"]
