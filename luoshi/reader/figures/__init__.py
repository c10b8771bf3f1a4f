"""Figures by their own words: number, unit, comparator, form; and the digits that are no figure."""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.reader.document import Document
from luoshi.reader.figures.amounts import Amount, find_amounts
from luoshi.reader.figures.comparators import held, is_ranking
from luoshi.reader.figures.exclusions import reason_against
from luoshi.reader.figures.forms import Shape, shape_of
from luoshi.reader.figures.han import find_han_amounts
from luoshi.reader.figures.masks import blank, find_masks
from luoshi.reader.figures.statements import find_statements
from luoshi.reader.model import Excluded, ExcludedReason, Figure

_STATED = re.compile(r"(?:增长|下降|达到?|[为至到在于是由从]|指数|系数)\s?$")
_HUNDRED = Decimal(100)
_REACH = 10  # code points to the left in which a bare number or a rank finds what it is


def find_figures(document: Document) -> tuple[tuple[Figure, ...], tuple[Excluded, ...]]:
    """Return every figure and every excluded digit run, in reading order, not overlapping."""
    text = document.text
    masks = find_masks(document.shadow)
    masked = blank(document.shadow, masks)
    figures: list[Figure] = []
    excluded = [_excluded(text, start, end, reason) for start, end, reason in masks]
    shape: Shape | None = None
    for amount in _find_all(masked):
        reason = _unfit(amount, masked) or reason_against(amount, masked)
        if reason is not None:
            excluded.append(_excluded(text, amount.start, amount.end, reason))
            continue
        shape = shape_of(masked, amount.start, amount.end, amount.unit, shape)
        figures.append(_figure(text, masked, amount, shape))
    return tuple(figures), tuple(sorted(excluded, key=lambda item: item.start))


def _find_all(masked: str) -> list[Amount]:
    """Return the amounts in digits and those without; where two overlap, the earlier."""
    digits = find_amounts(masked)
    rest = blank(masked, [(amount.start, amount.end) for amount in digits])
    kept: list[Amount] = []
    for amount in sorted([*find_statements(rest), *find_han_amounts(rest)], key=lambda item: item.start):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return sorted([*digits, *kept], key=lambda item: item.start)


def _unfit(amount: Amount, masked: str) -> ExcludedReason | None:
    left = masked[max(0, amount.start - _REACH) : amount.start]
    if amount.cmp == "rank" and amount.unit not in ("位", "名", "") and not is_ranking(left):
        return "ordinal"  # 第二个百年, unlike 成为全国第二个
    if amount.bare and amount.cmp != "rank" and not (amount.before or amount.after or _STATED.search(left)):
        return "name"
    return None


def _figure(text: str, masked: str, amount: Amount, shape: Shape) -> Figure:
    words = held(masked[max(0, amount.start - _REACH) : amount.start]), amount.before, amount.after
    full = amount.cmp == "eq" and amount.value == _HUNDRED and amount.unit == "%" and shape.form == "level"
    return Figure(
        start=amount.start,
        end=amount.end,
        quote=text[amount.start : amount.end],
        value=amount.value,
        unit=amount.unit,
        cmp="full" if full else amount.cmp,
        form="level" if amount.cmp in ("rank", "zero") else shape.form,
        sign="+" if amount.cmp in ("rank", "zero") else shape.sign,
        wording=" ".join(word for word in words if word),
    )


def _excluded(text: str, start: int, end: int, reason: ExcludedReason) -> Excluded:
    return Excluded(start=start, end=end, quote=text[start:end], reason=reason)
