"""The matters of prepaid consumption: one type a file."""

from luoshi.platforms.prepaid.types.alarm import ALARM
from luoshi.platforms.prepaid.types.closure import CLOSURE
from luoshi.platforms.prepaid.types.refund import REFUND

__all__ = [
    "ALARM",
    "CLOSURE",
    "REFUND",
]
