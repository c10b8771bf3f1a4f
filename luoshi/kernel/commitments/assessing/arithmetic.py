"""Decimal arithmetic that is the same everywhere, whatever the caller's context."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

EXACT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


def root_power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return the positive base to a broken power, rounded to 20 places: the same on every machine."""
    return (base**exponent).quantize(Decimal(1).scaleb(-20)) if exponent else Decimal(1)
