"""Take out of the store what no case refers to: a refused act leaves the files that came with it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice

from django.apps import apps
from django.db import connection
from django.db.models import CharField, JSONField, TextField

from luoshi.kernel.cases.evidence import Kept, Store

logger = logging.getLogger(__name__)

_AT_ONCE = 10_000  # contents that are looked up together
_NAMES = ("evidence", "sha256")  # what a column that refers to a content is called, whichever app has it


@dataclass(frozen=True, slots=True)
class Swept:
    """What no case refers to, and how many of it, with cut-off uploads, were removed."""

    found: tuple[Kept, ...]
    removed: int
    uploads: int

    @property
    def size(self) -> int:
        """Return the bytes of all that was found."""
        return sum(kept.size for kept in self.found)


def sweep_evidence(store: Store, *, before: datetime, remove: bool = False) -> Swept:
    """Find the contents handed in before the moment that no event and no other row refers to.

    They are removed only where ``remove`` says so. Safe while acts run, if the moment lies a day back: a
    form brings its files again for twelve hours, and who hands a content in again makes it new.
    """
    found = tuple(_unknown(store, before))
    if not remove:
        return Swept(found, 0, 0)
    uploads, removed = store.tidy(before), 0
    for kept in found:
        if store.discard(kept.sha256, before=before):
            removed += 1
            logger.info("Removed %s: %s bytes, handed in %s", kept.sha256, kept.size, kept.handed_in)
    return Swept(found, removed, uploads)


def _unknown(store: Store, before: datetime) -> Iterator[Kept]:
    older = store.older(before)
    while some := list(islice(older, _AT_ONCE)):
        unknown = _unreferenced([kept.sha256 for kept in some])
        yield from (kept for kept in some if kept.sha256 in unknown)


def _unreferenced(hashes: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(%s::text[]) {_referring()}", [list(hashes)])
        return {sha256 for (sha256,) in cursor.fetchall()}


@cache
def _referring() -> str:
    """Return the SQL that leaves out what any table refers to.

    Every app that keeps files names them by such a column, so the kernel need not know them: a column too
    many keeps a file too long, one forgotten would lose it.
    """
    parts = []
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if not any(name in field.name for name in _NAMES):
                continue
            if isinstance(field, JSONField):
                values = f"jsonb_path_query({field.column}, '$.** ? (@.type() == \"string\")') #>> '{{}}'"
                parts.append(f"EXCEPT SELECT {values} FROM {table} WHERE {field.column} <> '[]'")  # noqa: S608
            elif isinstance(field, CharField | TextField):
                parts.append(f"EXCEPT SELECT {field.column} FROM {table}")  # noqa: S608
    return " ".join(parts)
