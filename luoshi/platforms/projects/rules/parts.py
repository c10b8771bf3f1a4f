"""The parts into which a project is split, as a person writes them: a name and a sum on each line. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.cases.declarations import Field, Kind
from luoshi.kernel.cases.fields import accept

_PLANNED = (Field("planned", "计划总投资", Kind.MONEY),)


@dataclass(frozen=True, slots=True)
class Part:
    """One of them; money in whole fen."""

    title: str
    planned: int


def parts_of(text: str) -> tuple[Part, ...] | None:
    """Return the parts, at least two and none with another's name; None where the text cannot be read so."""
    parts = [_part(line) for line in text.splitlines() if line.strip()]
    told = tuple(part for part in parts if part)
    whole = len(told) == len(parts) >= 2 and len({part.title for part in told}) == len(told)
    return told if whole else None


def _part(line: str) -> Part | None:
    title, _, planned = line.strip().replace("\t", " ").rpartition(" ")
    values, problems = accept(_PLANNED, {"planned": planned})
    if problems or not title.strip() or values["planned"] <= 0:
        return None
    return Part(title.strip(), values["planned"])
