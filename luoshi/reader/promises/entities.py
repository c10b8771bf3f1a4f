"""Names inside a promise, as printed: projects, firms, platforms, documents, campaigns and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from luoshi.reader.document import Document
from luoshi.reader.milestones.clauses import Clause, clauses_between, members_between
from luoshi.reader.milestones.deeds import parse
from luoshi.reader.milestones.naming import head_of, naming_of, split_list, worth
from luoshi.reader.milestones.vocabulary import Vocabulary
from luoshi.reader.model import Entity
from luoshi.reader.promises.promise import Promise
from luoshi.reader.structure.gazetteer import PREFECTURES, PROVINCES

Kind = Literal["project", "firm", "platform", "document", "campaign", "place"]

_KINDS: dict[str, Kind] = {
    "project": "project",
    "facility": "project",
    "body": "platform",
    "document": "document",
    "campaign": "campaign",
    "gathering": "campaign",
    "firm": "firm",
}
_TITLE = re.compile(r"《[^》]+》")
_FIRM = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,}?(?:公司|集团(?!化|军)|股份)")
_PLACES = Vocabulary(
    {"place": " ".join((*PREFECTURES.values(), *PREFECTURES, *PROVINCES.values(), *PROVINCES))}
)
_LEAST_NAME = 4  # what a name must be worth, as in ``naming``


def entities_in(document: Document, promise: Promise) -> tuple[Entity, ...]:
    """Return the names in reading order, without overlaps: titles, then listed things, firms and places."""
    taken: list[Entity] = []
    for entity in _candidates(document, promise):
        if all(entity.end <= other.start or other.end <= entity.start for other in taken):
            taken.append(entity)
    return tuple(sorted(taken, key=lambda entity: entity.start))


def _candidates(document: Document, promise: Promise) -> Iterator[Entity]:
    said = document.shadow[promise.start : promise.end]
    for title in _TITLE.finditer(said):
        yield _entity(document, promise.start + title.start(), promise.start + title.end(), "document")
    for clause in clauses_between(document, promise.start, promise.end):
        yield from _things(document, clause, counted=bool(promise.quantities))
    yield from _places(document, promise)


def _things(document: Document, clause: Clause, *, counted: bool) -> Iterator[Entity]:
    """Name the members of the clause's object: 甲、乙等项目 are two; what is only counted has no name."""
    deed = parse(clause.text)
    if deed is None:
        return
    core, category = split_list(clause.text[deed.object_start : deed.object_end])
    if counted and not category:
        return
    start = clause.start + deed.object_start
    shared = head_of(category)[1]
    for member in members_between(document, start, start + len(core)):
        if firm := _FIRM.match(member.text):
            yield _entity(document, member.start, member.start + firm.end(), "firm")
            continue
        named, own = head_of(member.text)
        kind = _KINDS.get(shared or own)
        if kind and worth(naming_of(member.text)) >= _LEAST_NAME:
            whole = shared or named.count("“") != named.count("”")
            yield _entity(document, member.start, member.end if whole else member.start + len(named), kind)


def _places(document: Document, promise: Promise) -> Iterator[Entity]:
    for position, place in _PLACES.find(document.shadow[promise.start : promise.end]):
        start = promise.start + position
        yield _entity(document, start, start + len(place), "place")


def _entity(document: Document, start: int, end: int, kind: Kind) -> Entity:
    return Entity(start=start, end=end, quote=document.text[start:end], kind=kind)
