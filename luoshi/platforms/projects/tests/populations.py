"""A small made population: projects opened as matters, their rows then set to where a test wants them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.lists.asking import Standing, standing
from luoshi.platforms.projects.lists.changing import load_lists
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.tests.factories import MILLION, propose

TODAY = date(2026, 3, 10)
LOADED = moment("2026-01-05")


def load() -> None:
    """Bring in the city's lists."""
    load_lists(settings.CITY.lists_path("projects"), at=LOADED)


def placed(by: Actor, name: str, **columns: Any) -> Project:
    """Make a project of 80 million yuan whose row holds the columns named, and nothing it was not given."""
    case = propose(by, title=name, planned=columns.get("planned", 80 * MILLION))
    empty = {"plans_start_on": None, "plans_finish_on": None, "stage_since": TODAY, "proposed_on": TODAY}
    Project.objects.filter(case=case).update(**(empty | columns))
    return Project.objects.get(case=case)


def held(key: str) -> Standing:
    """Return the list as it holds."""
    found = standing(key)
    assert found is not None
    return found


def on_list(key: str, *, on: date = TODAY) -> list[str]:
    """Return the names of the projects on the list, in its order."""
    return [project.name for project in held(key).projects(Project.objects.all(), on=on)]
