"""Template words of the merchant's pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """Show fen as yuan with two decimals, grouped by thousands."""
    return f"{'−' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
