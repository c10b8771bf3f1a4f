"""A reading for the eye: head, commitments by section, defects, checks, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from luoshi.reader.cli.terminal import fitted, grid, one_line, terminal_width
from luoshi.reader.inputs import Language
from luoshi.reader.model import Commitment, Defect, Reading, Span

_WORDS = {
    "counts": (
        "量化指标 {q} · 节点 {m} · 无数字可比 {u} · 不计数字 {e} · 承诺 {c} · 文本缺陷 {d} · 核对提示 {k}",
        "quantities {q} · milestones {m} · unfigured {u} · excluded {e}"
        " · commitments {c} · defects {d} · checks {k}",
    ),
    "coverage": (
        "句子 {s}，计划部分 {p}，其中已归类 {l}；数字串 {r}，已解释 {v}",
        "sentences {s}, of the plan {p}, classified {l}; digit runs {r}, accounted for {v}",
    ),
    "commitments": ("承诺", "Commitments"),
    "defects": ("文本缺陷", "Defects of the text"),
    "checks": ("核对提示", "Checks"),
    "unknown": ("（未知）", "(unknown)"),
    "no_section": ("（标题之前）", "(before the first heading)"),
    "quantified": ("量化", "quantified"),
    "milestone": ("节点", "milestone"),
    "document": ("文件", "document"),
    "directional": ("方向", "directional"),
}

_LONG = 60  # cells: a defect's quote is cut here, a copied passage may be hundreds of characters long


def overview(reading: Reading, language: Language) -> str:
    """Return the reading as text for a terminal; longer lines are cut where the output is a terminal."""
    lines = [*_head(reading, language), *_commitments(reading, language)]
    lines += _listed("defects", [_defect(defect) for defect in reading.defects], language)
    checks = [(_places(check.spans), check.kind, check.message) for check in reading.checks]
    lines += _listed("checks", checks, language)
    width = terminal_width()
    return "".join(f"{_cut(line, width)}\n" for line in lines)


def _word(name: str, language: Language) -> str:
    return _WORDS[name][0 if language == "zh" else 1]


def _head(reading: Reading, language: Language) -> Iterator[str]:
    unknown = _word("unknown", language)
    source, coverage = reading.source, reading.coverage
    yield f"{reading.place or unknown}  {reading.year or unknown}  {source.name}"
    origin = (source.format, source.encoding, f"{source.pages} pages" if source.pages else None, source.tool)
    yield f"{' · '.join(part for part in origin if part)} · SHA-256 {reading.sha256}"
    yield _word("counts", language).format(
        q=len(reading.quantities),
        m=len(reading.milestones),
        u=len(reading.unfigured),
        e=len(reading.excluded),
        c=len(reading.commitments),
        d=len(reading.defects),
        k=len(reading.checks),
    )
    yield _word("coverage", language).format(
        s=coverage.sentences,
        p=coverage.plan_sentences,
        l=coverage.classified,
        r=coverage.digit_runs,
        v=coverage.covered,
    )


def _commitments(reading: Reading, language: Language) -> Iterator[str]:
    if not reading.commitments:
        return
    yield from ("", f"{_word('commitments', language)} ({len(reading.commitments)})")
    titles = {section.id: section.title for section in reading.sections}
    for section, commitments in groupby(reading.commitments, key=lambda item: item.section):
        yield ""
        yield (
            f"  {section} {titles.get(section, '')}".rstrip()
            if section
            else f"  {_word('no_section', language)}"
        )
        yield from _indented([_commitment(item, language) for item in commitments])


def _commitment(item: Commitment, language: Language) -> tuple[str, str, str]:
    return _place(item), _word(item.kind, language), one_line(item.quote)


def _defect(defect: Defect) -> tuple[str, str, str]:
    quote = defect.quote.replace("\n", "⏎")
    suggestion = "" if defect.suggestion is None else f" → {defect.suggestion or '∅'}"
    text = f"{fitted(one_line(quote), _LONG)}{fitted(one_line(suggestion), _LONG)}  {defect.message}"
    return _place(defect), f"{defect.kind} {defect.confidence:.2f}", text


def _listed(title: str, rows: list[tuple[str, str, str]], language: Language) -> Iterator[str]:
    if rows:
        yield from ("", f"{_word(title, language)} ({len(rows)})", "")
        yield from _indented(rows)


def _indented(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    return (f"    {line}" for line in grid(rows))


def _place(span: Span) -> str:
    return f"{span.start}:{span.end}"


def _places(spans: tuple[Span, ...]) -> str:
    return " ".join(_place(span) for span in spans)


def _cut(line: str, width: int | None) -> str:
    """Cut a line at the terminal's edge, keeping its indent."""
    indent = len(line) - len(line.lstrip())
    return line if width is None else line[:indent] + fitted(line[indent:], width - indent)
