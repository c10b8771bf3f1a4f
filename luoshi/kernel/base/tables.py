"""Code tables a city keeps as text: what a value may be, under which name, from when to when. No Django.

``city/tables/<name>.csv`` has the columns code, parent, title, from, to and any others; ``to`` is the first
day an entry no longer holds. An entry is never deleted: records of its time still name it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import Problem, require_none

_COLUMNS = ("code", "parent", "title", "from", "to")
_UNREADABLE_ZH = "无法读取。code、title、from 必填，日期形如 2026-01-01，to 晚于 from"
_UNREADABLE = "cannot be read. code, title and from are needed, a date is like 2026-01-01, to is after from"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a table. ``more`` holds the columns only this table has."""

    code: str
    parent: str
    title: str
    valid_from: date
    valid_to: date | None
    more: Mapping[str, str]

    def holds(self, on: date) -> bool:
        """Tell whether the entry may be used on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class Table:
    """The entries of a table by code, in the order of the file."""

    __slots__ = ("_below", "_entries", "name")

    def __init__(self, name: str, entries: Mapping[str, Entry]) -> None:
        self.name, self._entries = name, dict(entries)
        self._below: dict[str, list[Entry]] = {}
        for entry in self:
            self._below.setdefault(entry.parent, []).append(entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def get(self, code: str) -> Entry | None:
        """Return the entry of that code, also one that no longer holds, or None."""
        return self._entries.get(code)

    def leaves(self, on: date) -> list[Entry]:
        """Return the entries that hold on the day and have none below them: those a record may name."""
        parents = {entry.parent for entry in self if entry.holds(on)}
        return [entry for entry in self if entry.holds(on) and entry.code not in parents]

    def names(self, code: str, *, on: date) -> bool:
        """Tell whether a record may name the code on the day: whether it is one of the leaves."""
        entry = self._entries.get(code)
        return bool(entry and entry.holds(on)) and not any(e.holds(on) for e in self._below.get(code, ()))

    def chain(self, code: str) -> tuple[Entry, ...]:
        """Return the entry with all above it, the topmost first; nothing for an unknown code."""
        found: list[Entry] = []
        while (entry := self._entries.get(code)) and entry not in found:
            found.insert(0, entry)
            code = entry.parent
        return tuple(found)

    def titled(self, code: str) -> str:
        """Return the titles from the topmost entry down, "城乡建设 / 供热 / 室温不达标"."""
        return " / ".join(entry.title for entry in self.chain(code)) or code


@cache
def read_table(path: Path) -> Table:
    """Return the table in the file, read once.

    Raises ``table-missing``, or ``table-invalid`` with every fault.
    """
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for line, row in _rows(path):
        where = f"{path.name}:{line}"
        try:
            entry = _entry(row)
        except (AttributeError, KeyError, ValueError):
            problems.append(Problem(where, _UNREADABLE_ZH, _UNREADABLE))
            continue
        if entry.code in entries:
            problems.append(Problem(where, f"{entry.code} 重复", f"{entry.code} is given twice"))
        entries[entry.code] = entry
    table = Table(path.stem, entries)
    problems += _misplaced(table, path.name)
    require_none(problems, code="table-invalid", name=str(path))
    return table


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            return [(rows.line_num, row) for row in rows]
    except UnicodeDecodeError:
        require_none(
            [Problem(path.name, "不是 UTF-8 文本", "is no UTF-8 text")], code="table-invalid", name=str(path)
        )
        return []
    except FileNotFoundError as error:
        raise LuoshiError(
            "table-missing",
            f"找不到码表 {path}。请在城市文件夹的 tables 下补上。",
            f"There is no table {path}. Add it in the folder tables of the city.",
        ) from error


def _misplaced(table: Table, name: str) -> Iterator[Problem]:
    """Yield each entry whose parent is unknown or, in the end, itself."""
    for entry in table:
        top = table.chain(entry.code)[0]
        if top.parent and table.get(top.parent) is None:
            zh, en = f"{top.code} 的上级 {top.parent} 不存在", f"there is no {top.parent} above {top.code}"
        elif top.parent:
            zh, en = f"{entry.code} 的上级绕成一圈", f"what stands above {entry.code} leads in a circle"
        else:
            continue
        yield Problem(f"{name} {entry.code}", zh, en)


def _entry(row: Mapping[str, str]) -> Entry:
    code, parent, title, since, until = (row[column].strip() for column in _COLUMNS)
    valid_from, valid_to = date.fromisoformat(since), date.fromisoformat(until) if until else None
    if not code or not title or (valid_to and valid_to <= valid_from):
        raise ValueError(code)
    more = {key: (value or "").strip() for key, value in row.items() if key and key not in _COLUMNS}
    return Entry(code, parent, title, valid_from, valid_to, more)
