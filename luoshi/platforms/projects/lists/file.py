"""The city's file of lists: read whole, every fault told at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.projects.lists.definition import STAGES, Definition, checked_definition

_KEYS = {"key", "title", "stage", "owner", "cycle", "verified", "filter", "columns", "order"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A list as the file declares it."""

    key: str
    title: str
    stage: str
    verified: bool
    definition: Definition


def read_lists(path: Path) -> tuple[Entry, ...]:
    """Return the lists of the file. Raises ``lists-missing`` or ``lists-invalid`` with every fault."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise LuoshiError("lists-missing", f"没有文件 {path}。", f"There is no file {path}.") from error
    except yaml.YAMLError as error:
        raise LuoshiError(
            "lists-invalid", f"{path} 不是 YAML：{error}", f"{path} is no YAML: {error}"
        ) from error
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, one in enumerate(raw if isinstance(raw, list) else [raw], start=1):
        entry, faults = _entry(one, f"第{number}张")
        problems += faults
        entries += [entry] if entry else []
    keys = [entry.key for entry in entries]
    problems += [_problem(key, "代码重复", "the key is used twice") for key in {*keys} if keys.count(key) > 1]
    require_none(problems, code="lists-invalid", name=str(path))
    return tuple(entries)


def _entry(raw: Any, where: str) -> tuple[Entry | None, list[Problem]]:
    if not isinstance(raw, dict):
        return None, [_problem(where, "应是一张清单", "is no list")]
    where = str(raw.get("key") or where)
    problems = [
        _problem(where, f"缺“{key}”", f"has no “{key}”") for key in ("key", "title") if not raw.get(key)
    ]
    if unknown := set(map(str, raw)) - _KEYS:
        problems.append(_problem(where, f"不认识“{'、'.join(sorted(unknown))}”", "has unknown keys"))
    if raw.get("stage") not in dict(STAGES):
        stages = "、".join(f"{title} {key}" for key, title in STAGES)
        problems.append(_problem(where, f"没有阶段“{raw.get('stage')}”。可用：{stages}", "unknown stage"))
    definition, faults = checked_definition(raw)
    problems += [Problem(f"{where} {fault.where}", fault.zh, fault.en) for fault in faults]
    told = (str(raw.get("key")), str(raw.get("title")), str(raw.get("stage")), bool(raw.get("verified")))
    return Entry(*told, definition), problems


def _problem(where: str, zh: str, en: str) -> Problem:
    return Problem(where, zh, en)
