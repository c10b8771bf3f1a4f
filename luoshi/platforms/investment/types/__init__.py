"""The types of matters that investment knows."""

from luoshi.platforms.investment.types.lead import LEAD

__all__ = ["LEAD"]
