"""Template words of prepaid consumption: fen as yuan, states with their shape, accounts by title."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.platforms.prepaid.models import Shop
from luoshi.platforms.prepaid.public.sealed import TITLES

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """Show fen as yuan with two decimals, grouped by thousands."""
    return f"{'−' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


@register.filter
def shop_state(shop: Shop) -> SafeString:
    """Show where a shop stands as a word with its shape and colour."""
    return format_html('<span class="state {}">{}</span>', shop.state, gettext(shop.get_state_display()))


@register.filter
def account_title(name: str) -> str:
    """Show an account type in words."""
    return gettext(TITLES.get(name, name))
