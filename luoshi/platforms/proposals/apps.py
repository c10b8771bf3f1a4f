"""The app of proposals."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Suggestions of deputies and proposals of CPPCC members."""

    name = "luoshi.platforms.proposals"
    label = "proposals"
    verbose_name = "建议提案"
