"""What is declared of the cases of prepaid consumption: one type a file."""

from luoshi.platforms.prepaid.types.closure import CLOSURE

__all__ = ["CLOSURE"]
