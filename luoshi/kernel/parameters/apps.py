"""The app of parameters."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    """Dated parameters and decisions."""

    name = "luoshi.kernel.parameters"
    label = "parameters"
    verbose_name = "参数"
