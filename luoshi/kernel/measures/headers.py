"""The comment lines at the top of a SQL file: what it says of itself before it begins. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.kernel.base.problems import Problem

_ENTRY = re.compile(r"--\s*([a-z][a-z0-9_]*):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``-- key: words`` line."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Header:
    """The entries by key, the other comment lines as notes, and the statement with the line it begins on."""

    entries: dict[str, Entry]
    notes: tuple[str, ...]
    statement: str
    first_line: int


def read_header(text: str, *, where: str) -> tuple[Header, list[Problem]]:
    """Return the header of the file and what is wrong with its form: a key given twice, no statement."""
    entries: dict[str, Entry] = {}
    notes: list[str] = []
    problems: list[Problem] = []
    lines = text.splitlines()
    number = 0
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if line and not line.startswith("--"):
            break
        if found := _ENTRY.fullmatch(line):
            key, words = found[1], found[2].strip()
            if key in entries:
                first = entries[key].line
                problems.append(
                    Problem(f"{where}:{number}", f"{key} 在第{first}行已写", f"{key} is on line {first} too")
                )
            entries[key] = Entry(number, words)
        elif note := line.removeprefix("--").strip():
            notes.append(note)
    else:
        problems.append(Problem(where, "没有查询语句", "has no statement"))
        return Header(entries, tuple(notes), "", number), problems
    statement = "\n".join(lines[number - 1 :]).strip().removesuffix(";").rstrip()
    return Header(entries, tuple(notes), statement, number), problems
