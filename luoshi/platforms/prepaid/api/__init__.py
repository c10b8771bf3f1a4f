"""The API of a till: look at a card, use it, take back, sell, send what was kept while off the line."""

from luoshi.platforms.prepaid.api import cards, queue, sales
from luoshi.platforms.prepaid.api.callers import router

__all__ = ["cards", "queue", "router", "sales"]
