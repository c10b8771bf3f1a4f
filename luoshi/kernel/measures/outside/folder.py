"""Read the city's file of outside series, and name every problem at once. No Django."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from luoshi.kernel.base.exact import load_yaml
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.measures.definitions import Cycle, Direction
from luoshi.kernel.measures.outside.series import OutsideSeries, Rehearsed
from luoshi.kernel.measures.outside.shapes import SHAPES
from luoshi.kernel.measures.points import MeasureKind

_KEY = re.compile(r"outside\.[a-z][a-z0-9_]*")
_FIELDS = {"key", "title", "kind", "unit", "direction", "cycle", "decimals", "lag", "owner", "source"}
_FIELDS |= {"rehearsal"}
_OPTIONAL = {"cumulative", "first", "place", "reference"}
_REHEARSAL = {"last_year", "this_year", "shape"}
_CHOICES: dict[str, type[StrEnum]] = {"kind": MeasureKind, "direction": Direction, "cycle": Cycle}
_NUMBERS = {"decimals": (0, 6), "lag": (0, 400), "first": (1, 12)}


def read_series(path: Path) -> list[OutsideSeries]:
    """Return every series of the file, in its order.

    Raises ``file-missing``, ``file-syntax``, or ``series-invalid`` with every problem: wrong or missing
    fields, floats, keys and titles given twice.
    """
    found, problems = examine_series(path)
    require_none(problems, code="series-invalid", name=str(path))
    return found


def examine_series(path: Path) -> tuple[list[OutsideSeries], list[Problem]]:
    """Return the series that are sound and everything that is wrong, each with file and entry.

    Raises ``file-missing`` or ``file-syntax``.
    """
    raw = load_yaml(path)
    home = str(raw.get("place", "")) if isinstance(raw, dict) else ""
    entries = raw.get("series") if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not re.fullmatch(r"\d{6}", home):
        zh, en = (
            "应有 place（行政区划代码，加引号）和 series（列表）",
            "must hold place (a quoted code) and series",
        )
        return [], [Problem(path.name, zh, en)]
    problems: list[Problem] = []
    found: list[OutsideSeries] = []
    names: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        where = f"{path.name}[{number}]"
        if not isinstance(entry, dict):
            problems.append(Problem(where, "不是指标", "is no series"))
            continue
        where = f"{path.name}.{entry['key']}" if entry.get("key") else where
        wrong = [*_wrong(entry, where)]
        problems += wrong
        for name in filter(None, (entry.get("key"), entry.get("title"))):
            if str(name) in names:
                problems.append(
                    Problem(where, f"{name} 已在 {names[str(name)]} 中", f"{name} is given twice")
                )
            names[str(name)] = where
        if not wrong:
            found.append(_series(entry, home))
    return found, problems


def _wrong(entry: dict[str, Any], where: str) -> Iterator[Problem]:
    yield from _fields(entry, _FIELDS, _OPTIONAL, where)
    key = entry.get("key")
    if "key" in entry and not (isinstance(key, str) and _KEY.fullmatch(key) and len(key) <= 80):
        yield Problem(f"{where}.key", f"应形如 outside.gdp_growth，现为 {key!r}", f"is wrong: {key!r}")
    for name in ("title", "unit", "owner"):
        if name in entry:
            yield from _words(entry[name], f"{where}.{name}")
    for name, choices in _CHOICES.items():
        value = entry.get(name)
        if name in entry and value not in set(choices):
            known = "、".join(choices)
            yield Problem(
                f"{where}.{name}", f"应为 {known}，现为 {value!r}", f"must be one of {known}, not {value!r}"
            )
    for name, (least, most) in _NUMBERS.items():
        value = entry.get(name, least)
        if type(value) is not int or not least <= value <= most:
            zh, en = f"应为 {least} 到 {most} 的整数", f"must be whole, {least} to {most}"
            yield Problem(f"{where}.{name}", f"{zh}，现为 {value!r}", f"{en}, not {value!r}")
    for name in ("cumulative", "reference"):
        if not isinstance(entry.get(name, False), bool):
            yield Problem(f"{where}.{name}", "应为 true 或 false", "must be true or false")
    place = entry.get("place", "000000")
    if not isinstance(place, str) or not re.fullmatch(r"\d{6}|\d{9}|\d{12}", place):
        yield Problem(
            f"{where}.place", f"应为加引号的区划代码，现为 {place!r}", f"must be a quoted code, not {place!r}"
        )
    if entry.get("first", 1) != 1 and not entry.get("cumulative"):
        yield Problem(f"{where}.first", "只用于累计指标", "is for cumulative series only")
    if "source" in entry:
        yield from _source(entry["source"], f"{where}.source")
    if "rehearsal" in entry:
        yield from _rehearsal(entry["rehearsal"], f"{where}.rehearsal")


def _source(source: object, where: str) -> Iterator[Problem]:
    if not isinstance(source, dict):
        yield Problem(where, "应有 document 和 law", "must hold document and law")
        return
    yield from _fields(source, {"document", "law"}, {"verified"}, where)
    for name in ("document", "law"):
        if name in source:
            yield from _words(source[name], f"{where}.{name}")
    if not isinstance(source.get("verified", False), bool):
        yield Problem(f"{where}.verified", "应为 true 或 false", "must be true or false")


def _rehearsal(rehearsal: object, where: str) -> Iterator[Problem]:
    if not isinstance(rehearsal, dict):
        yield Problem(where, "应有 last_year、this_year 和 shape", "must hold last_year, this_year and shape")
        return
    yield from _fields(rehearsal, _REHEARSAL, (), where)
    for name in ("last_year", "this_year"):
        if name in rehearsal and type(rehearsal[name]) not in (int, Decimal):
            yield Problem(f"{where}.{name}", f"应为数，现为 {rehearsal[name]!r}", "must be a number")
    if "shape" in rehearsal and rehearsal["shape"] not in SHAPES:
        yield Problem(f"{where}.shape", f"应为 {'、'.join(SHAPES)}", f"must be one of {', '.join(SHAPES)}")


def _fields(
    entry: dict[str, Any], required: Collection[str], optional: Collection[str], where: str
) -> Iterator[Problem]:
    for name in sorted(set(required) - set(entry)):
        yield Problem(f"{where}.{name}", "缺少此项", "is missing")
    for name in sorted(set(map(str, entry)) - set(required) - set(optional)):
        yield Problem(f"{where}.{name}", "不认识的字段", "is no field")


def _words(value: object, where: str) -> Iterator[Problem]:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        yield Problem(where, f"应为不超过 200 字的文字，现为 {value!r}", f"must be text, not {value!r}")


def _series(entry: dict[str, Any], home: str) -> OutsideSeries:
    source, rehearsal = entry["source"], entry["rehearsal"]
    return OutsideSeries(
        key=entry["key"],
        title=entry["title"],
        kind=MeasureKind(entry["kind"]),
        unit=entry["unit"],
        direction=Direction(entry["direction"]),
        cycle=Cycle(entry["cycle"]),
        cumulative=entry.get("cumulative", False),
        first=entry.get("first", 1),
        decimals=entry["decimals"],
        lag=entry["lag"],
        owner=entry["owner"],
        document=source["document"],
        law=source["law"],
        verified=source.get("verified", False),
        place=entry.get("place", home),
        reference=entry.get("reference", False),
        rehearsed=Rehearsed(
            Decimal(rehearsal["last_year"]), Decimal(rehearsal["this_year"]), rehearsal["shape"]
        ),
    )
