"""The app of commitments."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Reports, editions, figures and commitments."""

    name = "luoshi.kernel.commitments"
    label = "commitments"
    verbose_name = "承诺事项"
