"""Words of the lists of projects: fen as 万元, states by title, what became of a project."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luoshi.platforms.projects.lists.comparing import Part
from luoshi.platforms.projects.lists.fields import COLUMNS
from luoshi.platforms.projects.lists.showing import Row

register = template.Library()
_STATES = dict(COLUMNS["state"].choices)
_SHORT = 10  # a date, a district: such words are not broken
_SIMULATED = ' <span class="chip">模拟数据</span>'
_PARTS = {
    Part.ENTERED: _("新列入"),
    Part.LEFT: _("已离开"),
    Part.STAYED: _("仍在列"),
    Part.STUCK: _("没有进展"),
}


@register.simple_tag
def list_rows(rows: Iterable[Row]) -> SafeString:
    """Show the rows of a list, written without a template for every cell: a page holds five hundred."""
    before, after = reverse("desk:case", args=["0"]).split("0")
    return SafeString("".join(_row(row, f"{before}{row.code}{after}") for row in rows))


def _row(row: Row, address: str) -> str:
    cells = []
    for cell in row.cells:
        text = escape(cell.text)
        if cell.name:
            chip = _SIMULATED if row.simulated else ""
            text = f'<a class="title" href="{escape(address)}">{text}</a>{chip}'
            cells.append(f'<td class="text" lang="zh-hans">{text}</td>')
        else:
            looks = "num" if cell.numeric else "nowrap" if len(cell.text) <= _SHORT else ""
            cells.append(f'<td class="{looks}" lang="zh-hans">{text}</td>')
    return f"<tr data-row>{''.join(cells)}</tr>"


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
