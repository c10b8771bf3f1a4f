"""Template words of the desk: deadlines, states and statuses as word, shape and colour; matches marked."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from luoshi.desk.rules import Left, Nearness, folded
from luoshi.desk.vocabulary import BACKLINKS, LINKS, STATUSES
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.declarations import State

register = template.Library()

_SHAPES = {
    Nearness.OVERDUE: ("■", "far"),
    Nearness.TODAY: ("▲", "behind"),
    Nearness.SOON: ("▲", "behind"),
    Nearness.CALM: ("▶", "calm"),
}
_CODE = "CODE"  # stands for the code in an address
_LOOKS = {"running": "calm", "soon": "behind", "overdue": "far", "met": "met", "late": "behind"}


@register.filter
def left(value: Left | None) -> SafeString | str:
    """Show what is left of a deadline: shape, words, colour."""
    if value is None:
        return ""
    shape, look = _SHAPES[value.near]
    return _mark(shape, _words(value), look)


@register.filter
def status(look: str) -> SafeString:
    """Show what became of a deadline."""
    shape, word = STATUSES[look]
    return _mark(shape, word, _LOOKS.get(look, "waits"))


@register.filter
def case_address(code: str) -> str:
    """Return where the page of a case is: the address is made once, however many cases a page names."""
    return _address().replace(_CODE, quote(code, safe=""))


@register.simple_tag
def state_mark(state: State, mine: bool) -> SafeString:
    """Show a state: ended, waiting for the reader, or for somebody else."""
    shape, look = ("●", "met") if state.end else ("▶", "mine") if mine else ("○", "waits")
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> <span lang="zh-hans">{}</span></span>',
        look,
        shape,
        state.title,
    )


@register.filter
def tie(kind: str) -> Any:
    """Show what the other case is to this one; a platform's own word as it is."""
    return LINKS.get(kind, kind)


@register.filter
def tied(kind: str) -> Any:
    """Show the same, seen from the other case."""
    return BACKLINKS.get(kind, kind)


@register.filter
def day(moment: datetime) -> str:
    """Show the local day of a moment."""
    return moment.astimezone(LOCAL).date().isoformat()


@register.filter
def highlighted(text: str, words: str) -> SafeString:
    """Show the text with each of the words marked, however it is written: full or half width, any case."""
    wanted = [folded(word) for word in words.split()]
    if not wanted:
        return escape(text)
    pattern = re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)))
    parts, end = [], 0
    for match in pattern.finditer(folded(text)):
        parts.append((escape(text[end : match.start()]), text[match.start() : match.end()]))
        end = match.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[end:])


@register.filter
def size(number: int) -> str:
    """Show a number of bytes."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(number // 1000, 1)} KB"


@register.filter
def short(digest: str) -> SafeString:
    """Show the beginning of a hash; the whole is in its title."""
    return format_html('<code title="{}">{}</code>', digest, digest[:12])


@register.simple_tag
def nothing() -> SafeString:
    """Show that a cell is empty."""
    return mark_safe('<span class="quiet">—</span>')


@cache
def _address() -> str:
    return reverse("desk:case", args=[_CODE])


def _words(value: Left) -> str:
    match value.near:
        case Nearness.OVERDUE if value.days:
            text = ngettext("逾期 %(n)s 个工作日", "逾期 %(n)s 个工作日", value.days)
        case Nearness.OVERDUE:
            return gettext("已逾期")
        case Nearness.TODAY:
            return gettext("今天到期")
        case _:
            text = ngettext("还剩 %(n)s 个工作日", "还剩 %(n)s 个工作日", value.days)
    return text % {"n": value.days}


def _mark(shape: str, word: Any, look: str) -> SafeString:
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>', look, shape, word
    )
