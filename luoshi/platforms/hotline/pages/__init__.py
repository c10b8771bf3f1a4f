"""Doors for residents, without an account: ask, follow, add, rate, have it taken up again."""

from luoshi.platforms.hotline.pages.asking import ask, home
from luoshi.platforms.hotline.pages.following import follow, rate, reopen, supplement

__all__ = ["ask", "follow", "home", "rate", "reopen", "supplement"]
