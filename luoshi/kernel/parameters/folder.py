"""Read the city's parameter files into settings, and name every problem at once. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exact import load_yaml
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.parameters.rules import (
    NATION,
    SECTOR,
    Combine,
    Measure,
    Setting,
    Value,
    overlaps,
)

_ENTRY = {"key", "title", "unit", "source", "verified", "note", "combine", "values"}
_VALUE = {"scope", "from", "to", "value", "unit", "source", "verified", "note"}
_SECTOR = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_WORDS = {"title": 120, "note": 4000}
_LAW_WORDS = {"law": 120, "article": 40}
_MOST = 10**15


def read_folder(folder: Path) -> list[Setting]:
    """Return every setting of every ``.yaml`` file of the folder.

    Raises ``file-missing``, ``file-syntax``, or ``parameters-invalid`` with every problem of every file:
    wrong fields, floats, a key given twice, and values of one key and scope that hold on the same day.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise LuoshiError(
            "file-missing",
            f"{folder} 中没有参数文件（*.yaml）。请检查 LUOSHI_CITY 所指的文件夹。",
            f"There is no parameter file (*.yaml) in {folder}. Check the folder that LUOSHI_CITY names.",
        )
    settings: list[Setting] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in paths:
        raw = load_yaml(path)
        if not isinstance(raw, list):
            problems.append(Problem(path.name, "应为参数的列表", "must be a list of parameters"))
            continue
        for number, entry in enumerate(raw, start=1):
            read, wrong = _entry(entry, f"{path.name}[{number}]")
            settings += read
            problems += wrong
            for key in {setting.key for setting in read}:
                if key in seen:
                    where = f"{path.name}.{key}"
                    problems.append(Problem(where, f"{seen[key]} 中已有此键", f"is also in {seen[key]}"))
                seen[key] = path.name
    problems += _overlapping(settings)
    require_none(problems, code="parameters-invalid", name=str(folder))
    return settings


def _overlapping(settings: list[Setting]) -> Iterator[Problem]:
    for one, other in overlaps(settings):
        end = one.valid_to or "…"
        yield Problem(
            f"{one.key}（{one.scope}）",
            f"{one.valid_from}–{end} 与 {other.valid_from} 起的取值重叠；请给前者写上 to",
            f"{one.valid_from}–{end} overlaps the value from {other.valid_from}; give the former its to",
        )


def _entry(raw: object, where: str) -> tuple[list[Setting], list[Problem]]:
    if not isinstance(raw, dict):
        return [], [Problem(where, "不是参数", "is no parameter")]
    key = raw.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key) or len(key) > 80:
        return [], [Problem(where, f"key 应形如 proposals.answer，现为 {key!r}", f"key is wrong: {key!r}")]
    where = f"{where.partition('[')[0]}.{key}"
    problems = list(_unknown(raw, _ENTRY, where))
    values = raw.get("values")
    if not isinstance(values, list) or not values:
        return [], [*problems, Problem(where, "values 应列出取值", "values must list what holds when")]
    if raw.get("combine", Combine.NEAREST) not in set(Combine):
        known = "、".join(Combine)
        return [], [*problems, Problem(f"{where}.combine", f"应为 {known}", f"must be one of {known}")]
    shared = {name: raw[name] for name in raw if name not in ("key", "values")}
    settings = []
    for number, value in enumerate(values, start=1):
        place = f"{where}.values[{number}]"
        if not isinstance(value, dict):
            problems.append(Problem(place, "不是取值", "is no value"))
            continue
        problems += _unknown(value, _VALUE, place)
        for scope in _scopes(value):
            fields = {"note": "", "to": None, **shared, **value, "scope": scope}
            wrong = list(_wrong(fields, place))
            problems += wrong
            if not wrong:
                settings.append(_setting(key, fields))
    return settings, [*problems, *_unordered(settings, where)]


def _scopes(value: Mapping[str, object]) -> list[object]:
    """Return the scopes that share a value: one, or those of a list."""
    scope = value.get("scope")
    return scope if isinstance(scope, list) and scope else [scope]


def _unordered(settings: list[Setting], where: str) -> Iterator[Problem]:
    """Yield where values are to be ordered that cannot be: in several units, or texts."""
    units = sorted({setting.unit for setting in settings})
    if any(setting.combine is not Combine.NEAREST for setting in settings) and (
        len(units) > 1 or Measure.TEXT in units
    ):
        names = "、".join(units)
        yield Problem(
            f"{where}.combine",
            f"取最低或最高的参数须用同一个可比较的单位，现为 {names}",
            f"values of which the lowest or highest is taken need one unit that can be ordered, not {names}",
        )


def _unknown(raw: Mapping[str, object], known: set[str], where: str) -> Iterator[Problem]:
    if extra := sorted(map(str, set(raw) - known)):
        names = ", ".join(extra)
        yield Problem(where, f"不认识的字段：{names}", f"unknown fields: {names}")


def _wrong(fields: Mapping[str, object], where: str) -> Iterator[Problem]:
    """Yield what is wrong with one value and what it inherits."""
    source = fields.get("source")
    law = source if isinstance(source, dict) else {}
    for name, limit in _WORDS.items():
        yield from _text(fields.get(name), limit, f"{where}.{name}", empty=name == "note")
    for name, limit in _LAW_WORDS.items():
        yield from _text(law.get(name), limit, f"{where}.source.{name}", empty=name == "article")
    if not isinstance(fields.get("verified"), bool):
        yield Problem(f"{where}.verified", "应为 true 或 false", "must be true or false")
    scope = fields.get("scope")
    place, mark, sector = str(scope).partition(SECTOR)
    parts = place.split("/")
    if (
        parts[0] != NATION
        or not all(parts)
        or len(str(scope)) > 160
        or bool(mark) != bool(_SECTOR.fullmatch(sector))
    ):
        yield Problem(
            f"{where}.scope",
            f"应形如 nation/吉林省/四平市 或 nation#training，现为 {scope!r}",
            f"must be like nation/吉林省/四平市 or nation#training, not {scope!r}",
        )
    yield from _dates(fields, where)
    unit = fields.get("unit")
    if unit not in set(Measure):
        known = "、".join(Measure)
        yield Problem(
            f"{where}.unit", f"应为 {known}，现为 {unit!r}", f"must be one of {known}, not {unit!r}"
        )
    elif not _fits(fields.get("value"), Measure(str(unit))):
        value = fields.get("value")
        yield Problem(
            f"{where}.value", f"{value!r} 不合单位 {unit}", f"{value!r} does not fit the unit {unit}"
        )


def _text(value: object, limit: int, where: str, *, empty: bool) -> Iterator[Problem]:
    if not isinstance(value, str) or len(value) > limit or not (empty or value.strip()):
        yield Problem(
            where,
            f"应为不超过 {limit} 字的文字（数字加引号），现为 {value!r}",
            f"must be text of at most {limit} characters (quote numbers), not {value!r}",
        )


def _dates(fields: Mapping[str, object], where: str) -> Iterator[Problem]:
    start, end = fields.get("from"), fields.get("to")
    if type(start) is not date:
        yield Problem(f"{where}.from", f"应为日期，现为 {start!r}", f"must be a date, not {start!r}")
    elif end is not None and (type(end) is not date or end <= start):
        yield Problem(f"{where}.to", f"应晚于 {start}，现为 {end}", f"must be after {start}, not {end}")


def _fits(value: object, unit: Measure) -> bool:
    match unit:
        case Measure.FLAG:
            return isinstance(value, bool)
        case Measure.TEXT:
            return isinstance(value, str) and bool(value.strip())
        case Measure.RATIO:  # written 0.03, read exactly
            return type(value) in (int, Decimal)
        case Measure.HOUR | Measure.WORK | Measure.CAL | Measure.MONTH:
            return type(value) is int and 0 < value < 10_000
        case Measure.FEN | Measure.COUNT | Measure.BYTES:
            return type(value) is int and 0 <= value < _MOST


def _setting(key: str, fields: Mapping[str, object]) -> Setting:
    source, value = fields["source"], fields["value"]
    start, end = fields["from"], fields["to"]
    assert isinstance(source, dict)
    assert isinstance(start, date)
    assert end is None or isinstance(end, date)
    assert isinstance(value, Value)
    unit = Measure(str(fields["unit"]))
    return Setting(
        key=key,
        title=str(fields["title"]),
        scope=str(fields["scope"]),
        valid_from=start,
        valid_to=end,
        value=Decimal(value) if unit is Measure.RATIO else value,
        unit=unit,
        law=Law(source["law"], source["article"], start, end, fields["verified"] is True),
        note=str(fields["note"]),
        combine=Combine(str(fields.get("combine", Combine.NEAREST))),
    )
