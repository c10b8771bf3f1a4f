"""Ways to say a figure in the plain official style, the most natural first. Pure.

The caller takes the first that the reader reads rightly, so a way that another city's names would spoil
costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from luoshi.kernel.commitments.assessing.codes import Comparator, Form
from luoshi.kernel.commitments.nextreport.figures import form_of
from luoshi.kernel.commitments.nextreport.items import Figure, Item, Piece
from luoshi.kernel.measures.points import MeasureKind

_GROWTH_NAME = re.compile(r"(?:增长率|增长速度|增长幅度|增速|增幅)$")
_FULL_NAME = re.compile(r"(?:覆盖率|覆盖比例)$")
_RANK_NAME = re.compile(r"(?P<among>全国|全省|全区|全市)?(?:位次|排名|名次)$")
_EVENT_NAME = re.compile(r"(?:事件|情况)?(?:起数|次数|件数|数量)?$")
_INNER = str.maketrans("“”", "‘’")
_NO_EVENT = frozenset({Comparator.ZERO, Comparator.DYN_ZERO, Comparator.MAINTAIN})


def clauses(item: Item, figure: Figure) -> Iterator[tuple[Piece, ...]]:
    """Yield ways to state the actual figure, without when and without what is said of it."""
    for name in _names(item):
        yield from _stated(item, figure, name)


def leads(item: Item) -> tuple[str, ...]:
    """Return ways to say of when the figure is and what was promised, the fullest first."""
    when = _when(item)
    about = _about(item)
    return (f"{about}{when}", when) if about else (when,)


def quoted(words: str) -> str:
    """Return words in quotation marks; those inside become single ones."""
    return f"“{words.translate(_INNER)}”"


def _names(item: Item) -> list[str]:
    """Return what the figure may be called: the target's own words where it has one, the series' title."""
    title = item.series.title if item.series else ""
    own = item.target.indicator if item.target.value is not None else ""
    plain = form_of(item) is Form.LEVEL and item.target.kind in (MeasureKind.FLOW, MeasureKind.STOCK)
    order = (own, title) if plain else (title, own)
    return list(dict.fromkeys(name for name in order if name)) or [item.promise.title]


def _stated(item: Item, figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    kind = item.target.kind
    if kind is MeasureKind.RANK:
        yield from _ranked(figure, name)
    elif kind is MeasureKind.EVENTS and not figure.value and item.target.comparator in _NO_EVENT:
        yield from _absent(figure, name)
    elif form_of(item) is Form.GROWTH:
        yield from _grown(figure, name)
    elif form_of(item) is Form.CHANGE:
        yield from _changed(item, figure, name)
    elif figure.unit in ("%", "‰"):
        yield from _rated(item, figure, name)
    else:
        yield (name, figure)
        yield (f"{name}为", figure)
        yield (f"{name}达到", figure)


def _ranked(figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    found = _RANK_NAME.search(name)
    among = (found["among"] or "") if found else ""
    base = name[: found.start()] if found else name
    placed = replace(figure, words=f"第{figure.words}", cmp="rank")
    yield (f"{base}居{among}", placed)
    yield (f"{base}排名{among}", placed)
    yield (f"{name}为", placed)


def _absent(figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    """Yield ways to say that nothing happened; a count of none where the reader knows no other."""
    for base in dict.fromkeys((_EVENT_NAME.sub("", name), name)):
        for unit in dict.fromkeys((figure.unit, "起", "")):
            yield (replace(figure, words=f"未发生{base}", cmp="zero", unit=unit),)
    yield (name, figure)
    yield (f"{name}为", figure)


def _grown(figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    base = _GROWTH_NAME.sub("", name)
    yield (f"{base}{'下降' if figure.sign == '-' else '增长'}", figure)
    if figure.sign == "-":
        yield (f"{base}减少", figure)
    else:
        yield (f"{base}增速为", figure)


def _changed(item: Item, figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    than = "比基期" if item.target.baseline else "比上年"
    rising, falling = ("提高", "下降") if figure.unit == "个百分点" else ("增加", "减少")
    yield (f"{name}{than}{falling if figure.sign == '-' else rising}", figure)
    yield (f"{name}{falling if figure.sign == '-' else rising}", figure)


def _rated(item: Item, figure: Figure, name: str) -> Iterator[tuple[Piece, ...]]:
    if item.target.comparator is Comparator.FULL and figure.cmp == "full":
        yield (f"{_FULL_NAME.sub('', name)}实现", replace(figure, words="全覆盖"))
    yield (f"{name}达到", figure)
    yield (f"{name}为", figure)
    yield (name, figure)


def _when(item: Item) -> str:
    """Return until when the figure speaks where that is not the whole year; a level of years names them."""
    target, as_of = item.target, item.assessment.as_of
    if as_of is None:
        return ""
    first, last = target.period.start.year, as_of.year
    whole = as_of.month == 12 and as_of >= as_of.replace(day=31)
    until = "" if whole else f"截至{last}年{as_of.month}月底，"
    if target.period.months <= 12:
        return until
    by_end = target.kind in (MeasureKind.STOCK, MeasureKind.RANK)
    if first >= last or by_end:
        return until or f"{last}年，"
    return f"{first}—{last}年，"


def _about(item: Item) -> str:
    """Return the words of a promise without a figure, which the series alone would not tell."""
    target = item.target
    if target.value is not None or target.comparator is Comparator.ZERO or not target.quote:
        return ""
    return f"关于{quoted(target.quote)}，"
