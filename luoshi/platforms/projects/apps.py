"""The app of projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects are matters of one type; their records beside the matter hang on one table."""

    name = "luoshi.platforms.projects"
    label = "projects"
    verbose_name = "项目"
