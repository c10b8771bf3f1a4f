"""Nouns of projects: a project as its acts left it, its permits, and the lists of projects."""

from luoshi.platforms.projects.models.lists import ListEntry, ListMonth, ListVersion, ProjectList
from luoshi.platforms.projects.models.project import Permit, Progress, Project

__all__ = ["ListEntry", "ListMonth", "ListVersion", "Permit", "Progress", "Project", "ProjectList"]
