"""The nouns of prepaid consumption. What is owed stands in the ledger, not here."""

from luoshi.platforms.prepaid.models.bank import BankBalance, BankFile, BankLine, Payment, Reconciliation
from luoshi.platforms.prepaid.models.card import Card, Contract, Holder, SignedRules, Use
from luoshi.platforms.prepaid.models.closure import Claim, Closure
from luoshi.platforms.prepaid.models.event import CardEvent
from luoshi.platforms.prepaid.models.offer import CardKind
from luoshi.platforms.prepaid.models.party import BankAccount, Merchant, Shop, ShopKey, Tie
from luoshi.platforms.prepaid.models.refund import Refund
from luoshi.platforms.prepaid.models.risk import Risk, RiskDay

__all__ = [
    "BankAccount",
    "BankBalance",
    "BankFile",
    "BankLine",
    "Card",
    "CardEvent",
    "CardKind",
    "Claim",
    "Closure",
    "Contract",
    "Holder",
    "Merchant",
    "Payment",
    "Reconciliation",
    "Refund",
    "Risk",
    "RiskDay",
    "Shop",
    "ShopKey",
    "SignedRules",
    "Tie",
    "Use",
]
