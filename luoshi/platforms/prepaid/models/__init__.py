"""The nouns of prepaid consumption. What is owed stands in the ledger, not here."""

from luoshi.platforms.prepaid.models.card import Card, Contract, Holder, Use
from luoshi.platforms.prepaid.models.closure import Claim, Closure
from luoshi.platforms.prepaid.models.offer import CardKind
from luoshi.platforms.prepaid.models.party import BankAccount, Merchant, Shop, ShopKey, Tie

__all__ = [
    "BankAccount",
    "Card",
    "CardKind",
    "Claim",
    "Closure",
    "Contract",
    "Holder",
    "Merchant",
    "Shop",
    "ShopKey",
    "Tie",
    "Use",
]
