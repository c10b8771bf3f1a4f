"""The unit that should answer: the city's ordered rules, and beside them what past dispatches say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import DispatchCount, Suggestion
from luoshi.platforms.hotline.suggesting.categories import levels
from luoshi.platforms.hotline.suggesting.routing import Dispatches, Matter, Route, Rule, routes, wider

LOCALITY = "locality"  # in a table: the district in which it happened
_RULES, _CATEGORIES = "hotline_routes", "hotline_categories"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: the code of the division and the district that answers for it."""

    region: str = ""
    district: str = ""


def units(said: Said, *, on: date) -> list[Proposal]:
    """Return the unit of the first rule that matches, then up to three that past dispatches speak for.

    Units that are accused, or do not exist on the day, are left out. Three queries.
    """
    place = place_of(said.locality, on=on)
    matter = Matter(text=f"{said.heading}\n{said.content}", category=said.category, place=place.region)
    rules, titles = rules_on(on)
    found = routes(matter, rules=rules, dispatches=_dispatches(matter))
    found = [replace(one, unit=place.district) if one.unit == LOCALITY else one for one in found]
    names = dict(
        Organisation.objects.in_force(on)
        .filter(code__in={one.unit for one in found} - set(said.accused))
        .values_list("code", "name")
    )
    return [_proposal(one, names[one.unit], titles) for one in found if one.unit in names]


def place_of(locality: str, *, on: date) -> Place:
    """Return the place of a locality: a street, town or district. One query, none without one."""
    if not locality:
        return Place()
    near = Organisation.objects.in_force(on).filter(Q(code=locality) | Q(kind=Kind.DISTRICT))
    rows = list(near.values_list("code", "path", "region", "kind"))
    here = next((row for row in rows if row[0] == locality), None)
    if here is None:
        return Place()
    around = [row for row in rows if row[3] == Kind.DISTRICT and here[1].startswith(row[1])]
    return Place(here[2], max(around, key=lambda row: len(row[1]))[0] if around else "")


def rules_on(day: date) -> tuple[list[Rule], Mapping[str, str]]:
    """Return the rules of the day in their order, and what each says. The last are those of categories.

    Where all below a category go to one unit, so does the category itself.
    """
    table, categories = city_table(_RULES), city_table(_CATEGORIES)
    rules = [
        Rule(
            id=entry.code,
            unit=entry.more.get("unit", ""),
            categories=tuple(entry.more.get("categories", "").split()),
            places=tuple(entry.more.get("places", "").split()),
            words=tuple(entry.more.get("words", "").split()),
            unless=tuple(entry.more.get("unless", "").split()),
        )
        for entry in table
        if entry.holds(day)
    ]
    titles = {entry.code: entry.title for entry in table}
    below: dict[str, set[str]] = {}
    for leaf in categories.leaves(day):
        for entry in categories.chain(leaf.code):
            below.setdefault(entry.code, set()).add(leaf.more.get("unit", ""))
            titles[entry.code] = f"“{entry.title}”类归它办理"
    finest_first = sorted(below, key=lambda code: (-len(categories.chain(code)), code))
    rules += [
        Rule(id=code, unit=unit, categories=(code,))
        for code in finest_first
        if len(below[code]) == 1 and (unit := next(iter(below[code])))
    ]
    return rules, titles


def _dispatches(matter: Matter) -> Dispatches:
    if not matter.category:
        return Dispatches()
    rows = DispatchCount.objects.filter(
        category__in=levels(matter.category), place__in=["", *wider(matter.place)]
    )
    return Dispatches.restore(rows.values_list("category", "place", "unit", "count"))


def _proposal(route: Route, name: str, titles: Mapping[str, str]) -> Proposal:
    return Proposal(
        kind=Suggestion.Kind.UNIT,
        value=route.unit,
        title=name,
        confidence=route.share,
        producer=f"{route.by}:{route.source}",
        why=_why(route, titles),
    )


def _why(route: Route, titles: Mapping[str, str]) -> str:
    if route.by != "rule":
        return f"过去一年同类办结 {route.seen} 件，其中 {round(100 * (route.share or 0))}% 由它办结"
    words = f"（提到“{'、'.join(route.words)}”）" if route.words else ""
    return f"{titles.get(route.source, route.source)}{words}"[:200]
