"""Every write of investment beside the acts on a lead: claims, rulings, transfers."""

from luoshi.platforms.investment.actions.claiming import Party, claim, note_transfer
from luoshi.platforms.investment.actions.ruling import appeal, rule

__all__ = ["Party", "appeal", "claim", "note_transfer", "rule"]
