"""A map without tiles: the city's own boundaries and points, as shapes of an SVG. Pure but for one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

from luoshi.kernel.base.errors import LuoshiError

Position = tuple[float, float]  # longitude, latitude
Ring = tuple[Position, ...]
_WIDTH, _TALLEST, _MARGIN = 640.0, 520.0, 24.0
_LEAST_SPAN = 0.01  # of a degree: one point alone still has a map around it
_DOT, _LARGEST = 2.2, 26.0
_NAME = 80.0  # as wide as a district's name


@dataclass(frozen=True, slots=True)
class Shape:
    """A district's boundary, by the code of its organisation."""

    code: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Something at a place: how large it is drawn, and the key by which a page knows it."""

    key: str
    at: Position
    size: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A boundary as a path."""

    code: str
    d: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A spot as a circle."""

    key: str
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a dot; ``anchor`` as SVG has it."""

    name: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """What a page draws."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    dots: tuple[Dot, ...]


def drawn(shapes: Sequence[Shape], spots: Iterable[Spot]) -> Map | None:
    """Return the map of the shapes and spots, None where there is nothing to draw.

    Degrees of longitude are as wide as they are at the middle latitude. The largest spot is drawn first, so
    that it covers no other.
    """
    spots = sorted(spots, key=lambda spot: (-spot.size, spot.key))
    places = [*(at for shape in shapes for ring in shape.rings for at in ring), *(spot.at for spot in spots)]
    if not places:
        return None
    west, east = _span([x for x, _ in places])
    south, north = _span([y for _, y in places])
    narrow = cos(radians((south + north) / 2))
    scale = min((_WIDTH - 2 * _MARGIN) / ((east - west) * narrow), (_TALLEST - 2 * _MARGIN) / (north - south))
    left = (_WIDTH - (east - west) * narrow * scale) / 2

    def at(place: Position) -> Position:
        x, y = place
        return round(left + (x - west) * narrow * scale, 1), round(_MARGIN + (north - y) * scale, 1)

    return Map(
        width=round(_WIDTH),
        height=round((north - south) * scale + 2 * _MARGIN),
        outlines=tuple(
            Outline(shape.code, " ".join(_path(map(at, ring)) for ring in shape.rings)) for shape in shapes
        ),
        dots=tuple(
            Dot(spot.key, *at(spot.at), round(min(_LARGEST, 4 + _DOT * sqrt(spot.size)), 1)) for spot in spots
        ),
    )


def labels(dots: Sequence[Dot], names: Mapping[str, str]) -> list[Label]:
    """Return each name once, beside the largest dot it belongs to, on the side where there is room."""
    found: dict[str, Label] = {}
    for dot in dots:
        if not (name := names.get(dot.key, "")) or name in found:
            continue
        crowded = any(0 < other.x - dot.x < _NAME and abs(other.y - dot.y) < _LARGEST for other in dots)
        left = crowded or dot.x + dot.r + _NAME > _WIDTH
        x = dot.x - dot.r - 4 if left else dot.x + dot.r + 4
        found[name] = Label(name, round(x, 1), round(dot.y + 5, 1), "end" if left else "start")
    return list(found.values())


def boundaries(path: Path) -> tuple[Shape, ...]:
    """Return the boundaries that the city ships, none where it ships none. Raises ``map-invalid``.

    RFC 7946: a FeatureCollection of polygons in WGS 84, each with the code of its organisation as the
    property ``code``.
    """
    if not path.exists():
        return ()
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _: int) -> tuple[Shape, ...]:
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return tuple(
            Shape(str(one["properties"]["code"]), tuple(_rings(one["geometry"]))) for one in features
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LuoshiError(
            "map-invalid",
            f"{path.name} 不是区县边界：须为 GeoJSON 的 FeatureCollection，每个 Polygon 或 MultiPolygon "
            f"的 properties 有机构代码 code（{error}）。",
            f"{path.name} holds no boundaries: polygons with a property code ({error}).",
        ) from error


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(geometry["type"])
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield tuple((float(x), float(y)) for x, y, *_ in ring)


def _span(values: Sequence[float]) -> Position:
    low, high = min(values), max(values)
    wanting = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return low - wanting, high + wanting


def _path(places: Iterable[Position]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in places) + "Z"
