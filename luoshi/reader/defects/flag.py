"""How a detector states a defect: a span of the text, its kind, one neutral sentence, a judgement."""

from __future__ import annotations

from luoshi.reader.document import Document
from luoshi.reader.model import Defect


def flag(
    document: Document,
    span: tuple[int, int],
    kind: str,
    message: str,
    *,
    confidence: float,
    suggestion: str | None = None,
    duplicate_of: tuple[int, int] | None = None,
) -> Defect:
    """Return the defect; its id is that of its start, made unique by ``find_defects``.

    Confidence is a judgement, not a frequency: from 0.5 on the text is more likely wrong than right.
    """
    start, end = span
    return Defect(
        id=f"d{start}",
        start=start,
        end=end,
        quote=document.text[start:end],
        kind=kind,
        message=message,
        suggestion=suggestion,
        confidence=confidence,
        duplicate_of=duplicate_of,
    )
