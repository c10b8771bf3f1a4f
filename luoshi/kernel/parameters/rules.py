"""Dated numbers, looked up by key, day and place; the narrowest place wins. Pure: no clock, no Django.

A scope is a path from the nation down, "nation/吉林省/四平市", below which a sector may follow.
Money is whole fen, shares are exact decimals; nothing here is a float.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit

NATION = "nation"
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


class Book:
    """All settings, immutable. A look-up takes the narrowest scope that has one on the day."""

    __slots__ = ("_settings",)

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._settings: dict[str, dict[str, list[Setting]]] = {}
        for setting in sorted(settings, key=_place):
            self._settings.setdefault(setting.key, {}).setdefault(setting.scope, []).append(setting)

    def value(self, key: str, *, on: date, scope: str) -> Setting:
        """Return what holds on the day for the scope, or for the nearest scope above it.

        Raises ``parameter-missing`` with key, day and scope.
        """
        scopes = self._settings.get(key, {})
        for place in _upwards(scope):
            for setting in reversed(scopes.get(place, ())):
                if setting.holds(on):
                    return setting
        raise LuoshiError(
            "parameter-missing",
            f"参数 {key} 在 {on}、{scope} 没有取值。"
            "请在 city/parameters 中补上，再运行 luoshi parameters load。",
            f"Parameter {key} has no value on {on} for {scope}. "
            "Add it in city/parameters, then run luoshi parameters load.",
        )

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


def overlaps(settings: Iterable[Setting]) -> Iterator[tuple[Setting, Setting]]:
    """Yield neighbours of one key and scope that would both hold on some day."""
    for _, group in groupby(sorted(settings, key=_place), key=lambda setting: (setting.key, setting.scope)):
        for one, other in pairwise(group):
            if one.valid_to is None or other.valid_from < one.valid_to:
                yield one, other


def _place(setting: Setting) -> tuple[str, str, date]:
    return setting.key, setting.scope, setting.valid_from


def _upwards(scope: str) -> Iterator[str]:
    while scope:
        yield scope
        scope = scope.rpartition("/")[0]
