"""The city's organisations and posts as its files state them, read and checked as a whole. No database.

``organisations.yaml`` lists bodies and posts, ``streets.csv`` the streets and towns. Every problem is
named with its file, line and code; a directory that exists has none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.checks import findings
from luoshi.kernel.orgs.entries import Finding, OrganisationEntry, PostEntry
from luoshi.kernel.orgs.models import Kind

_LINE = "line of the file"  # no key of a file holds blanks
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHOWN = 20  # problems printed before the rest is only counted
_FILE_KEYS = {"since", "posts", "organisations"}
_COLUMNS = ["code", "name", "district"]


@dataclass(frozen=True, slots=True)
class Directory:
    """Organisations and posts that fit together, with the path of each organisation."""

    organisations: tuple[OrganisationEntry, ...]
    posts: tuple[PostEntry, ...]
    paths: Mapping[str, str]


def read_directory(path: Path, *, streets: Path | None = None) -> Directory:
    """Read and check the files. Raises ``organisations-missing`` or ``organisations-invalid``."""
    reading = _Reading(path.name)
    reading.take(_yaml_of(path))
    if streets is not None:
        reading.take_streets(streets)
    paths, unfit = findings(reading.organisations, reading.posts)
    problems = [*reading.problems, *unfit]
    if problems:
        raise invalid(path.name, problems)
    return Directory(tuple(reading.organisations), tuple(reading.posts), paths)


def invalid(name: str, problems: list[Finding]) -> LuoshiError:
    """Return the error that lists the problems of a file."""
    zh = [f"{name} 有 {len(problems)} 处需要更正，没有写入任何内容："]
    en = [f"{name} has {len(problems)} things to put right; nothing was written:"]
    for problem in problems[:_SHOWN]:
        zh.append(f"  {problem.where}：{problem.zh}")
        en.append(f"  {problem.where}: {problem.en}")
    if more := problems[_SHOWN:]:
        zh.append(f"  ……另有 {len(more)} 处")
        en.append(f"  … and {len(more)} more")
    return LuoshiError("organisations-invalid", "\n".join(zh), "\n".join(en))


@dataclass(slots=True)
class _Reading:
    """What has been read so far. A wrong field is noted and stands as empty, so that reading goes on."""

    file: str
    since: date = date.min
    standard: dict[str, dict[str, Any]] = field(default_factory=dict)  # posts by kind of organisation
    organisations: list[OrganisationEntry] = field(default_factory=list)
    posts: list[PostEntry] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)

    def take(self, raw: dict[str, Any]) -> None:
        self._only(raw, _FILE_KEYS, self.file)
        self.since = self._day(raw, "since", self.file) or date.min
        for kind, posts in self._mapping(raw.get("posts"), self.file).items():
            if kind not in Kind.values:
                self._note(self.file, f"没有“{kind}”这个类别", f"there is no kind {kind!r}")
            self.standard[kind] = self._mapping(posts, f"{self.file} posts.{kind}")
        entries = raw.get("organisations")
        if not isinstance(entries, list):
            self._note(self.file, "缺少 organisations 列表", "the list organisations is missing")
            return
        for number, entry in enumerate(entries, start=1):
            if isinstance(entry, dict):
                self._organisation(entry)
            else:
                self._note(
                    f"{self.file} 第 {number} 项", "应为“字段: 内容”", "must be “field: content” lines"
                )

    def take_streets(self, path: Path) -> None:
        districts = {o.region: o.code for o in self.organisations if o.kind == Kind.DISTRICT}
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(line for line in file)
            if rows.fieldnames != _COLUMNS:
                self._note(path.name, f"列应为 {','.join(_COLUMNS)}", f"columns must be {','.join(_COLUMNS)}")
                return
            for row in rows:
                where = f"{path.name}:{rows.line_num} {row['code']}"
                if row["district"] not in districts:
                    self._note(where, f"没有区划代码为 {row['district']} 的区县", "no district has this code")
                raw = {
                    "code": row["code"],
                    "name": row["name"],
                    "region": row["code"],
                    "kind": _sort(row["name"]),
                }
                self._organisation(raw | {"parent": districts.get(row["district"], "")}, where)

    def _organisation(self, raw: dict[str, Any], where: str = "") -> None:
        code = str(raw.get("code") or "?")
        where = where or f"{self.file}:{raw[_LINE]} {code}"
        self._only(raw, set(OrganisationEntry.__dataclass_fields__) - {"where"} | {"posts"}, where)
        if not _CODE.fullmatch(code) or len(code) > 60:
            self._note(
                where, "代码应为小写字母、数字和连字符", "a code is lower-case letters, digits and hyphens"
            )
        kind = self._text(raw, "kind", where)
        if kind not in Kind.values:
            self._note(where, f"没有“{kind}”这个类别", f"there is no kind {kind!r}")
        name = self._text(raw, "name", where)
        entry = OrganisationEntry(
            where=where,
            code=code,
            name=name,
            short=self._text(raw, "short", where, default=name),
            kind=kind,
            parent=self._text(raw, "parent", where, default="") or None,
            region=self._text(raw, "region", where, default=""),
            duties=self._words(raw, "duties", where),
            since=self._day(raw, "since", where) or self.since,
            until=self._day(raw, "until", where),
            successor=self._text(raw, "successor", where, default="") or None,
        )
        self.organisations.append(entry)
        posts = self.standard.get(kind, {}) | self._mapping(raw.get("posts"), where)
        for key, post in posts.items():
            self._post(entry, key, post)

    def _post(self, entry: OrganisationEntry, key: str, raw: Any) -> None:
        where = f"{entry.where} posts.{key}"
        if not isinstance(raw, dict):
            self._note(where, "应为“字段: 内容”", "must be “field: content” lines")
            return
        if not _CODE.fullmatch(str(key)):
            self._note(
                where, "代码应为小写字母、数字和连字符", "a code is lower-case letters, digits and hyphens"
            )
        self._only(raw, {"title", "roles", "reads", "since", "until"}, where)
        self.posts.append(
            PostEntry(
                where=where,
                code=f"{entry.code}-{key}",
                organisation=entry.code,
                title=self._text(raw, "title", where),
                roles=self._words(raw, "roles", where),
                reads=self._words(raw, "reads", where),
                since=self._day(raw, "since", where) or entry.since,
                until=self._day(raw, "until", where),
            )
        )

    def _note(self, where: str, zh: str, en: str) -> None:
        self.problems.append(Finding(where, zh, en))

    def _only(self, raw: dict[str, Any], known: set[str], where: str) -> None:
        for key in raw.keys() - known - {_LINE}:
            self._note(where, f"没有“{key}”这个字段", f"there is no field {key!r}")

    def _text(self, raw: dict[str, Any], key: str, where: str, *, default: str | None = None) -> str:
        value = raw.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self._note(where, f"{key} 应为文字（数字加引号）", f"{key} must be text (quote numbers)")
            return ""
        return value

    def _day(self, raw: dict[str, Any], key: str, where: str) -> date | None:
        value = raw.get(key)
        if value is not None and type(value) is not date:
            self._note(where, f"{key} 应为日期，如 2019-03-01", f"{key} must be a date, as 2019-03-01")
            return None
        return value

    def _words(self, raw: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self._note(
                where, f"{key} 应为词的列表（数字加引号）", f"{key} must be a list of words (quote numbers)"
            )
            return ()
        return tuple(value)

    def _mapping(self, raw: Any, where: str) -> dict[str, Any]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self._note(where, "应为“字段: 内容”", "must be “field: content” lines")
            return {}
        return {key: value for key, value in raw.items() if key != _LINE}


def _sort(name: str) -> Kind:
    if name.endswith("街道"):
        return Kind.STREET
    return Kind.TOWN if name.endswith(("镇", "乡")) else Kind.INSTITUTION  # 开发区 are no 行政区划


def _yaml_of(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506  a SafeLoader
    except FileNotFoundError as error:
        raise LuoshiError(
            "organisations-missing",
            f"找不到 {path}。请对照随附的 city/organisations.yaml 编写一份。",
            f"There is no {path}. Write one after the city/organisations.yaml that comes along.",
        ) from error
    except yaml.YAMLError as error:
        raise invalid(
            path.name, [Finding(path.name, f"不是合法的 YAML：{error}", f"no valid YAML: {error}")]
        ) from error
    if not isinstance(raw, dict):
        raise invalid(path.name, [Finding(path.name, "应为“字段: 内容”", "must be “field: content” lines")])
    return raw


class _Loader(yaml.SafeLoader):
    """YAML whose mappings know their line, and in which no key stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        for key, _ in self._repeated(node):
            raise yaml.constructor.ConstructorError(
                problem=f"key given twice: {key.value}", problem_mark=key.start_mark
            )
        return super().construct_mapping(node, deep) | {_LINE: node.start_mark.line + 1}

    def _repeated(self, node: yaml.MappingNode) -> Iterator[tuple[Any, Any]]:
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key, value
            seen.add(key.value)
