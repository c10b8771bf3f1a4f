"""Template words of projects: money in 万元, shares, and where a project stands as word, shape and colour."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.platforms.projects.stages import STAGES, stage_of
from luoshi.platforms.projects.types.project import NATURES, PERMITS, PROJECT, SORTS

register = template.Library()
_WAN = 10_000 * 100  # fen
_TITLES = dict([*NATURES, *SORTS, *PERMITS])


@register.filter
def wan(fen: int | None) -> str:
    """Show an amount in 万元, to the hundred yuan."""
    if fen is None:
        return "—"
    return f"{(Decimal(fen) / _WAN).quantize(Decimal('0.01')):,f}".rstrip("0").rstrip(".")


@register.filter
def plain_wan(fen: int) -> str:
    """Give an amount in 万元 as charts read it."""
    return str(Decimal(fen) / _WAN)


@register.filter
def share(part: int) -> str:
    """Show a share in parts of ten thousand as percent."""
    return f"{Decimal(part) / 100:f}".rstrip("0").rstrip(".") + "%" if part % 100 else f"{part // 100}%"


@register.filter
def titled(key: str) -> str:
    """Show a kind of investment, of project or of permit in official words."""
    return _TITLES.get(key, key)


@register.filter
def state_title(state: str) -> str:
    """Show a state in official words."""
    return PROJECT.state(state).title


@register.filter
def standing(state: str) -> SafeString:
    """Show a state as a word with the shape and colour of its kind of stage."""
    return format_html(
        '<span class="stage {}" lang="zh-hans">{}</span>', stage_of(state), PROJECT.state(state).title
    )


@register.filter
def stage_title(stage: str) -> str:
    """Show a kind of stage in the language of the page."""
    return gettext(STAGES[stage])
