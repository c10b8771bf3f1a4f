"""Projects on the city's map: by how large they are, and by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from django.conf import settings
from django.db.models import QuerySet

from luoshi.kernel.orgs.mapping import Dot, Outline, Spot, boundaries, drawn
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counted import counted
from luoshi.platforms.projects.stages import stage_of

MOST = 1_000  # projects that are drawn, the largest first
_UNIT = 100_000_000 * 100  # fen: 1亿元 is a spot of size 1
_COLUMNS = ("code", "name", "state", "planned", "longitude", "latitude")


@dataclass(frozen=True, slots=True)
class Mark:
    """A project on the map: its shape as a path, by the kind of stage it is in."""

    project: Project
    stage: str
    d: str


@dataclass(frozen=True, slots=True)
class ProjectMap:
    """What a page draws, and how many projects have no place."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    marks: list[Mark]
    missing: int


def map_of(rows: QuerySet[Project], *, total: int) -> ProjectMap | None:
    """Return the map of the projects that count, None where none has a place. One query.

    ``total`` is how many of them count. Raises ``map-invalid``.
    """
    placed = (
        counted(rows).filter(longitude__isnull=False, latitude__isnull=False).order_by("-planned", "case")
    )
    projects = {project.code: project for project in placed.only(*_COLUMNS)[:MOST]}
    spots = [_spot(project) for project in projects.values()]
    found = drawn(boundaries(settings.CITY.districts_path), spots) if spots else None
    if found is None:
        return None
    marks = [_mark(dot, projects[dot.key]) for dot in found.dots]
    return ProjectMap(found.width, found.height, found.outlines, marks, total - len(marks))


def _spot(project: Project) -> Spot:
    at = (project.longitude or 0.0, project.latitude or 0.0)
    return Spot(project.code, at, project.planned // _UNIT)


def _mark(dot: Dot, project: Project) -> Mark:
    stage = stage_of(project.state)
    return Mark(project, stage, _SHAPES[stage](dot.x, dot.y, dot.r))


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f},{y:g}a{r:g},{r:g} 0 1,0 {2 * r:.1f},0a{r:g},{r:g} 0 1,0 {-2 * r:.1f},0Z"


def _square(x: float, y: float, r: float) -> str:
    side = r * sqrt(3)
    return f"M{x - side / 2:.1f},{y - side / 2:.1f}h{side:.1f}v{side:.1f}h{-side:.1f}Z"


def _diamond(x: float, y: float, r: float) -> str:
    r *= 1.2
    return f"M{x:g},{y - r:.1f}l{r:.1f},{r:.1f}l{-r:.1f},{r:.1f}l{-r:.1f},{-r:.1f}Z"


def _triangle(x: float, y: float, r: float) -> str:
    r *= 1.2
    return f"M{x:g},{y - r:.1f}l{r:.1f},{1.7 * r:.1f}h{-2 * r:.1f}Z"


def _cross(x: float, y: float, r: float) -> str:
    r *= 0.7
    return f"M{x - r:.1f},{y - r:.1f}l{2 * r:.1f},{2 * r:.1f}m0,{-2 * r:.1f}l{-2 * r:.1f},{2 * r:.1f}"


_SHAPES = {
    "before": _circle,
    "building": _triangle,
    "suspended": _diamond,
    "finished": _square,
    "ended": _cross,
}
