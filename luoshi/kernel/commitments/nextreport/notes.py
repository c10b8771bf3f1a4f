"""Evidence in words, for footnotes and lists of references. No part of it reads as a figure of the report."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.kernel.commitments.assessing.words import day, moment, title
from luoshi.kernel.commitments.nextreport.checking import states_nothing
from luoshi.kernel.commitments.nextreport.items import Evidence
from luoshi.kernel.commitments.nextreport.numbers import plain, shown
from luoshi.kernel.commitments.nextreport.phrases import quoted

_MOST_RECORDS = 3
_STORED = 6  # decimals of a stored figure


def note_words(evidence: Evidence, *, year: int) -> str:
    """Return the note: series, period, value as known, parts, source, when known, light, target.

    A part that a reader would take for a figure of the report is put otherwise, quoted, or left out.
    """
    chosen = (_safe(ways, year) for ways in _parts(evidence))
    return "；".join(words for words in chosen if words)


def _safe(ways: tuple[str, ...], year: int) -> str:
    every = (*ways, quoted(ways[0]))
    return next((words for words in every if states_nothing(words, year=year)), "")


def _parts(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """Yield each part with other ways to put it."""
    yield (f"承诺{quoted(evidence.code)}",)
    if evidence.simulated:
        yield ("模拟数据",)
    if evidence.key:
        yield (f"{evidence.key} {evidence.name}", f"{evidence.key} {quoted(evidence.name)}", evidence.key)
    if evidence.period:
        yield (f"时期{evidence.period}",)
    yield from _values(evidence)
    if evidence.basis:
        yield (f"依据：{evidence.basis}", f"依据{quoted(evidence.basis)}")
    if evidence.done_on:
        yield (f"{day(evidence.done_on)}完成",)
    for index, source in enumerate(evidence.source.split("；") if evidence.source else ()):
        yield (f"{'' if index else '来源：'}{source}", f"{'' if index else '来源：'}{quoted(source)}")
    if evidence.records:
        yield (f"记录{quoted(_records(evidence.records))}",)
    if evidence.known_at:
        yield (f"知悉于{moment(evidence.known_at)}",)
    if evidence.light:
        lit = f"，记录{quoted(evidence.lit)}" if evidence.lit else "，未见相同的亮灯记录"
        yield (f"研判{evidence.light}{lit}",)


def _values(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    if evidence.value is not None and evidence.key:
        status = "，初步" if evidence.provisional else "，已修订" if evidence.revised else ""
        rounded = "，正文四舍五入" if evidence.rounded else ""
        value = quoted(plain(shown(evidence.value, _STORED)))
        yield (f"值{value}（{evidence.unit or '无单位'}{status}{rounded}）",)
    if evidence.numerator is not None and evidence.denominator is not None:
        yield (f"分子{quoted(plain(evidence.numerator))}，分母{quoted(plain(evidence.denominator))}",)
    if (target := evidence.target) is not None:
        bar = f"{quoted(plain(target.value))}（{target.unit}）" if target.value is not None else ""
        words = f"{title(target.comparator)}{bar}"
        yield (f"目标：{words}", f"目标：{target.comparator.value} {bar}")
    if evidence.share:
        yield ("完成比例由实际数除以目标数得出",)


def _records(records: tuple[str, ...]) -> str:
    named = records if len(records) <= _MOST_RECORDS else (records[0], "…", records[-1])
    return "、".join(named)
