"""The app of prepaid consumption."""

from django.apps import AppConfig


class PrepaidConfig(AppConfig):
    """Merchants, shops, contracts and cards; their money is the ledger's."""

    name = "luoshi.platforms.prepaid"
    label = "prepaid"
    verbose_name = "预付式消费监管"
