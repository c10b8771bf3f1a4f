"""Doors that anyone may open: shops, a holder's card, refunds computed, closures, the proof of the sums."""

from luoshi.platforms.prepaid.pages.calculator import calculator
from luoshi.platforms.prepaid.pages.cards import (
    answer_refund,
    ask_refund,
    card,
    card_proof,
    found,
    loss,
    reissue,
    statement,
    statement_file,
    transfer,
)
from luoshi.platforms.prepaid.pages.closures import closure, closure_list, closures
from luoshi.platforms.prepaid.pages.proof import proof, script, seals
from luoshi.platforms.prepaid.pages.shops import badge, badge_code, home, shop, shops, shops_file

__all__ = [
    "answer_refund",
    "ask_refund",
    "badge",
    "badge_code",
    "calculator",
    "card",
    "card_proof",
    "closure",
    "closure_list",
    "closures",
    "found",
    "home",
    "loss",
    "proof",
    "reissue",
    "script",
    "seals",
    "shop",
    "shops",
    "shops_file",
    "statement",
    "statement_file",
    "transfer",
]
