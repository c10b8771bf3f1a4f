"""What of a term that was paid for has passed: it is released to the shop as time goes by. Pure."""

from __future__ import annotations

from datetime import date

from luoshi.platforms.prepaid.rules.pricing import left_of_term, remaining_term


def passed(paid: int, *, starts_on: date, term: int, unit: str, on: date) -> int:
    """Return the part of a payment, in fen, for the days of its term that are over when ``on`` begins.

    In the contract's own unit, as a refund for what remains counts it (第二十二条), so that both add up.
    """
    return paid - left_of_term(paid, remaining_term(starts_on, term, unit=unit, without=on))
