"""The unit that should answer: the city's ordered rules, and beside them what past dispatches say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from luoshi.kernel.base.tables import Table
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.composed import Blank, Where, answers, one_of, question_of
from luoshi.platforms.hotline.advising.places import Bodies
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import DispatchCount, Suggestion
from luoshi.platforms.hotline.suggesting.categories import levels
from luoshi.platforms.hotline.suggesting.routing import Dispatches, Matter, Route, Rule, routes, wider

LOCALITY = "locality"  # in a table: the district in which it happened
_RULES, _CATEGORIES = "hotline_routes", "hotline_categories"


def units(said: Said, bodies: Bodies, *, on: date) -> list[Proposal]:
    """Return the unit of the first rule that matches, then up to three that past dispatches speak for.

    Units that are accused, or do not exist on the day, are left out. One query.
    """
    place = bodies.place_of(said.locality)
    matter = Matter(text=f"{said.heading}\n{said.content}", category=said.category, place=place.region)
    rules, titles = rules_on(on)
    found = routes(matter, rules=rules, dispatches=_dispatches(matter))
    found = [replace(one, unit=place.district) if one.unit == LOCALITY else one for one in found]
    names = {code: body.name for code, body in bodies.by_code.items() if code not in said.accused}
    return [_proposal(one, names[one.unit], titles) for one in found if one.unit in names]


def rules_on(day: date) -> tuple[list[Rule], Mapping[str, str]]:
    """Return the rules of the day in their order, and what each says. The last are those of categories.

    Where all below a category go to one unit, so does the category itself.
    """
    return _rules(city_table(_RULES), city_table(_CATEGORIES), day)


@lru_cache(8)
def _rules(table: Table, categories: Table, day: date) -> tuple[list[Rule], Mapping[str, str]]:
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
    asked = {"categories": list(levels(matter.category)), "places": ["", *wider(matter.place)]}
    return Dispatches.restore((*names, count) for *names, count in answers(_counted(), asked))


@cache
def _counted() -> Where:
    """Return the question how often units were sent requests of some categories in some places."""
    categories = one_of("category", Blank("categories", "text[]"))
    rows = DispatchCount.objects.filter(categories, one_of("place", Blank("places", "text[]")))
    return question_of(rows.values_list("category", "place", "unit", "count"))


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
