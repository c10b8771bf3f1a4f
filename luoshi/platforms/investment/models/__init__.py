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

__all__ = ["Capacity", "Chain", "ChainLink", "ExpansionSign", "Firm", "LiftTaken", "Node", "Survey"]
