"""Doors that anyone may open: shops, a holder's own card, refunds computed, the proof of the sums."""

from luoshi.platforms.prepaid.pages.proof import proof, script, seals
from luoshi.platforms.prepaid.pages.shops import badge, badge_code, home, shop, shops, shops_file

__all__ = [
    "badge",
    "badge_code",
    "home",
    "proof",
    "script",
    "seals",
    "shop",
    "shops",
    "shops_file",
]
