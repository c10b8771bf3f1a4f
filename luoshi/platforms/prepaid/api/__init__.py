"""The APIs of prepaid consumption: a till's, by a shop's key, and a holder's, by a card's code."""

from luoshi.platforms.prepaid.api import cards, queue, sales
from luoshi.platforms.prepaid.api.callers import router
from luoshi.platforms.prepaid.api.holders import router as holders

__all__ = ["cards", "holders", "queue", "router", "sales"]
