"""The matters of prepaid consumption."""

from luoshi.platforms.prepaid.types.alarm import ALARM

__all__ = ["ALARM"]
