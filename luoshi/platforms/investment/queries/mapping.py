"""The drawing of a chain as a page shows it: boxes that lead somewhere, how large, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luoshi.platforms.investment.chain.gaps import MEANINGS, SIGNS, TITLES, Gap
from luoshi.platforms.investment.chain.layout import HIGH, WIDE, Stroke
from luoshi.platforms.investment.models import Node
from luoshi.platforms.investment.queries.chains import ChainSeen, Limits, NodeSeen, drawn, links_on

ZOOMS = (50, 75, 100, 150)
_USUAL, _LONGEST = 75, 10  # signs of a name that fit into a box


@dataclass(frozen=True, slots=True)
class MapBox:
    """A node in the drawing; ``at`` is where its upper left corner stands."""

    seen: NodeSeen
    at: str
    href: str

    @property
    def name(self) -> str:
        """Return as much of its name as fits."""
        name = self.seen.node.name
        return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class ChainMap:
    """All a page needs to draw a chain. Numbers are text, as SVG reads them in every language."""

    boxes: tuple[MapBox, ...]
    strokes: tuple[Stroke, ...]
    view: str
    width: str
    zoom: int
    near: str
    whole: int

    wide, high, zooms = str(WIDE), str(HIGH), ZOOMS

    @property
    def key(self) -> list[tuple[Gap, str, str, str]]:
        """Return each class with its sign, its title and what it means."""
        return [(gap, SIGNS[gap], TITLES[gap], MEANINGS[gap]) for gap in Gap]


def map_of(
    seen: ChainSeen, limits: Limits, *, near: str, zoom: str, address: Callable[[Node], str]
) -> ChainMap:
    """Return the drawing of the chain, or of what is near one of its nodes. One query."""
    known = near if any(one.node.code == near for one in seen.nodes) else ""
    found = drawn(seen, links_on(limits.on, [one.node.pk for one in seen.nodes]), near=known)
    wanted = int(zoom) if zoom.isdecimal() and int(zoom) in ZOOMS else _USUAL
    width, height = found.drawing.width, found.drawing.height
    return ChainMap(
        tuple(MapBox(one, f"{box.x} {box.y}", address(one.node)) for box, one in found.boxes),
        found.drawing.strokes,
        f"0 0 {width} {height}",
        f"{width * wanted / 100:.0f}",
        wanted,
        known,
        len(seen.nodes),
    )
