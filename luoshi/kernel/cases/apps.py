"""The app of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, events, clocks and evidence."""

    name = "luoshi.kernel.cases"
    label = "cases"
    verbose_name = "事项"

    def ready(self) -> None:
        """Let Django know of the system check; nothing else happens here."""
        from luoshi.kernel.cases import checks  # noqa: F401
