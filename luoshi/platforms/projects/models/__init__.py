"""Nouns of projects: a project as its acts left it, and its permits."""

from luoshi.platforms.projects.models.project import Permit, Progress, Project

__all__ = ["Permit", "Progress", "Project"]
