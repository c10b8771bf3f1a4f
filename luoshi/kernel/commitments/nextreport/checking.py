"""Read a draft as anybody's report is read, and tell where it does not say what was meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoshi.kernel.commitments.nextreport.items import Figure, Piece, text_of
from luoshi.reader import read_text
from luoshi.reader.figures.units import canonical
from luoshi.reader.model import Quantity


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is printed in a text, half-open, in code points."""

    start: int
    end: int
    figure: Figure


def read_back(text: str, places: Sequence[Place]) -> list[str]:
    """Return every difference between the figures meant and those the reader finds, in words; [] is right."""
    found = list(read_text(text, name="draft").quantities)
    wrong = []
    for place in places:
        at = [one for one in found if one.start < place.end and place.start < one.end]
        found = [one for one in found if one not in at]
        if len(at) != 1:
            wrong.append(f"“{place.figure.words}”读作 {len(at)} 个数字")
        elif differing := _differing(at[0], place.figure):
            wrong.append(f"“{place.figure.words}”{differing}")
    return [*wrong, *(f"多读出“{one.quote}”" for one in found)]


def reads_right(pieces: Iterable[Piece], *, year: int) -> bool:
    """Tell whether a sentence, in the review of the year's report, reads back to exactly its figures."""
    text = f"{year}年政府工作报告\n\n一、{year - 1}年工作回顾\n\n（一）重点工作\n\n"
    places = []
    for piece in pieces:
        words = text_of(piece)
        if isinstance(piece, Figure):
            places.append(Place(len(text), len(text) + len(words), piece))
        text += words
    return not read_back(f"{text}。\n", places)


def states_nothing(text: str, *, year: int) -> bool:
    """Tell whether the words give a reader no figure."""
    return reads_right((text,), year=year)


def _differing(read: Quantity, meant: Figure) -> str:
    pairs = {
        "值": (read.value, meant.value),
        "单位": (read.unit, canonical(meant.unit)),
        "比较": (read.cmp, meant.cmp),
        "形式": (read.form, meant.form),
        "方向": (read.sign, meant.sign),
        "部分": (read.half, "review"),
        "时期": (read.period, meant.period),
    }
    return "，".join(f"{name}读作 {got}，应为 {want}" for name, (got, want) in pairs.items() if got != want)
