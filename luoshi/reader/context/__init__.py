"""What a figure is about: its indicator, half, period, and its ties to other figures."""

from __future__ import annotations

import re
from functools import partial

from luoshi.reader.context.links import link, name_originals
from luoshi.reader.context.naming import Name, name_sentence
from luoshi.reader.context.periods import Years, date, spans
from luoshi.reader.context.surroundings import Surroundings, surround
from luoshi.reader.context.topics import topic_of
from luoshi.reader.document import Document
from luoshi.reader.model import Figure, Quantity

_FLAGS = (
    ("estimate", re.compile(r"预计|初步统计|初步核算|初步测算")),
    ("comparable_basis", re.compile(r"同口径|可比口径|可比价")),
    ("cumulative", re.compile(r"累计")),
)


def attribute(document: Document, figures: tuple[Figure, ...]) -> tuple[Quantity, ...]:
    """Give each figure its indicator, half, period, baseline, share and group, in the same order.

    Flags: ``carried`` (the indicator comes from another clause), ``estimate`` (预计), ``comparable_basis``
    (同口径), ``cumulative`` (累计).
    """
    years = spans(document)
    quantities: list[Quantity] = []
    for group in surround(document, figures):
        names = name_sentence(group, partial(topic_of, document, group[0].sentence))
        found = [
            _quantity(around, name, years.get(around.sentence.id), document)
            for around, name in zip(group, names, strict=True)
        ]
        quantities += link(found, group, names, quantities[-1] if quantities else None)
    return name_originals(quantities, document)


def _quantity(around: Surroundings, name: Name, years: Years | None, document: Document) -> Quantity:
    figure = around.figure
    half, period = date(around, years, document.year)
    flags = [flag for flag, words in _FLAGS if words.search(around.clause)]
    return Quantity(
        start=figure.start,
        end=figure.end,
        quote=figure.quote,
        value=figure.value,
        unit=figure.unit,
        cmp=figure.cmp,
        form=figure.form,
        sign=figure.sign,
        wording=figure.wording,
        id=f"q{figure.start}",
        half=half,
        indicator=name.indicator,
        period=period,
        sentence=around.sentence.id,
        section=document.section_at(figure.start),
        flags=("carried", *flags) if name.carried else tuple(flags),
    )
