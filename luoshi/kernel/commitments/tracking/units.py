"""责任单位: read the units of a task in the order they are listed, and know each by its names. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Part = Literal["lead", "responsible", "support"]

_EVERY = re.compile(
    r"各县[^、，,；;]{0,3}[、,，]?[^、，,；;]{0,3}区\)?(?:人民政府|政府)?|各区县(?:市)?(?:人民政府|政府)?"
)
_ALL = "各区县"
_CLAUSE = re.compile(r"[，,；;。\n/]+")
_NAMES = re.compile(r"[、\s]+|(?<=[局委办会])和")
_PREFIX = re.compile(r"^(牵头|主办|责任|承办|配合|协办|参与)(?:单位|部门)?:?(?=.)")
_SUFFIX = re.compile(r"(?:按(?:职责)?分工)?(牵头|主办|负责|落实|承办|配合|协办|参与|协助)(?:单位|负责)?$")
_PARTS: dict[str, Part | None] = {
    **{"牵头": "lead", "主办": "lead"},
    **{"责任": None, "承办": None, "负责": None, "落实": None},  # the order of the list decides
    **{"配合": "support", "协办": "support", "参与": "support", "协助": "support"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An organisation as its names are looked up: with its end and what took over."""

    code: str
    name: str
    short: str
    kind: str
    until: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a task: its organisation today, its part, and the name it was listed under."""

    code: str
    part: Part
    listed: str
    former: str = ""  # the organisation named, where another has taken over


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a task that are known, and the names that are not."""

    known: tuple[Unit, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class Names:
    """Every name an organisation may be listed under. A name that two bodies share names neither."""

    bodies: dict[str, Named]
    on: date
    _codes: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisations: Iterable[Named], *, on: date) -> Names:
        """Make the list for a day."""
        made = cls({one.code: one for one in organisations}, on)
        roots = [
            one.name.removesuffix("人民政府") for one in made.bodies.values() if one.kind == "government"
        ]
        for one in made.bodies.values():
            for name in _names_of(one, roots):
                made._codes.setdefault(name, set()).add(one.code)
        return made

    def find(self, name: str) -> tuple[str, str] | None:
        """Return the code of who answers today and, where another was named, the former's code."""
        heirs = {self._heir(code): code for code in sorted(self._codes.get(folded(name), ()))}
        heirs.pop(None, None)
        if len(heirs) != 1:
            return None
        ((heir, named),) = heirs.items()
        assert heir is not None
        return heir, "" if named == heir else named

    def districts(self) -> list[str]:
        """Return the codes of the districts in force, in order."""
        return [
            one.code
            for one in self.bodies.values()
            if one.kind == "district" and (one.until is None or one.until > self.on)
        ]

    def _heir(self, code: str) -> str | None:
        here: str | None = code
        for _ in range(len(self.bodies)):
            body = self.bodies.get(here) if here else None
            if body is None or body.until is None or body.until > self.on:
                return body.code if body else None
            here = body.successor
        return None


def read_units(text: str, names: Names, *, part: Part | None = None) -> Units:
    """Return the units in the text. 牵头, 配合 and their like decide; without them the first listed leads.

    ``part`` is that of the column, where a document has one column for each part.
    """
    known: list[Unit] = []
    unknown: list[str] = []
    seen: set[str] = set()
    listed = _listed(text)
    leads = part == "lead" or any(each == "lead" for _, each in listed)
    for name, marked in listed:
        own: Part = marked or part or ("responsible" if leads else "lead")
        own = "responsible" if part in ("responsible", "support") and own == "lead" else own
        found = [(code, "") for code in names.districts()] if name == _ALL else [names.find(name)]
        for each in found:
            if each is None:
                unknown.append(name)
            elif each[0] not in seen:
                seen.add(each[0])
                kept: Part = "responsible" if own == "lead" and _has_lead(known) else own
                known.append(Unit(each[0], kept, name, each[1]))
        leads = leads or own == "lead"
    return Units(tuple(known), tuple(unknown))


def folded(name: str) -> str:
    """Return a name without blanks, brackets folded."""
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", name))


def _has_lead(known: list[Unit]) -> bool:
    return any(unit.part == "lead" for unit in known)


def _listed(text: str) -> list[tuple[str, Part | None]]:
    """Return the names in order with the part their words give them."""
    whole = _EVERY.sub(f"、{_ALL}、", unicodedata.normalize("NFKC", text))
    made: list[tuple[str, Part | None]] = []
    pending: list[str] = []
    standing: Part | None = None
    for clause in _CLAUSE.split(whole):
        words = clause.strip()
        if found := _PREFIX.match(words):
            made += [(name, standing) for name in pending]
            pending, standing, words = [], _PARTS[found[1]], words[found.end() :]
        ends = _SUFFIX.search(words)
        words = words[: ends.start()] if ends else words
        pending += [name for name in _NAMES.split(words) if name]
        if ends:
            made += [(name, _PARTS[ends[1]]) for name in pending]
            pending = []
    return made + [(name, standing) for name in pending]


def _names_of(one: Named, roots: list[str]) -> set[str]:
    names = {folded(one.name), folded(one.short)}
    for root in roots:
        for name in list(names):
            if name.startswith(root) and len(name) > len(root) + 2:
                names |= {name.removeprefix(root), "市" + name.removeprefix(root)}
    names |= {
        short for name in list(names) for short in (name.replace("人民政府", "政府"), name.replace("和", ""))
    }
    names |= {name.removeprefix("市") for name in names if name.startswith("市") and len(name) > 3}
    if one.kind == "district":
        names |= {name.removesuffix("人民政府") + tail for name in names for tail in ("", "政府", "人民政府")}
    return names
