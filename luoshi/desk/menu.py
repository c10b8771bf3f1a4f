"""The platforms in the bar of the desk: who is shown which, and whose page this is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from luoshi.desk.staff import Visit

_ASKING = {"dispatcher", "discipline"}  # who keep the rounds of 群众点题


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's first page. ``below`` are the beginnings of the names of all its addresses."""

    title: Any
    name: str
    below: tuple[str, ...]
    shown: Callable[[Visit], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    title: Any
    address: str
    here: bool


PLATFORMS = (
    Platform(_("12345 运行"), "wall", ("wall",), lambda visit: visit.runs_hotline),
    Platform(_("热点"), "hot", ("hot",), lambda visit: visit.watches_hotline),
    Platform(
        _("群众点题"),
        "rounds",
        ("round", "opinion", "survey"),
        lambda visit: bool(visit.actor.roles & _ASKING),
    ),
    Platform(_("预付"), "prepaid", ("prepaid", "custody"), lambda visit: visit.sees_prepaid),
    Platform(pgettext_lazy("platform", "项目"), "projects", ("project",), lambda visit: visit.sees_projects),
    Platform(_("招商"), "investment", ("investment",), lambda visit: visit.sees_investment),
)


def platforms_of(visit: Visit, name: str) -> list[Entry]:
    """Return the platforms that the visitor works with; ``name`` is that of the address they are at."""
    return [
        Entry(one.title, reverse(f"desk:{one.name}"), name.startswith(one.below))
        for one in PLATFORMS
        if one.shown(visit)
    ]
