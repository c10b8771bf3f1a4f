"""The app of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Accounts, moves, holds and seals."""

    name = "luoshi.kernel.ledger"
    label = "ledger"
    verbose_name = "账本"
