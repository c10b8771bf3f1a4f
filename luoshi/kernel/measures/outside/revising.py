"""What a stated figure does to what is known: nothing, a first figure, a confirmation, a revision. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from luoshi.kernel.measures.points import Status


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as stated: ``status`` is None where nothing was said of it."""

    value: Decimal | None
    known_at: datetime
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Status | None = None


def status_to_add(history: Sequence[Stated], new: Stated) -> Status | None:
    """Return with which status the figure is to be added; None where it says nothing new.

    ``history`` is of the same series, place and period, earliest known first. A value equal to the one
    known then adds nothing, unless it confirms a provisional one. Raises ValueError in words where a
    figure known later is there already, or another of the same moment: what was known is never altered.
    """
    earlier = [one for one in history if one.known_at <= new.known_at]
    later = [one for one in history if one.known_at > new.known_at]
    before = earlier[-1] if earlier else None
    if before is not None and _same(before, new) and not _says_more(before.status, new.status):
        return None
    if later:
        if before is None and _same(later[0], new):
            return None
        raise ValueError(f"已有 {later[-1].known_at:%Y-%m-%d} 公布的数值，不能再补入更早公布的")
    if before is not None and before.known_at == new.known_at:
        raise ValueError("同一公布日期已有不同的数值；更正请写更正的公布日期")
    if new.status in (Status.PROVISIONAL, Status.MISSING, Status.BREAK):
        return new.status
    if before is not None and not _same(before, new):
        return Status.REVISED
    return new.status or Status.NORMAL


def _same(before: Stated, new: Stated) -> bool:
    parts = ((before.numerator, new.numerator), (before.denominator, new.denominator))
    return before.value == new.value and all(said is None or said == kept for kept, said in parts)


def _says_more(before: Status | None, now: Status | None) -> bool:
    """Tell whether an equal value says more: the final figure after a provisional one, or a break."""
    final = before is Status.PROVISIONAL and now in (Status.NORMAL, Status.REVISED)
    return final or (now is Status.BREAK and before is not Status.BREAK)
