"""How a check is stated: its kind, one neutral sentence, and the clauses it rests on."""

from __future__ import annotations

import re

from luoshi.reader.document import Document
from luoshi.reader.model import Check, Quantity, Span

_CLAUSE_MARK = re.compile(r"[,、。;:!?\n①-⑳]")
_LONGEST_CLAUSE = 60


def check(document: Document, kind: str, message: str, *quantities: Quantity) -> Check:
    """Return the check; its id is its kind and where its first figure starts."""
    return Check(
        id=f"{kind}-{quantities[0].start}",
        kind=kind,
        message=message,
        spans=tuple(clause(document, quantity) for quantity in quantities),
        quantities=tuple(quantity.id for quantity in quantities),
    )


def clause(document: Document, quantity: Quantity) -> Span:
    """Return the figure with the words of its clause before it."""
    low = max(0, quantity.start - _LONGEST_CLAUSE)
    marks = list(_CLAUSE_MARK.finditer(document.shadow, low, quantity.start))
    start = marks[-1].end() if marks else low
    start += len(document.text[start : quantity.start]) - len(document.text[start : quantity.start].lstrip())
    return Span(start=start, end=quantity.end, quote=document.text[start : quantity.end])


def quoted(quantity: Quantity) -> str:
    """Return the figure as printed, in quotation marks, with the direction of a decrease."""
    return f"{'下降' if quantity.sign == '-' else ''}“{quantity.quote}”"
