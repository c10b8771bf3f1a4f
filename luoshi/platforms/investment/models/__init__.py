"""Nouns of investment."""

from luoshi.platforms.investment.models.chain import (
    Capacity,
    Chain,
    ChainLink,
    ExpansionSign,
    LiftTaken,
    Node,
    Survey,
)
from luoshi.platforms.investment.models.firm import Firm
from luoshi.platforms.investment.models.lead import Agreement, Lead
from luoshi.platforms.investment.models.money import Counted, Instalment, Ruling, Transfer

__all__ = [
    "Agreement",
    "Capacity",
    "Chain",
    "ChainLink",
    "Counted",
    "ExpansionSign",
    "Firm",
    "Instalment",
    "Lead",
    "LiftTaken",
    "Node",
    "Ruling",
    "Survey",
    "Transfer",
]
