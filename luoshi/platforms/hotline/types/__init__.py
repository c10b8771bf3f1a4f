"""The types of case: what a resident asks for, a part of it given on, and what the public asks."""

from luoshi.platforms.hotline.types.request import REQUEST
from luoshi.platforms.hotline.types.suborder import SUBORDER
from luoshi.platforms.hotline.types.topic import TOPIC

__all__ = ["REQUEST", "SUBORDER", "TOPIC"]
