"""The lines of a list in ready words: what a list shows fifty times is not asked of a template each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from luoshi.desk.queries.rows import Row
from luoshi.desk.templatetags.desk import case_address, day, highlighted, left, nothing, state_mark

register = template.Library()


@dataclass(frozen=True, slots=True)
class Line:
    """A line, cell by cell."""

    picked: str
    label: str
    code: SafeString
    address: str
    title: SafeString
    notes: SafeString
    state: SafeString
    unit: SafeString
    due: SafeString
    turn: SafeString


@register.filter
def lines(rows: Iterable[Row], q: str) -> list[Line]:
    """Return the rows as a list shows them, with the words that were searched for marked."""
    words = _Words(
        label=gettext("选择 %(code)s"),
        secrecy=("", gettext("内部"), gettext("秘密")),
        you=format_html("<strong>{}</strong>", gettext("您")),
        provisional=format_html(
            ' <span class="chip" title="{}">{}</span>',
            gettext("放假安排尚未公布，到期日可能变动"),
            gettext("暂定"),
        ),
    )
    return [_line(row, q, words) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What every line says alike, in the language of the page."""

    label: str
    secrecy: tuple[str, str, str]
    you: SafeString
    provisional: SafeString


def _line(row: Row, q: str, words: _Words) -> Line:
    return Line(
        picked=f"{row.code}@{row.version}",
        label=words.label % {"code": row.code},
        code=highlighted(row.code, q),
        address=case_address(row.code),
        title=highlighted(row.title, q),
        notes=_notes(row, q, words),
        state=state_mark(row.state, row.mine),
        unit=_unit(row),
        due=_due(row, words),
        turn=_turn(row, words),
    )


def _notes(row: Row, q: str, words: _Words) -> SafeString:
    notes = SafeString()
    if row.secrecy:
        notes += format_html(' <span class="chip">{}</span>', words.secrecy[min(row.secrecy, 2)])
    if row.snippet:
        found = highlighted(row.snippet, q)
        notes += format_html(' <span class="quiet snippet" lang="zh-hans">{}</span>', found)
    return notes


def _unit(row: Row) -> SafeString:
    unit = format_html('<span lang="zh-hans">{}</span>', row.unit)
    if row.assignee:
        unit += format_html(' <span class="quiet" lang="zh-hans">{}</span>', row.assignee)
    return unit


def _due(row: Row, words: _Words) -> SafeString:
    if row.due_at is None:
        return nothing()
    return format_html(
        '<span class="nowrap"><span lang="zh-hans">{}</span> {}</span> <span class="nowrap">{}{}</span>',
        row.clock,
        day(row.due_at),
        left(row.left),
        words.provisional if row.provisional else "",
    )


def _turn(row: Row, words: _Words) -> SafeString:
    if row.mine:
        return words.you
    return format_html('<span lang="zh-hans">{}</span>', row.turn) if row.turn else nothing()
