"""What acts look up in the database, fetched once for many of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import WorkingCalendar
from luoshi.kernel.cases.actions.judging import accepted
from luoshi.kernel.cases.actions.preparing import PEOPLE, UNITS, named
from luoshi.kernel.cases.declarations import Action, CaseType, Effect, Kind
from luoshi.kernel.cases.effects import Once, Telling
from luoshi.kernel.cases.errors import FormInvalid
from luoshi.kernel.cases.fields import Problem
from luoshi.kernel.cases.standing import Place
from luoshi.kernel.cases.tables import unlisted
from luoshi.kernel.orgs.models import Account, Organisation
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Book


class _Remembered(Book):
    """A book that remembers which period held on a day: many acts of a day ask the same."""

    __slots__ = ("_terms",)

    def __init__(self, book: Book) -> None:
        super().__init__(book.settings())
        self._terms: dict[tuple[str, date, str], tuple[Term, Law]] = {}

    def term(self, key: str, *, on: date, scope: str) -> tuple[Term, Law]:
        """Return the period that holds, with its law. Raises what the book raises."""
        asked = (key, on, scope)
        if (found := self._terms.get(asked)) is None:
            found = self._terms[asked] = super().term(key, on=on, scope=scope)
        return found


@dataclass(slots=True)
class Known:
    """The calendar, the parameters, the organisations with their spans, the active accounts."""

    calendar: WorkingCalendar
    book: Book
    organisations: Mapping[str, tuple[Place, date, date | None]]
    people: frozenset[int]
    codes: Mapping[int, str]  # of the organisations
    _listed: set[tuple[str, str, date]] = field(default_factory=set)
    _accepted: dict[Hashable, dict[str, Any]] = field(default_factory=dict)

    def accepted(self, action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values as the chain keeps them. What is said again and again is read once."""
        said = (id(action), *data.items())
        try:
            if (found := self._accepted.get(said)) is None:
                found = self._accepted[said] = accepted(action, data)
        except TypeError:  # a list among them
            return accepted(action, data)
        return found

    def places(self, action: Action, values: Mapping[str, Any], *, on: date) -> dict[str, Place]:
        """Return the organisations the form names. Raises ``FormInvalid`` for whatever does not exist."""
        units, people = named(action, values, UNITS), named(action, values, PEOPLE)
        found = {code: place for code in units if (place := self._place(code, on))}
        missing = [Problem(units[code], f"没有这个单位：{code}") for code in units if code not in found]
        missing += [Problem(people[pk], f"没有这个账号：{pk}") for pk in people if pk not in self.people]
        missing += self._unlisted(action, values, on)
        if missing:
            raise FormInvalid(missing)
        return found

    def _place(self, code: str, on: date) -> Place | None:
        place, since, until = self.organisations.get(code, (None, on, None))
        return place if since <= on and (until is None or on < until) else None

    def _unlisted(self, action: Action, values: Mapping[str, Any], on: date) -> list[Problem]:
        fields = [one for one in action.form if one.kind is Kind.ENTRY and one.key in values]
        asked = {(one.table, values[one.key], on) for one in fields}
        if asked <= self._listed:
            return []
        problems = unlisted(action, values, on=on)
        if not problems:
            self._listed |= asked
        return problems


@cache
def named_in(declared: CaseType) -> frozenset[str]:
    """Return the actions of the type whose forms name anything that must exist."""
    kinds = (*UNITS, *PEOPLE, Kind.ENTRY)
    return frozenset(act.key for act in declared.acts if any(one.kind in kinds for one in act.form))


@cache
def lasting(declared: CaseType) -> dict[str, list[Effect]]:
    """Return for each action of the type the effects that do more than tell somebody."""
    return {
        act.key: [one for one in act.then if not isinstance(one, (Telling, Once))] for act in declared.acts
    }


def know() -> Known:
    """Return what is in force now. Fetch it anew for what happens after a change of any of it."""
    rows = Organisation.objects.values_list("pk", "code", "path", "valid_from", "valid_to")
    organisations = {code: (Place(pk, code, path), since, until) for pk, code, path, since, until in rows}
    return Known(
        calendar=working_calendar(),
        book=_Remembered(parameter_book()),
        organisations=organisations,
        people=frozenset(Account.objects.filter(is_active=True).values_list("pk", flat=True)),
        codes={place.pk: code for code, (place, _, _) in organisations.items()},
    )
