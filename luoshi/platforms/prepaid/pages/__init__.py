"""Doors that anyone may open."""

from luoshi.platforms.prepaid.pages.closures import closure, closure_list, closures

__all__ = [
    "closure",
    "closure_list",
    "closures",
]
