"""The matters of prepaid consumption."""

from luoshi.platforms.prepaid.types.alarm import ALARM
from luoshi.platforms.prepaid.types.refund import REFUND

__all__ = ["ALARM", "REFUND"]
