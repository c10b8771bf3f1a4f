"""Ties between figures: where one started (由…降至), what it is a part of (其中), what 分别 deals out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from luoshi.reader.context.naming import Name
from luoshi.reader.context.surroundings import Surroundings
from luoshi.reader.document import Document
from luoshi.reader.model import Quantity


def link(
    quantities: list[Quantity], group: Sequence[Surroundings], names: Sequence[Name], before: Quantity | None
) -> list[Quantity]:
    """Return the quantities of a sentence with their ties; ``before`` is the last one before the sentence."""
    linked: list[Quantity] = []
    whole: Quantity | None = None
    for index, (quantity, around, name) in enumerate(zip(quantities, group, names, strict=True)):
        if around.joint not in (",", "、"):
            whole = None
        if "其中" in around.clause:
            whole = _whole(quantities[:index]) or before
        start = quantities[index - 1] if index else None
        baseline = start.id if start and _starts(start, quantity, around) else None
        share_of = whole.id if whole and _is_share(quantity, whole) else None
        first = quantities[name.group].id if name.group is not None else None
        tied = baseline or share_of or first
        linked.append(
            replace(quantity, baseline=baseline, share_of=share_of, group=first) if tied else quantity
        )
    return linked


def name_originals(quantities: Sequence[Quantity], document: Document) -> tuple[Quantity, ...]:
    """Name the quantity that each one in a copied passage repeats."""
    originals = {sentence.id: sentence.duplicate_of for sentence in document.sentences}
    if not any(originals.values()):
        return tuple(quantities)
    by_sentence: dict[tuple[str, str], str] = {}
    for quantity in quantities:
        by_sentence.setdefault((quantity.sentence, quantity.quote), quantity.id)
    return tuple(
        replace(quantity, duplicate_of=by_sentence.get((original, quantity.quote)))
        if (original := originals.get(quantity.sentence))
        else quantity
        for quantity in quantities
    )


def _starts(start: Quantity, quantity: Quantity, around: Surroundings) -> bool:
    return start.half == "background" != quantity.half and around.adjoining and start.unit == quantity.unit


def _whole(earlier: Sequence[Quantity]) -> Quantity | None:
    """Return the figure that 其中 takes its part from: the last level that is no baseline."""
    levels = [quantity for quantity in earlier if quantity.form == "level" and quantity.half != "background"]
    return levels[-1] if levels else None


def _is_share(quantity: Quantity, whole: Quantity) -> bool:
    return quantity.form == "level" and (quantity.unit == whole.unit or quantity.unit == "%")
