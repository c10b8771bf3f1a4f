"""Words of the lists of projects: fen as 万元, states by title, what became of a project."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luoshi.platforms.projects.lists.comparing import Part
from luoshi.platforms.projects.lists.fields import COLUMNS

register = template.Library()
_STATES = dict(COLUMNS["state"].choices)
_PARTS = {
    Part.ENTERED: _("新列入"),
    Part.LEFT: _("已离开"),
    Part.STAYED: _("仍在列"),
    Part.STUCK: _("没有进展"),
}


@register.filter
def wan(fen: int) -> str:
    """Show fen in 万元."""
    return f"{Decimal(fen).scaleb(-6):,.2f}".removesuffix(".00")


@register.filter
def state_title(key: str) -> str:
    """Show where a project stands in words."""
    return _STATES.get(key, key)


@register.simple_tag
def part_title(part: Part) -> str:
    """Show what became of projects between two months."""
    return gettext(_PARTS[part])
