"""The app of investment."""

from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    """Leads are matters; instalments are rows that nothing edits."""

    name = "luoshi.platforms.investment"
    label = "investment"
    verbose_name = "招商引资"
