"""Names behind codes: organisations, people and posts, fetched once for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from luoshi.desk.queries.turn import under
from luoshi.kernel.cases.declarations import CaseType, Field, Into, Kind
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.composed import Blank, Where, answers, question_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Holding, Organisation, Post

PEOPLE_OFFERED = 500


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code or key. What is unknown is shown as its code."""

    units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)

    def value(self, of: Field, value: Any) -> str:
        """Return a field's value as a person reads it."""
        return shown(of, value, units=self.units, people=self.people, entries=titled)


class UnitRead(NamedTuple):
    """An organisation whose cases somebody reads."""

    code: str
    short: str
    path: str


def names_in(declared: CaseType, records: Iterable[tuple[str, Mapping[str, Any]]], posts: set[str]) -> Names:
    """Return the names of all that the records (action, data) mention, and of the posts. Three queries."""
    units: set[str] = set()
    people: set[int] = set()
    for action, data in records:
        if isinstance(code := data.get("unit"), str):
            units.add(code)
        for of in _fields(declared, action):
            value = data.get(of.key)
            if of.kind in (Kind.UNIT, Kind.PERSON):
                value = [value]
            if of.kind in (Kind.UNIT, Kind.UNITS):
                units.update(code for code in value or () if isinstance(code, str))
            elif of.kind in (Kind.PERSON, Kind.PEOPLE):
                people.update(pk for pk in value or () if isinstance(pk, int))
    return Names(
        dict(Organisation.objects.filter(code__in=units).values_list("code", "short")) if units else {},
        {a.pk: a.get_full_name() for a in Account.objects.filter(pk__in=people)} if people else {},
        dict(Post.objects.filter(code__in=posts).values_list("code", "title")) if posts else {},
    )


def units_offered(on: date) -> list[Organisation]:
    """Return the organisations a form may name, by kind and place in the tree."""
    order = {
        kind: place for place, (kind, _) in enumerate(Organisation._meta.get_field("kind").choices or ())
    }
    units = Organisation.objects.in_force(on).only("code", "name", "short", "kind", "path")
    return sorted(units, key=lambda unit: (order.get(unit.kind, 99), unit.path))


def units_read(actor: Actor, on: date) -> list[UnitRead]:
    """Return the organisations whose cases the actor reads, in the order of the tree."""
    return [UnitRead(*row) for row in answers(_read(actor.paths), {"on": on})]


@lru_cache(500)
def _read(paths: tuple[str, ...]) -> Where:
    on: Any = Blank("on")
    units = Organisation.objects.in_force(on).filter(under(paths))
    return question_of(units.values_list("code", "short", "path"))


def people_offered(
    of: Field, declared: CaseType, case: Case | None, actor: Actor, on: date
) -> list[tuple[int, str]]:
    """Return whom a field may name: who may sign with the opener, else the people of the case's unit.

    Where there is no case yet, or nobody in its unit, those of the actor's organisations.
    """
    if of.into is Into.SIGNERS:
        posts = [declared.role(key).post for key in declared.opening.by]
        wanted = Q()
        for post in posts:
            wanted |= Q(post__roles__contains=[post])
    else:
        wanted = Q(post__organisation__path__startswith=case.path) if case else Q()
        if not case:
            for path in actor.paths:
                wanted |= Q(post__organisation__path__startswith=path)
    held = Holding.objects.in_force(on).filter(wanted, account__is_active=True)
    rows = held.order_by("account__name", "account_id").values_list(
        "account_id", "account__name", "account__username", "post__organisation__short"
    )
    people: dict[int, str] = {}
    for pk, name, username, unit in rows[:PEOPLE_OFFERED]:
        people.setdefault(pk, f"{name or username}（{unit}）")
    return list(people.items())


def _fields(declared: CaseType, action: str) -> tuple[Field, ...]:
    found = declared.action(action)
    return found.form if found else ()
