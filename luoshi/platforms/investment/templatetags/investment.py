"""Template words of investment: fen as yuan and 万元, an instalment's state as shape and word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.platforms.investment.queries.counting import STATES
from luoshi.platforms.investment.types import LEAD

register = template.Library()
_LOOKS = {
    "counted": ("●", "met"),
    "claimed": ("○", "waits"),
    "disputed": ("▲", "behind"),
    "refused": ("■", "far"),
}


@register.filter
def wan(fen: int | None) -> str:
    """Show fen as 万元 with two decimals."""
    return f"{(fen or 0) / 1_000_000:,.2f}"


@register.filter
def yuan(fen: int | None) -> str:
    """Show fen as yuan."""
    return f"{(fen or 0) // 100:,}.{(fen or 0) % 100:02}"


@register.filter
def money_state(state: str) -> SafeString:
    """Show where an instalment stands."""
    shape, look = _LOOKS[state]
    words = gettext(dict(STATES)[state])
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>', look, shape, words
    )


@register.filter
def stage(state: str) -> str:
    """Show the stage of a lead in words."""
    return LEAD.state(state).title


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under the key, the key itself where nothing does."""
    return values.get(key, key)
