"""Doors for residents, without an account: ask, follow, add, rate, reopen, and see how it goes."""

from luoshi.platforms.hotline.pages.asking import ask, home
from luoshi.platforms.hotline.pages.following import follow, rate, reopen, supplement
from luoshi.platforms.hotline.pages.neighbours import neighbours
from luoshi.platforms.hotline.pages.statistics import statistics

__all__ = [
    "ask",
    "follow",
    "home",
    "neighbours",
    "rate",
    "reopen",
    "statistics",
    "supplement",
]
