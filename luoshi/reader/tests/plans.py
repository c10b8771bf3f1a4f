"""Documents of invented sentences for the tests of milestones and promises."""

from __future__ import annotations

from decimal import Decimal

from luoshi.reader.document import Document
from luoshi.reader.model import Half, Quantity, Section, Sentence
from luoshi.reader.shadow import shadow


def plan(*sentences: str, half: Half = "plan", duplicate_of: str | None = None) -> Document:
    """Return a document of these sentences, all of one half and in one section."""
    text = "".join(sentences)
    found = []
    start = 0
    for number, quote in enumerate(sentences):
        found.append(
            Sentence(
                id=f"s{number}",
                start=start,
                end=start + len(quote),
                quote=quote,
                section="一",
                half=half,
                duplicate_of=duplicate_of,
            )
        )
        start += len(quote)
    return Document(
        text=text, shadow=shadow(text), place=None, year=2026, sections=(), sentences=tuple(found)
    )


def numbered(title: str, *items: tuple[str, str]) -> Document:
    """Return a plan: a section with this title, and in it one of one sentence for every label and text."""
    texts = [f"{title}。", *(text for _, text in items)]
    document = plan(*texts)
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    sections = [_section("一", "一", title, 1, spans[0][0], spans[-1][1])]
    sections += [
        _section(f"一/{label}", label, text, 3, start, end)
        for (label, text), (start, end) in zip(items, spans[1:], strict=True)
    ]
    sentences = [
        Sentence(id=s.id, start=s.start, end=s.end, quote=s.quote, section=section.id, half="plan")
        for s, section in zip(document.sentences, sections, strict=True)
    ]
    return Document(
        text=document.text,
        shadow=document.shadow,
        place=None,
        year=2026,
        sections=tuple(sections),
        sentences=tuple(sentences),
    )


def figure(document: Document, quote: str, *, indicator: str, share_of: str | None = None) -> Quantity:
    """Return a figure of the document by its words; value and unit do not matter to these tests."""
    start = document.text.index(quote)
    sentence = document.sentence_at(start)
    return Quantity(
        id=f"q{start}",
        start=start,
        end=start + len(quote),
        quote=quote,
        value=Decimal(0),
        unit="",
        cmp="eq",
        form="level",
        sign="+",
        half=sentence.half,
        indicator=indicator,
        period=None,
        sentence=sentence.id,
        section=sentence.section,
        share_of=share_of,
    )


def _section(path: str, label: str, title: str, level: int, start: int, stop: int) -> Section:
    return Section(
        id=path,
        label=label,
        title=title,
        level=level,
        start=start,
        end=start,
        quote="",
        stop=stop,
        half="plan",
    )
