"""The app of the user interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components and static files."""

    name = "luoshi.ui"
    label = "ui"
    verbose_name = "界面"
