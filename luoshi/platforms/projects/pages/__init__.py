"""Doors that anyone may open: published projects, one of them, its photos, and all of them to take away."""

from luoshi.platforms.projects.pages.published import photo, project, projects, projects_file

__all__ = ["photo", "project", "projects", "projects_file"]
