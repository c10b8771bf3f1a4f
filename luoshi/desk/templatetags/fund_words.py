"""Template words of projects' money: fen in 万元, basis points in percent, states with their shape."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.platforms.projects.models import FundApplication

register = template.Library()
_SHAPES = {
    "asked": ("▶", "calm"),
    "recommended": ("▶", "calm"),
    "approved": ("●", "met"),
    "refused": ("■", "far"),
    "withdrawn": ("○", "waits"),
}
_DUE = {
    "paid": ("●", "met", "已还清"),
    "overdue": ("■", "far", "已逾期"),
    "due": ("▲", "behind", "今天到期"),
    "coming": ("○", "waits", "未到期"),
}
_FINDINGS = {"ahead", "overdue"}


@register.filter
def wan(fen: int | None) -> str:
    """Show fen in 万元 to the hundred yuan, "—" for none; what is exact stands in yuan."""
    return "—" if fen is None else f"{Decimal(fen).scaleb(-6):,.2f}".removesuffix(".00")


@register.filter
def yuan(fen: int | None) -> str:
    """Show fen in yuan with two decimals."""
    if fen is None:
        return "—"
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


@register.filter
def points(value: int | None) -> str:
    """Show basis points in percent, "—" for none."""
    return "—" if value is None else f"{value / 100:g}%"


@register.filter
def plain_points(value: int) -> str:
    """Show basis points as the number of percent that a chart reads."""
    return f"{value / 100:g}"


@register.filter
def fund_state(application: FundApplication) -> SafeString:
    """Show how far an application has come."""
    shape, look = _SHAPES[application.state]
    return _mark(shape, look, str(application.get_state_display()))


@register.filter
def due_state(state: str) -> SafeString:
    """Show whether an instalment is paid, due, overdue or to come."""
    shape, look, word = _DUE[state]
    return _mark(shape, look, gettext(word))


@register.filter
def finding_mark(kind: str) -> str:
    """Return the look of what is wrong: alert where money may be lost."""
    return "chip alert" if kind in _FINDINGS else "chip"


def _mark(shape: str, look: str, word: str) -> SafeString:
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>', look, shape, word
    )
