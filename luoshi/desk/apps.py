"""The app of desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The staff's pages."""

    name = "luoshi.desk"
    label = "desk"
    verbose_name = "工作台"
