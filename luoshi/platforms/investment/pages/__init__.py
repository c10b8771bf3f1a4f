"""Public pages of investment."""

from luoshi.platforms.investment.pages.chains import chain, chains

__all__ = ["chain", "chains"]
