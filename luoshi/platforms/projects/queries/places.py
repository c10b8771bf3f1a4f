"""Names of the bodies and places that projects tell by their codes. One query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.projects.models import Project


@dataclass(frozen=True, slots=True)
class Places:
    """Short names and paths of organisations by code, and the districts in force."""

    names: dict[str, str]
    paths: dict[str, str]
    districts: list[tuple[str, str]]

    def unit(self, project: Project) -> str:
        """Return the name of the body that answers for the project."""
        return self.names.get(code := unit_of(project.path), code)

    def place(self, project: Project) -> str:
        """Return where the project stands: 铁西区 仁兴街道; nothing where nobody said."""
        path = self.paths.get(project.locality, "")
        inside = next((code for code, _ in self.districts if f"/{code}/" in f"/{path}"), "")
        codes = dict.fromkeys(code for code in (inside, project.locality) if code)
        return " ".join(self.names.get(code, code) for code in codes)

    def district(self, code: str) -> str:
        """Return the path of the district of that code, or nothing."""
        return self.paths[code] if code in dict(self.districts) else ""


def places_of(projects: Iterable[Project], *, on: date, units: Iterable[str] = ()) -> Places:
    """Return the names behind the projects, and of the units by their paths."""
    projects = list(projects)
    paths = {*units, *(project.path for project in projects)}
    codes = {unit_of(path) for path in paths} | {project.locality for project in projects}
    wanted = Q(kind=Kind.DISTRICT) | Q(code__in=codes - {""})
    found = list(Organisation.objects.filter(wanted).order_by("region", "path"))
    return Places(
        {body.code: body.short for body in found},
        {body.code: body.path for body in found},
        [(body.code, body.short) for body in found if body.kind == Kind.DISTRICT and _exists(body, on)],
    )


def unit_of(path: str) -> str:
    """Return the code of the body at the path."""
    return path.rstrip("/").rsplit("/", 1)[-1]


def _exists(body: Organisation, on: date) -> bool:
    return body.valid_from <= on and (body.valid_to is None or on < body.valid_to)
