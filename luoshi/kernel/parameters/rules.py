"""Dated numbers, looked up by key, day and place; the key says which wins. Pure: no clock, no Django.

A scope is a path from the nation down, "nation/吉林省/四平市"; one that holds for a sector only names it
after a "#", at whatever level: "nation#training". Money is whole fen, shares are exact decimals; nothing
here is a float.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit

NATION = "nation"
SECTOR = "#"
Value = int | str | bool | Decimal


class Measure(StrEnum):
    """In what a setting is given. The four of ``Unit`` are periods."""

    HOUR = "hour"
    WORK = "work"
    CAL = "cal"
    MONTH = "month"
    FEN = "fen"  # money, whole
    COUNT = "count"
    BYTES = "bytes"
    RATIO = "ratio"  # an exact decimal; 3 % is 0.03
    TEXT = "text"
    FLAG = "flag"  # yes or no

    @property
    def label(self) -> str:
        """Return the unit as a document prints it."""
        if self.value in set(Unit):
            return Unit(self.value).title
        return {"fen": "分", "bytes": "字节"}.get(self.value, "")


class Combine(StrEnum):
    """Which of several values that apply is taken. It belongs to the key, never to a place."""

    NEAREST = "nearest"  # procedure: the narrowest place; within it the sector's own
    LOWEST = "lowest"  # limits, and deadlines for who must act
    HIGHEST = "highest"  # windows, shares and keeping that protect

    @property
    def label(self) -> str:
        """Return how the choice is told to people."""
        return {"nearest": "取最近一级", "lowest": "各级中取最低", "highest": "各级中取最高"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A number as it holds for a scope from a day on, with the article it stands on.

    ``valid_to`` is the first day it no longer holds. Unless ``verified``, its source was not read: 待核.
    """

    key: str
    title: str
    scope: str
    valid_from: date
    valid_to: date | None
    value: Value
    unit: Measure
    law: Law
    note: str = ""
    combine: Combine = Combine.NEAREST

    @property
    def verified(self) -> bool:
        """Tell whether the text of the source was read."""
        return self.law.verified

    @property
    def term(self) -> Term | None:
        """Return the period, where the setting is one."""
        if isinstance(self.value, int) and self.unit.value in set(Unit):
            return Term(self.value, Unit(self.unit.value))
        return None

    def holds(self, on: date) -> bool:
        """Tell whether the setting holds on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def __str__(self) -> str:
        amount = ("是" if self.value else "否") if self.unit is Measure.FLAG else self.value
        return f"{amount}{self.unit.label}" + ("" if self.verified else "（待核）")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which value is taken, of all that apply to a place on a day: the nearest first, never none."""

    considered: tuple[Setting, ...]

    @property
    def setting(self) -> Setting:
        """Return the value that is taken, whether or not its source was read."""
        return _taken(self.considered)

    @property
    def firm(self) -> Setting | None:
        """Return what is taken of the values whose source was read: what may block. None where none was."""
        read = [setting for setting in self.considered if setting.verified]
        return _taken(read) if read else None

    @property
    def why(self) -> str:
        """Return the rule of the key, and how many values it chose from."""
        return f"{self.setting.combine.label}（适用 {len(self.considered)} 项）"

    def lines(self) -> list[str]:
        """Return every value considered, the one taken marked, with its place and article."""
        taken = self.setting
        return [
            f"{'→' if setting == taken else '·'} {setting.scope}  {setting}  {setting.law}"
            for setting in self.considered
        ]


class Book:
    """All settings, immutable. Which of those that hold for a place is taken, their key says."""

    __slots__ = ("_settings",)

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._settings: dict[str, dict[str, list[Setting]]] = {}
        for setting in sorted(settings, key=_place):
            self._settings.setdefault(setting.key, {}).setdefault(setting.scope, []).append(setting)

    def value(self, key: str, *, on: date, scope: str) -> Setting:
        """Return what holds on the day for the scope and the scopes above it, as the key combines them.

        Raises ``parameter-missing`` with key, day and scope.
        """
        applying = self._applying(key, on, scope)
        nearest = next(applying, None)
        if nearest is None:
            raise _missing(key, on, scope)
        return nearest if nearest.combine is Combine.NEAREST else _taken([nearest, *applying])

    def choice(self, key: str, *, on: date, scope: str) -> Choice:
        """Return the same with every value that was considered. Raises ``parameter-missing``."""
        if (choice := self.choice_if_any(key, on=on, scope=scope)) is None:
            raise _missing(key, on, scope)
        return choice

    def choice_if_any(self, key: str, *, on: date, scope: str) -> Choice | None:
        """Return the same, or None where nothing of the key applies: there is no such limit here."""
        considered = tuple(self._applying(key, on, scope))
        return Choice(considered) if considered else None

    def term(self, key: str, *, on: date, scope: str) -> tuple[Term, Law]:
        """Return the period that holds, with the law it stands on. Raises also ``parameter-no-term``."""
        setting = self.value(key, on=on, scope=scope)
        if (term := setting.term) is None:
            raise LuoshiError(
                "parameter-no-term",
                f"参数 {key}（{setting}）不是期限。期限的单位应为 hour、work、cal 或 month。",
                f"Parameter {key} ({setting}) is no period. A period's unit is hour, work, cal or month.",
            )
        return term, setting.law

    def settings(self, key: str | None = None) -> list[Setting]:
        """Return every setting, or every one of a key, by key, scope and first day."""
        keys = self._settings if key is None else {key: self._settings.get(key, {})}
        return [setting for scopes in keys.values() for dated in scopes.values() for setting in dated]

    def amended(self, setting: Setting) -> Book:
        """Return the book as it would be with one more value, which ends or replaces those of its place."""
        kept = [old for old in self.settings() if not _gives_way(old, setting)]
        ended = [replace(old, valid_to=setting.valid_from) if _ends(old, setting) else old for old in kept]
        return Book([*ended, setting])

    def _applying(self, key: str, on: date, scope: str) -> Iterator[Setting]:
        """Yield what holds on the day for the scope, then for each scope above it: one each."""
        scopes = self._settings.get(key, {})
        for place in _upwards(scope):
            yield from (setting for setting in scopes.get(place, ()) if setting.holds(on))


def overlaps(settings: Iterable[Setting]) -> Iterator[tuple[Setting, Setting]]:
    """Yield neighbours of one key and scope that would both hold on some day."""
    for _, group in groupby(sorted(settings, key=_place), key=lambda setting: (setting.key, setting.scope)):
        for one, other in pairwise(group):
            if one.valid_to is None or other.valid_from < one.valid_to:
                yield one, other


def _place(setting: Setting) -> tuple[str, str, date]:
    return setting.key, setting.scope, setting.valid_from


def _upwards(scope: str) -> Iterator[str]:
    place, _, sector = scope.partition(SECTOR)
    while place:
        if sector:
            yield f"{place}{SECTOR}{sector}"
        yield place
        place = place.rpartition("/")[0]


def _taken(settings: Sequence[Setting]) -> Setting:
    """Return the one their key takes. Of equal values, one whose source was read; then the nearest."""
    match settings[0].combine:
        case Combine.NEAREST:
            return settings[0]
        case Combine.LOWEST:
            return min(settings, key=lambda setting: (_number(setting), not setting.verified))
        case Combine.HIGHEST:
            return max(settings, key=lambda setting: (_number(setting), setting.verified))


def _number(setting: Setting) -> int | Decimal:
    assert not isinstance(setting.value, str)  # the loader refuses to order texts
    return setting.value


def _same_place(one: Setting, other: Setting) -> bool:
    return (one.key, one.scope) == (other.key, other.scope)


def _ends(old: Setting, new: Setting) -> bool:
    return _same_place(old, new) and old.holds(new.valid_from)


def _gives_way(old: Setting, new: Setting) -> bool:
    begins = new.valid_from <= old.valid_from and (new.valid_to is None or old.valid_from < new.valid_to)
    return _same_place(old, new) and begins


def _missing(key: str, on: date, scope: str) -> LuoshiError:
    return LuoshiError(
        "parameter-missing",
        f"参数 {key} 在 {on}、{scope} 没有取值。请在 city/parameters 中补上，再运行 luoshi parameters load。",
        f"Parameter {key} has no value on {on} for {scope}. "
        "Add it in city/parameters, then run luoshi parameters load.",
    )
