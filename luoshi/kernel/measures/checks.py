"""What Django's system check asks of facts, measures and outside series. Asks no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import Problem
from luoshi.kernel.measures.outside.folder import examine_series
from luoshi.kernel.measures.registry import examine_facts, examine_measures
from luoshi.kernel.orgs.directory import read_directory


@register("measures")
def facts_and_measures_are_sound(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Read every file and name every problem with its line."""
    facts, wrong = examine_facts()
    _, problems = examine_measures(facts)
    return [
        *(Error(str(one.zh), hint=one.en, obj=one.where, id="measures.E001") for one in wrong),
        *(Error(str(one.zh), hint=one.en, obj=one.where, id="measures.E002") for one in problems),
    ]


@register("measures")
def outside_series_are_sound(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Read the city's series.yaml and name every problem with its entry. A city may do without the file."""
    path: Path = settings.CITY.series_path
    if not path.exists():
        return []
    try:
        series, problems = examine_series(path)
    except LuoshiError as error:
        return [Error(error.zh, hint=error.en, obj=path.name, id="measures.E003")]
    owners = {one.key: one.owner for one in series}
    problems += _strangers(owners, path.name)
    return [Error(one.zh, hint=one.en, obj=one.where, id="measures.E003") for one in problems]


def _strangers(owners: dict[str, str], name: str) -> Iterator[Problem]:
    """Yield each series whose owner is no organisation of the city. An unsound directory tells none."""
    try:
        directory = read_directory(settings.CITY.organisations_path)
    except LuoshiError:
        return
    known = {one.code for one in directory.organisations}
    for key, owner in owners.items():
        if owner not in known:
            zh = f"organisations.yaml 中没有机构 {owner}"
            yield Problem(f"{name}.{key}.owner", zh, f"organisations.yaml has no {owner}")
