"""The actual figure of an item and its share of the target, as a sentence would print them. Pure."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Literal

from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import Comparator, Data, Form
from luoshi.kernel.commitments.nextreport.items import Evidence, Figure, Item
from luoshi.kernel.commitments.nextreport.numbers import shown, written
from luoshi.kernel.measures.points import MeasureKind, Status

HUNDRED = Decimal(100)
_STORED = 6  # decimals that a published figure may have
_SHARED = frozenset({Comparator.GE, Comparator.GT, Comparator.ASPIRE, Comparator.FLOOR_STRETCH})
_COUNTED = frozenset({MeasureKind.FLOW, MeasureKind.STOCK, MeasureKind.EVENTS})
_GROWN = frozenset({MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH})


def actual_of(item: Item) -> Figure | None:
    """Return the actual figure, or None where there is none to tell. Its words are the number alone.

    A published figure keeps its digits; a computed rate is shown to the decimals of its series.
    """
    value, target = item.assessment.actual, item.target
    if value is None or item.series is None:
        return None
    bars = tuple(bar for bar in (target.value, target.high) if bar is not None)
    exact = value.normalize()
    if target.kind is MeasureKind.RATE or -int(exact.as_tuple().exponent) > _STORED:
        exact = shown(value, item.series.decimals, bars=bars)
    unit = unit_of(item)
    full = unit == "%" and form_of(item) is Form.LEVEL and exact == HUNDRED
    return Figure(
        value=abs(exact),
        unit=unit,
        words=written(abs(exact), unit),
        period=years_of(item),
        cmp="full" if full else "eq",
        form=form_of(item).value,
        sign="-" if exact < 0 else "+",
    )


def share_of(item: Item) -> Figure | None:
    """Return how much of the target is reached in percent, never rounded up to a whole; None where no sum."""
    target, value = item.target, item.assessment.actual
    if value is None or value < 0 or not target.value or target.value < 0:
        return None
    counted = target.form is Form.LEVEL and target.kind in _COUNTED and target.comparator in _SHARED
    if not counted or (target.period.months > 12 and target.kind is not MeasureKind.FLOW):
        return None
    with localcontext(EXACT):
        share = shown(HUNDRED * value / target.value, 1, bars=(HUNDRED, Decimal(0)))
    cmp: Literal["full", "eq"] = "full" if share == HUNDRED else "eq"
    return Figure(value=share, unit="%", words=written(share, "%"), period=years_of(item), cmp=cmp)


def form_of(item: Item) -> Form:
    """Return what the actual is: growth where its kind is, whatever the target compares it with."""
    return Form.GROWTH if item.target.kind in _GROWN else item.target.form


def unit_of(item: Item) -> str:
    """Return the unit of the actual: that of the series, unless a growth or a change is told of it."""
    unit = item.series.unit if item.series and item.series.unit else item.target.level_unit
    match form_of(item):
        case Form.GROWTH:
            return "%"
        case Form.CHANGE if unit in ("%", "百分点", "个百分点"):
            return "个百分点"
        case _:
            return "位" if item.target.kind is MeasureKind.RANK else unit


def years_of(item: Item) -> str:
    """Return the years that the actual speaks for, as a reading names them: 2026, 2026-2028."""
    last = item.assessment.as_of or item.target.period.last
    first = item.target.period.start.year
    if item.target.kind in (MeasureKind.STOCK, MeasureKind.RANK) or first >= last.year:
        return str(last.year)
    return f"{first}-{last.year}"


def evidence_of(item: Item, *, figure: Figure | None = None, share: bool = False) -> Evidence:
    """Return what a statement about the item rests on."""
    made, used, series = item.assessment, item.used, item.series
    last = used[-1] if used else None
    spans = [point.period for point in used]
    shape = f"{made.shape}{made.headline}（规则{made.rule}第{made.rule_version}版）"
    exact = made.actual
    return Evidence(
        code=item.promise.code,
        key=series.key if series else "",
        name=series.title if series else "",
        period=_span(spans[0].title, spans[-1].title) if spans else "",
        value=exact,
        unit=unit_of(item) if series else "",
        rounded=bool(figure and exact is not None and not share and figure.value != abs(exact)),
        numerator=made.numerator,
        denominator=made.denominator,
        provisional=is_provisional(item),
        revised=made.data is Data.REVISED,
        source=series.source if series else "",
        records=tuple(point.source for point in used if point.source),
        known_at=last.known_at if last else None,
        target=item.target if series else None,
        light=shape,
        lit=item.light,
        share=share,
        simulated=item.simulated,
    )


def is_provisional(item: Item) -> bool:
    """Tell whether any figure the actual rests on is provisional (快报、初步)."""
    marked = any(point.status is Status.PROVISIONAL for point in item.used)
    return marked or item.assessment.data is Data.PROVISIONAL


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}至{last}"
