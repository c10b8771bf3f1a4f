"""Every fact and measure of the installed platforms, found by folder: ``facts/*.sql``, ``measures/*.sql``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.manifest import load_manifests
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.measures.definitions import Definition, examine
from luoshi.kernel.measures.facts import Fact, examine_fact


@cache
def facts() -> dict[str, Fact]:
    """Return every published fact by its name, as ``proposals_matters``. Raises ``fact-invalid``."""
    found, problems = examine_facts()
    require_none(problems, code="fact-invalid", name="facts")
    return found


@cache
def measures() -> dict[str, Definition]:
    """Return every measure by its key, as ``proposals.answered_rate``. Raises ``measure-invalid``."""
    found, problems = examine_measures(facts())
    require_none(problems, code="measure-invalid", name="measures")
    return found


def measure(key: str) -> Definition:
    """Return the measure. Raises ``measure-unknown``."""
    try:
        return measures()[key]
    except KeyError:
        known = "、".join(measures()) or "无"
        raise LuoshiError(
            "measure-unknown",
            f"没有指标“{key}”。现有：{known}。",
            f"There is no measure {key}. There are: {', '.join(measures()) or 'none'}.",
        ) from None


def examine_facts() -> tuple[dict[str, Fact], list[Problem]]:
    """Return the facts and everything that is wrong with their files."""
    found: dict[str, Fact] = {}
    problems: list[Problem] = []
    for label, path in _files("facts"):
        name = f"{label}_{path.stem}"
        where = f"{label}/facts/{path.name}"
        found[name], wrong = examine_fact(path.read_text("utf-8"), name=name, where=where)
        problems += wrong
    return found, problems


def examine_measures(known: dict[str, Fact]) -> tuple[dict[str, Definition], list[Problem]]:
    """Return the measures over the facts and everything that is wrong with their files."""
    columns = {name: tuple(fact.columns) for name, fact in known.items()}
    found: dict[str, Definition] = {}
    problems: list[Problem] = []
    for label, path in _files("measures"):
        key, where = f"{label}.{path.stem}", f"{label}/measures/{path.name}"
        definition, wrong = examine(path.read_text("utf-8"), key=key, facts=columns, where=where)
        problems += wrong
        if definition is not None:
            found[key] = definition
    return found, problems


def _files(folder: str) -> Iterator[tuple[str, Path]]:
    for package, manifest in zip(settings.PLATFORMS, load_manifests(settings.PLATFORMS), strict=True):
        home = Path(str(import_module(package).__file__)).parent / folder
        for path in sorted(home.glob("*.sql")):
            yield manifest.label, path
