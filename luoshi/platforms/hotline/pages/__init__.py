"""Doors for residents, without an account: ask, follow, rate, reopen; questions, answers, figures."""

from luoshi.platforms.hotline.pages.asking import ask, home
from luoshi.platforms.hotline.pages.following import follow, rate, reopen, supplement
from luoshi.platforms.hotline.pages.neighbours import neighbours
from luoshi.platforms.hotline.pages.statistics import statistics
from luoshi.platforms.hotline.pages.topics import gathering, topic, topics

__all__ = [
    "ask",
    "follow",
    "gathering",
    "home",
    "neighbours",
    "rate",
    "reopen",
    "statistics",
    "supplement",
    "topic",
    "topics",
]
