"""The app of supervision."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Supervision slips upon commitments."""

    name = "luoshi.platforms.supervision"
    label = "supervision"
    verbose_name = "督查督办"
