"""Draw entries for the reviewed file from a reading. No Django."""

from __future__ import annotations

import re
from dataclasses import fields

from luoshi.kernel.commitments.anchors import make_anchor
from luoshi.kernel.commitments.reviewed import Deed, Entry, Name, Question, Review, Target
from luoshi.reader.model import Commitment, Quantity, Reading

_LABEL = re.compile(
    r"^[\s　]*(?:[①-⑳]|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+是|\d+[.、．](?!\d))?[\s　]*"
)
_TITLE = 40


def draw(reading: Reading) -> list[Entry]:
    """Return one entry, still without an id, for each commitment of the reading."""
    quantities = {quantity.id: quantity for quantity in reading.quantities}
    milestones = {milestone.id: milestone for milestone in reading.milestones}
    return [
        Entry(
            id="",
            title=title_of(commitment.quote),
            kind=commitment.kind,
            strength=commitment.strength,
            half=commitment.half,
            section=commitment.section,
            livelihood=commitment.livelihood,
            anchor=make_anchor(reading.text, commitment.start, commitment.end),
            targets=tuple(
                _target(quantities[ref], commitment)
                for ref in commitment.quantities
                if quantities[ref].half in ("plan", "outlook") and quantities[ref].duplicate_of is None
            ),
            deeds=tuple(
                Deed(**{field.name: getattr(milestones[ref], field.name) for field in fields(Deed)})
                for ref in commitment.milestones
            ),
            entities=tuple(
                Name(**{field.name: getattr(entity, field.name) for field in fields(Name)})
                for entity in commitment.entities
            ),
            checks=tuple(_questions(reading, commitment)),
            review=Review(status="draft"),
        )
        for commitment in reading.commitments
    ]


def title_of(quote: str) -> str:
    """Shorten a passage to a title of at most 40 characters, cut where a clause ends if there is one."""
    words = " ".join(_LABEL.sub("", quote).split()).rstrip("。；;，,、 ")
    if len(words) <= _TITLE:
        return words
    head = words[: _TITLE - 1]
    clause = max(head.rfind(mark) for mark in "，,；;、")
    return (head[:clause] if clause >= _TITLE // 3 else head) + "…"


def _target(quantity: Quantity, commitment: Commitment) -> Target:
    values = {field.name: getattr(quantity, field.name) for field in fields(Target)}
    return Target(**values | {"half": None if quantity.half == commitment.half else quantity.half})


def _questions(reading: Reading, commitment: Commitment) -> list[Question]:
    def touches(start: int, end: int) -> bool:
        return start < commitment.end and commitment.start < end

    return [
        Question(id=check.id, message=check.message)
        for check in reading.checks
        if any(touches(span.start, span.end) for span in check.spans)
    ] + [
        Question(id=defect.id, message=defect.message)
        for defect in reading.defects
        if touches(defect.start, defect.end)
    ]
