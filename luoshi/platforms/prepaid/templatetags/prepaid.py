"""Template words of prepaid consumption: fen as yuan, states with their shape, accounts by title."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luoshi.platforms.prepaid.models import Card, Shop
from luoshi.platforms.prepaid.public.sealed import TITLES
from luoshi.platforms.prepaid.rules.explaining import grouped

register = template.Library()
register.filter("yuan", grouped)
KINDS = {
    "topup": _("付款"),
    "redeem": _("核销"),
    "undo": _("撤销核销"),
    "refund": _("退款"),
    "claim": _("转入清退"),
    "closure": _("清退"),
    "payout": _("划付"),
}


@register.filter
def shop_state(shop: Shop) -> SafeString:
    """Show where a shop stands as a word with its shape and colour."""
    return format_html('<span class="state {}">{}</span>', shop.state, gettext(shop.get_state_display()))


@register.filter
def account_title(name: str) -> str:
    """Show an account type in words."""
    return gettext(TITLES.get(name, name))


@register.filter
def card_state(card: Card) -> SafeString:
    """Show where a card stands as a word with its shape and colour."""
    return format_html('<span class="state {}">{}</span>', card.state, gettext(card.get_state_display()))


@register.filter
def move_kind(kind: str) -> str:
    """Show what a line of the ledger was for."""
    return gettext(KINDS.get(kind, kind))


@register.filter
def query(values: dict[str, str]) -> str:
    """Show values as the query of an address."""
    return urlencode({key: value for key, value in values.items() if value})
