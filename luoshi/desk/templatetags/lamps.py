"""Lights as word, shape and colour; what a change changed, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.desk.vocabulary import FIGURE_STATUSES
from luoshi.kernel.commitments.assessing.words import SHAPES, share
from luoshi.kernel.commitments.models import ChangeRecord, Light, Part
from luoshi.kernel.commitments.tracking.ledger import differences_told
from luoshi.ui.words import CHANGED, DEADLINE_SOURCES, PLAN_FIELDS

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


@register.filter
def figure_status(key: str) -> Any:
    """Return what a figure's status says, "" of one that is final."""
    return FIGURE_STATUSES.get(key, key)


@register.filter
def deadline_source(key: str) -> str:
    """Return on whose word a deadline stands."""
    return gettext(DEADLINE_SOURCES.get(key, key))


@register.filter
def changed(what: str) -> str:
    """Return what was changed."""
    return gettext(CHANGED.get(what, what))


@register.filter
def changed_field(name: str) -> str:
    """Return the name of what was changed in it."""
    return gettext(PLAN_FIELDS.get(name, name))


@register.filter
def told(change: ChangeRecord, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return what a change changed: field, old and new."""
    return differences_told(change, names)


@register.filter
def derivation(light: Light) -> list[str]:
    """Return the sentences that lead to a light."""
    return list(json.loads(light.text)["derivation"])


@register.filter
def percent(part: Decimal) -> str:
    """Return a share in percent."""
    return share(part)
