"""The types of matters that projects know."""

from luoshi.platforms.projects.types.project import PROJECT

__all__ = ["PROJECT"]
