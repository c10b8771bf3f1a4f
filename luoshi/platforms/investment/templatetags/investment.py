"""Template words of investment: fen as yuan and 万元, an instalment's state as shape and word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.platforms.investment.queries.counting import STATES
from luoshi.platforms.investment.types import LEAD

register = template.Library()
_DATED = re.compile(r"^[a-z_.]+@(\d{4}-\d\d-\d\d)")  # a parameter and the day it holds from
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
def amount(value: Decimal) -> str:
    """Show a quantity with its thousands apart and no idle decimals."""
    whole, _, rest = f"{value:,.3f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".")


@register.filter
def version(text: str) -> str:
    """Show the version of a rule as the day it holds from; what else it says of itself stays."""
    return _DATED.sub(r"\1 起的规则", text)


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


@register.filter
def found(values: Mapping[str, str], key: object) -> str:
    """Return what stands under the key, nothing where nothing does."""
    return values.get(str(key), "")
