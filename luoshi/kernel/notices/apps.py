"""The app of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The outbox and its channels."""

    name = "luoshi.kernel.notices"
    label = "notices"
    verbose_name = "通知"
