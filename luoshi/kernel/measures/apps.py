"""The app of measures."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Facts, measures, readings and observations."""

    name = "luoshi.kernel.measures"
    label = "measures"
    verbose_name = "指标"

    def ready(self) -> None:
        """Let Django know of the system check; nothing else happens here."""
        from luoshi.kernel.measures import checks  # noqa: F401
