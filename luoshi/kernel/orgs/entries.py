"""What the city's files say of an organisation and of a post, and what is wrong with it. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right, and where."""

    where: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEntry:
    """One organisation of the file. ``where`` is what a person looks for: "organisations.yaml:12 siping"."""

    where: str
    code: str
    name: str
    short: str
    kind: str
    parent: str | None
    region: str
    duties: tuple[str, ...]
    since: date
    until: date | None
    successor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEntry:
    """One post of the file, its code that of its organisation and its key: "finance-head"."""

    where: str
    code: str
    organisation: str
    title: str
    roles: tuple[str, ...]
    reads: tuple[str, ...] = ()
    since: date
    until: date | None
