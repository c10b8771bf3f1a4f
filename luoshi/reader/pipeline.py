"""The stages of reading in order, each a pure function of those before."""

from __future__ import annotations

import hashlib
import re

from luoshi.reader.checks import find_checks
from luoshi.reader.context import attribute
from luoshi.reader.defects import find_defects
from luoshi.reader.figures import find_figures
from luoshi.reader.milestones import find_milestones, find_unfigured
from luoshi.reader.model import Coverage, Reading, Source, Span
from luoshi.reader.promises import draw_commitments
from luoshi.reader.structure import outline

_DIGITS = re.compile(r"[0-9]+")


def read_text(
    text: str,
    *,
    name: str,
    source: Source | None = None,
    place: str | None = None,
    year: int | None = None,
) -> Reading:
    """Read a report's text. The same text gives the same reading, whatever machine or day it is."""
    document = outline(text, place=place, year=year)
    figures, excluded = find_figures(document)
    quantities = attribute(document, figures)
    milestones = find_milestones(document, quantities)
    unfigured = find_unfigured(document, quantities)
    commitments, skipped = draw_commitments(document, quantities, milestones, unfigured)
    plan = [s for s in document.sentences if s.half in ("plan", "outlook")]
    classified = {item.sentence for items in (quantities, milestones, unfigured) for item in items}
    reasons = [item.reason for item in skipped]
    return Reading(
        report=name,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        place=document.place,
        year=document.year,
        source=source or Source(name=name, format="text", encoding="utf-8"),
        text=text,
        quantities=quantities,
        excluded=excluded,
        milestones=milestones,
        unfigured=unfigured,
        defects=find_defects(document),
        sections=document.sections,
        sentences=document.sentences,
        commitments=commitments,
        checks=find_checks(document, quantities, excluded),
        coverage=Coverage(
            sentences=len(document.sentences),
            plan_sentences=len(plan),
            classified=sum(s.id in classified for s in plan),
            **_digit_runs(document.shadow, (*quantities, *excluded)),
            skipped=skipped,
            skipped_by_reason=tuple((reason, reasons.count(reason)) for reason in dict.fromkeys(reasons)),
        ),
    )


def _digit_runs(shadow: str, spans: tuple[Span, ...]) -> dict[str, int]:
    inside = {offset for span in spans for offset in range(span.start, span.end)}
    runs = list(_DIGITS.finditer(shadow))
    covered = sum(inside.issuperset(range(*run.span())) for run in runs)
    return {"digit_runs": len(runs), "covered": covered}
