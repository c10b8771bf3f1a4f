"""Nouns of investment."""

from luoshi.platforms.investment.models.firm import Firm
from luoshi.platforms.investment.models.lead import Agreement, Lead
from luoshi.platforms.investment.models.money import Counted, Instalment, Ruling, Transfer

__all__ = ["Agreement", "Counted", "Firm", "Instalment", "Lead", "Ruling", "Transfer"]
