"""Lights as word, shape and colour."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.kernel.commitments.assessing.words import SHAPES
from luoshi.kernel.commitments.models import Light, Part

register = template.Library()

_LOOKS = {"done": "met", "on_pace": "calm", "behind": "behind", "far_behind": "far", "unknown": "waits"}


@register.filter
def lamp(light: Light) -> SafeString:
    """Show a light: its shape, its words, its colour."""
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>',
        _LOOKS[light.state],
        SHAPES[light.state],
        light.headline,
    )


@register.filter
def part(value: str) -> str:
    """Return the part a unit has in a commitment."""
    return str(Part(value).label)
