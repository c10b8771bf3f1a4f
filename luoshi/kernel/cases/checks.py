"""What Django's system check asks of the declared types, and what only the database can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from string import Formatter
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.declarations import CaseType, Kind
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.directory import read_directory
from luoshi.kernel.parameters.rules import Book


@register("cases")
def declared_types_are_sound(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Prove every declared type. Asks no database."""
    types = case_types()
    return [
        Error(fault, hint="Put the declaration right in the platform's types.py.", obj=key, id="cases.E001")
        for key, declared in types.items()
        for fault in (*faults_of(declared, known=types), *_unread_tables(declared))
    ]


@register("cases")
def posts_read_types_that_exist(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Name each post of the city that is to read a type nobody declares. An unsound directory tells none."""
    try:
        directory = read_directory(settings.CITY.organisations_path)
    except LuoshiError:
        return []
    return [
        Error(
            f"post {post.code} reads {key}, which is no type",
            hint="posts: reads:",
            obj=post.where,
            id="cases.E002",
        )
        for post in directory.posts
        for key in post.reads
        if key not in case_types()
    ]


def missing_parameters(declared: CaseType, book: Book, *, on: date, scope: str) -> list[str]:
    """Return, in words, which parameters that the type names have no value on the day.

    A ``{field}`` in a key stands for each of the field's choices.
    """
    found: list[str] = []
    for clock in declared.clocks:
        if not isinstance(clock.within, str):
            continue
        open_fields = [name for name in _fields(clock.within) if not _choices(declared, name)]
        found += [f"clock {clock.key}: {name} in {clock.within} is no choice" for name in open_fields]
        for key in [] if open_fields else _keys(declared, clock.within):
            found += [f"clock {clock.key}: {why}" for why in _told(book.term, key, on, scope)]
    if declared.intake:
        found += [f"intake: {why}" for why in _told(book.value, declared.intake, on, scope)]
    return found


def _unread_tables(declared: CaseType) -> Iterator[str]:
    """Yield what is wrong with the code tables that the type's entries are taken from."""
    forms = (field for action in declared.acts for field in action.form)
    for name in sorted({field.table for field in forms if field.table}):
        try:
            city_table(name)
        except LuoshiError as error:
            yield error.en


def _told(look_up: Any, key: str, on: date, scope: str) -> Iterator[str]:
    try:
        look_up(key, on=on, scope=scope)
    except LuoshiError as error:
        yield error.zh


def _fields(key: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(key) if name]


def _choices(declared: CaseType, name: str) -> list[str]:
    forms = (field for action in declared.acts for field in action.form if field.key == name)
    return list(dict.fromkeys(key for f in forms if f.kind is Kind.CHOICE for key, _ in f.choices))


def _keys(declared: CaseType, key: str) -> list[str]:
    names = _fields(key)
    every = product(*(_choices(declared, name) for name in names))
    return [key.format_map(dict(zip(names, chosen, strict=True))) for chosen in every]
