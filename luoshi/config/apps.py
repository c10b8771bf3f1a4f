"""The app of the composition root: commands that concern the whole installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands of the installation."""

    name = "luoshi.config"
    label = "config"
    verbose_name = "安装"
