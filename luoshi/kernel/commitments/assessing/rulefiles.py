"""Read the rule sets of a folder, and name every problem at once. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exact import load_yaml
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.commitments.assessing.codes import Progress
from luoshi.kernel.commitments.assessing.rulesets import (
    Band,
    Checks,
    GrowthRule,
    Method,
    RuleSet,
    Tolerance,
)

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_BANDS = ("behind", "far", "ahead", "level_behind", "level_far")
_WHOLE = {
    **{"version": (1, 10_000), "min_periods": (0, 24), "escalate_after": (1, 24)},
    **{"irreversible_after": (1, 24), "unstarted_months": (1, 24), "stale_cycles": (0, 24)},
    **{"small_n": (0, 100), "digits": (0, 4)},
}
_CHOICES: dict[str, set[str]] = {
    "method": set(map(str, Method)),
    "growth": set(map(str, GrowthRule)),
    "checks": set(map(str, Checks)),
    "eq": {"by_direction", "at_least"},
}
_NEEDED = ("key", "version", "title", "from", "source", "verified", "text")
_USES = {"approx", "sync", "maintain", "improve"}
_LABELS = {*Progress, "deteriorating"}
_KNOWN = {each.name for each in fields(RuleSet)} - {"valid_from", "valid_to"} | {"from", "to", "verified"}


def read_rules(folder: Path) -> list[RuleSet]:
    """Return every rule set of every ``.yaml`` file of the folder, by key and first day.

    Each file is one version or a list of versions. Raises ``file-missing``, ``file-syntax``, or
    ``rules-invalid`` with every problem of every file: unknown or wrong fields, floats, and two versions of a
    rule that would hold on one day.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise LuoshiError(
            "file-missing",
            f"{folder} 中没有研判规则（*.yaml）。请检查 LUOSHI_CITY 所指的文件夹。",
            f"There is no rule set (*.yaml) in {folder}. Check the folder that LUOSHI_CITY names.",
        )
    rules: list[RuleSet] = []
    problems: list[Problem] = []
    for path in paths:
        raw = load_yaml(path)
        for number, entry in enumerate(raw if isinstance(raw, list) else [raw], start=1):
            where = f"{path.name}[{number}]"
            wrong = list(_wrong(entry, where))
            problems += wrong
            if not wrong:
                rules.append(_rule(entry))
    rules.sort(key=lambda rule: (rule.key, rule.valid_from, rule.version))
    problems += _overlapping(rules)
    require_none(problems, code="rules-invalid", name=str(folder))
    return rules


def _overlapping(rules: list[RuleSet]) -> Iterator[Problem]:
    for one, other in pairwise(rules):
        if one.key != other.key:
            continue
        if one.valid_to is None or other.valid_from < one.valid_to:
            yield Problem(one.key, f"第{one.version}版与第{other.version}版的施行期重叠", "versions overlap")
        if other.version <= one.version:
            yield Problem(one.key, "后施行的版本号应更大", "a later version needs a higher number")


def _wrong(raw: object, where: str) -> Iterator[Problem]:
    if not isinstance(raw, dict):
        yield Problem(where, "不是研判规则", "is no rule set")
        return
    if extra := sorted(map(str, set(raw) - _KNOWN)):
        yield Problem(where, f"不认识的字段：{'、'.join(extra)}", f"unknown fields: {', '.join(extra)}")
    if lacking := [name for name in _NEEDED if name not in raw]:
        yield Problem(where, f"缺少字段：{'、'.join(lacking)}", f"fields are missing: {', '.join(lacking)}")
        return
    if not isinstance(raw["key"], str) or not _KEY.fullmatch(raw["key"]):
        yield Problem(f"{where}.key", "应为小写字母、数字和下划线", "must be lower case letters and digits")
    for name in ("title", "text"):
        if not isinstance(raw[name], str) or not raw[name].strip():
            yield Problem(f"{where}.{name}", "应为文字", "must be text")
    if not isinstance(raw["verified"], bool):
        yield Problem(f"{where}.verified", "应为 true 或 false", "must be true or false")
    source = raw["source"]
    if not isinstance(source, dict) or not all(isinstance(source.get(n), str) for n in ("law", "article")):
        yield Problem(f"{where}.source", "应有 law 和 article", "must have law and article")
    yield from _dates(raw, where)
    yield from _choices(raw, where)
    yield from _numbers(raw, where)
    yield from _tables(raw, where)


def _dates(raw: Mapping[str, Any], where: str) -> Iterator[Problem]:
    start, end = raw["from"], raw.get("to")
    if type(start) is not date:
        yield Problem(f"{where}.from", f"应为日期，现为 {start!r}", f"must be a date, not {start!r}")
    elif end is not None and (type(end) is not date or end <= start):
        yield Problem(f"{where}.to", f"应晚于 {start}，现为 {end}", f"must be after {start}, not {end}")


def _choices(raw: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name, choices in _CHOICES.items():
        if name in raw and raw[name] not in choices:
            known = "、".join(sorted(choices))
            yield Problem(f"{where}.{name}", f"应为 {known}", f"must be one of {known}")
    labels = raw.get("labels", {})
    if not isinstance(labels, dict) or not set(labels) <= _LABELS:
        yield Problem(f"{where}.labels", "应以进度代码为键", "must have codes of progress as keys")


def _numbers(raw: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name, (least, most) in _WHOLE.items():
        value = raw.get(name, least)
        if type(value) is not int or not least <= value <= most:
            yield Problem(f"{where}.{name}", f"应为{least}到{most}的整数", f"must be {least} to {most}")
    if "exceed" in raw and raw["exceed"] is not None and not _number(raw["exceed"]):
        yield Problem(f"{where}.exceed", "应为数字", "must be a number")
    ratios = raw.get("cagr")
    if (raw.get("method") == "cagr") != (ratios is not None):
        yield Problem(f"{where}.cagr", "method: cagr 应有三个下限", "method: cagr needs three least ratios")
    elif ratios is not None and (
        not isinstance(ratios, list) or len(ratios) != 3 or not all(map(_number, ratios))
    ):
        yield Problem(f"{where}.cagr", "应为三个数字", "must be three numbers")


def _tables(raw: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name in _BANDS:
        band = raw.get(name)
        if band is None:
            continue
        limits = [band.get(n) for n in ("relative", "gap")] if isinstance(band, dict) else []
        given = [limit for limit in limits if limit is not None]
        flags = isinstance(band, dict) and all(
            isinstance(band.get(n, False), bool) for n in ("inclusive", "either")
        )
        fields_known = isinstance(band, dict) and set(band) <= {"relative", "gap", "inclusive", "either"}
        if not (given and flags and fields_known and all(_number(limit) for limit in given)):
            yield Problem(
                f"{where}.{name}",
                "应有 relative 或 gap（不为负的数字），可有 inclusive、either",
                "must have relative or gap (numbers not below 0), and may have inclusive, either",
            )
    if raw.get("method", "shortfall") == "shortfall" and not raw.get("behind"):
        yield Problem(f"{where}.behind", "按差额研判的规则应有 behind", "a rule by shortfall needs behind")
    rows = raw.get("tolerances", [])
    for number, row in enumerate(rows if isinstance(rows, list) else [None], start=1):
        place = f"{where}.tolerances[{number}]"
        if not isinstance(row, dict) or not set(row) <= {"use", "unit", "points", "part"}:
            yield Problem(place, "应有 use、unit 和 points 或 part", "must have use, unit and points or part")
        elif row.get("use") not in _USES or not isinstance(row.get("unit"), str):
            yield Problem(place, f"use 应为 {'、'.join(sorted(_USES))}", "use or unit is wrong")
        elif [_number(row.get("points")), _number(row.get("part"))].count(True) != 1:
            yield Problem(place, "points 和 part 应写且只写一个", "needs exactly one of points and part")
    if not isinstance(raw.get("tolerances_verified", False), bool):
        yield Problem(f"{where}.tolerances_verified", "应为 true 或 false", "must be true or false")


def _number(value: object) -> bool:
    return type(value) in (int, Decimal) and value >= 0  # type: ignore[operator]


def _rule(raw: Mapping[str, Any]) -> RuleSet:
    source, verified = raw["source"], raw["verified"]
    start, end = raw["from"], raw.get("to")
    plain: dict[str, Any] = {
        n: raw[n] for n in (*_WHOLE, "key", "title", "text", "eq", "tolerances_verified") if n in raw
    }
    bands: dict[str, Any] = {name: _band(raw[name]) for name in _BANDS if raw.get(name) is not None}
    ratios = raw.get("cagr")
    return RuleSet(
        **plain,
        **bands,
        valid_from=start,
        valid_to=end,
        source=Law(source["law"], source["article"], start, end, verified),
        method=Method(raw.get("method", "shortfall")),
        growth=GrowthRule(raw.get("growth", "level")),
        checks=Checks(raw.get("checks", "every")),
        exceed=None if raw.get("exceed") is None else Decimal(raw["exceed"]),
        cagr=None if ratios is None else (Decimal(ratios[0]), Decimal(ratios[1]), Decimal(ratios[2])),
        tolerances=tuple(_tolerance(row) for row in raw.get("tolerances", [])),
        labels=tuple(sorted((str(k), str(v)) for k, v in raw.get("labels", {}).items())),
    )


def _band(raw: Mapping[str, Any]) -> Band:
    return Band(
        relative=_decimal(raw.get("relative")),
        gap=_decimal(raw.get("gap")),
        inclusive=raw.get("inclusive", False),
        either=raw.get("either", False),
    )


def _tolerance(raw: Mapping[str, Any]) -> Tolerance:
    points, part = _decimal(raw.get("points")), _decimal(raw.get("part"))
    return Tolerance(use=raw["use"], unit=raw["unit"], points=points, part=part)


def _decimal(raw: int | Decimal | None) -> Decimal | None:
    return None if raw is None else Decimal(raw)
