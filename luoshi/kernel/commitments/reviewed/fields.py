"""Converters from raw YAML to the values of the reviewed file; each says what is wrong. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Any, get_args

Convert = Callable[[object], Any]

_PLACES = 6  # decimals that the database keeps
_MOST = 10**24


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right, and the path of the field: "2026-003.targets[1].cmp"."""

    where: str
    zh: str
    en: str

    def under(self, parent: str) -> Problem:
        """Return the problem as seen from the parent of its field."""
        joint = "." if self.where and not self.where.startswith("[") else ""
        return Problem(parent + joint + self.where, self.zh, self.en)


class Wrong(Exception):
    """A value cannot be converted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)


def _wrong(zh: str, en: str) -> Wrong:
    return Wrong([Problem("", zh, en)])


def whole(most: int) -> Convert:
    """Convert a whole number from 0 to ``most``."""

    def convert(raw: object) -> int:
        if type(raw) is not int or not 0 <= raw <= most:
            raise _wrong(
                f"应为 0 到 {most} 的整数，现为 {raw!r}", f"must be a whole number, 0–{most}, not {raw!r}"
            )
        return raw

    return convert


def words(most: int, *, empty: bool = True) -> Convert:
    """Convert text of at most ``most`` characters."""

    def convert(raw: object) -> str:
        if not isinstance(raw, str):
            raise _wrong(
                f"应为文字（数字加引号），现为 {raw!r}", f"must be text (quote numbers), not {raw!r}"
            )
        if not empty and not raw.strip():
            raise _wrong("不能为空", "must not be empty")
        if len(raw) > most:
            raise _wrong(f"最长 {most} 字，现有 {len(raw)} 字", f"at most {most} characters, not {len(raw)}")
        return raw

    return convert


def period(raw: object) -> str | None:
    """Convert a period. A year without quotes is what people write, so it is taken as text."""
    return None if raw is None else str(words(20)(str(raw) if type(raw) is int else raw))


def one_of(vocabulary: Any) -> Convert:
    """Convert a word of a ``Literal``."""
    known = get_args(vocabulary)

    def convert(raw: object) -> object:
        if raw not in known:
            listed = ", ".join(known)
            raise _wrong(f"应为 {listed} 之一，现为 {raw!r}", f"must be one of {listed}, not {raw!r}")
        return raw

    return convert


def amount(raw: object) -> Decimal | tuple[Decimal, Decimal]:
    """Convert a number, or the two ends of a range."""
    if isinstance(raw, list) and len(raw) == 2:
        low, high = _number(raw[0]), _number(raw[1])
        if low > high:
            raise _wrong(f"下限 {low} 大于上限 {high}", f"the low end {low} is above the high end {high}")
        return low, high
    return _number(raw)


def _number(raw: object) -> Decimal:
    if type(raw) is not int and not isinstance(raw, Decimal):
        raise _wrong(f"应为数字或 [低, 高]，现为 {raw!r}", f"must be a number or [low, high], not {raw!r}")
    number = Decimal(raw)
    if abs(number) >= _MOST or round(number, _PLACES) != number:
        raise _wrong(f"数字过大，或小数多于 {_PLACES} 位", f"too large, or more than {_PLACES} decimals")
    return number


def optional(convert: Convert) -> Convert:
    """Let null through."""
    return lambda raw: None if raw is None else convert(raw)


def many(convert: Convert) -> Convert:
    """Convert a list; an item goes by its id where it has one, else by its number."""

    def convert_all(raw: object) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise _wrong("应为列表（每项以 - 开头）", "must be a list, each item starting with -")
        converted, problems = [], []
        for number, item in enumerate(raw):
            try:
                converted.append(convert(item))
            except Wrong as wrong:
                label = item.get("id") if isinstance(item, dict) else None
                problems += [p.under(str(label) if label else f"[{number}]") for p in wrong.problems]
        if problems:
            raise Wrong(problems)
        return tuple(converted)

    return convert_all


def record(
    cls: Any, table: dict[str, Convert], *, check: Callable[[Any], Iterable[Problem]] = lambda made: ()
) -> Convert:
    """Convert a mapping to a dataclass. A field may be left out where the dataclass has a default.

    ``check`` looks at the value made and yields what is wrong between its fields.
    """
    required = {field.name for field in fields(cls) if field.default is MISSING}

    def convert(raw: object) -> Any:
        if not isinstance(raw, dict):
            raise _wrong("应为“字段: 内容”", "must be “field: content” lines")
        unknown = [key for key in raw if key not in table]
        missing = [name for name in table if name in required and name not in raw]
        problems = [
            *(Problem(str(key), "没有这个字段", "there is no such field") for key in unknown),
            *(Problem(name, "缺少这个字段", "is missing") for name in missing),
        ]
        values = {}
        for name, convert_field in table.items():
            if name in raw:
                try:
                    values[name] = convert_field(raw[name])
                except Wrong as wrong:
                    problems += [p.under(name) for p in wrong.problems]
        made = None if problems else cls(**values)
        if made is not None:
            problems += check(made)
        if problems:
            raise Wrong(problems)
        return made

    return convert
