"""Sums of projects as people say them: 万元 and 亿元."""

from __future__ import annotations

from django import template

register = template.Library()
_WAN, _YI = 1_000_000, 10_000_000_000  # fen


@register.filter
def said(fen: int) -> str:
    """Show whole fen as 亿元 with up to two decimals, or as 万元 below that."""
    if abs(fen) >= _YI:
        return f"{fen / _YI:,.2f}".rstrip("0").rstrip(".") + " 亿元"
    return f"{fen // _WAN:,} 万元"
