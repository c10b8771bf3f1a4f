"""The app of the hotline."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Residents' requests, from intake to call-back, and the questions the public puts to departments."""

    name = "luoshi.platforms.hotline"
    label = "hotline"
    verbose_name = "12345热线"
