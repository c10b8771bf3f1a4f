"""The types of matters that projects know."""

from luoshi.platforms.projects.types.problem import PROBLEM
from luoshi.platforms.projects.types.project import PROJECT

__all__ = ["PROBLEM", "PROJECT"]
