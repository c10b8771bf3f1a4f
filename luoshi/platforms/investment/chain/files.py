"""The city's chains as reviewed text: read whole or refused with every fault by file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.investment.chain.standard import industry_names

COLUMNS = {
    "chains.csv": ("code", "name", "source", "verified"),
    "nodes.csv": (
        *("chain", "code", "name", "unit", "industries", "products"),
        *("final_demand", "final_source", "final_on"),
    ),
    "links.csv": ("input", "output", "share", "source", "dated_on", "verified"),
}
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST = {"name": 60, "unit": 20, "source": 300, "final_source": 300}
_MOST = {"final_demand": (Decimal(10) ** 13, 3), "share": (Decimal(10) ** 8, 6)}  # above, digits
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A chain as the file names it."""

    code: str
    name: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node as the file names it."""

    chain: str
    code: str
    name: str
    unit: str
    industries: tuple[str, ...]
    products: tuple[str, ...]
    final_demand: Decimal | None
    final_source: str
    final_on: date | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as the file names it."""

    input: str
    output: str
    share: Decimal | None
    source: str
    dated_on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Chains:
    """What the three files say."""

    chains: tuple[ChainLine, ...] = ()
    nodes: tuple[NodeLine, ...] = ()
    links: tuple[LinkLine, ...] = ()


@dataclass(slots=True)
class _Line:
    """A line that is being read: where it stands, its words, and what was wrong with them."""

    where: str
    words: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, zh: str, en: str) -> None:
        self.problems.append(Problem(self.where, zh, en))

    def text(self, name: str, *, required: bool = True) -> str:
        said = self.words[name]
        if required and not said:
            self.wrong(f"{name} 不能为空", f"{name} must not be empty")
        if len(said) > _LONGEST.get(name, 300):
            self.wrong(f"{name} 太长", f"{name} is too long")
        return said

    def slug(self, name: str) -> str:
        said = self.words[name]
        if not _SLUG.fullmatch(said):
            self.wrong(
                f"{name} “{said}” 应为小写字母开头的字母、数字和连字符",
                f"{name} “{said}” must be small letters, digits and hyphens, a letter first",
            )
        return said

    def flag(self, name: str) -> bool:
        said = self.words[name]
        if said not in _FLAGS:
            self.wrong(f"{name} “{said}” 应为 yes 或 no", f"{name} “{said}” must be yes or no")
        return _FLAGS.get(said, False)

    def day(self, name: str) -> date | None:
        said = self.words[name]
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            self.wrong(
                f"{name} “{said}” 应为日期，如 2026-03-01", f"{name} “{said}” must be a date: 2026-03-01"
            )
            return None

    def number(self, name: str) -> Decimal | None:
        said = self.words[name]
        if not said:
            return None
        below, digits = _MOST[name]
        try:
            number = Decimal(said)
            fits = 0 <= number < below and number == round(number, digits)
        except InvalidOperation:
            number, fits = Decimal(0), False
        if not fits:
            self.wrong(
                f"{name} “{said}” 应为不小于零、至多 {digits} 位小数的数，不知道就留空",
                f"{name} “{said}” must be a number from zero on with at most {digits} decimals; "
                "leave it empty if unknown",
            )
        return number

    def listed(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.words[name].split(";") if word.strip())


def read_chains(folder: Path) -> Chains:
    """Return what the folder's files say, nothing where there is no such folder.

    Raises ``chains-invalid`` with every fault of every file, each by file and line.
    """
    if not folder.is_dir():
        return Chains()
    problems: list[Problem] = []
    chains, nodes, links = (_read(folder / name, reader, problems) for name, reader in _READERS.items())
    read = Chains(
        tuple(one for _, one in chains if isinstance(one, ChainLine)),
        tuple(one for _, one in nodes if isinstance(one, NodeLine)),
        tuple(one for _, one in links if isinstance(one, LinkLine)),
    )
    problems += _twice([(line, one.code) for line, one in chains if isinstance(one, ChainLine)])
    problems += _twice([(line, one.code) for line, one in nodes if isinstance(one, NodeLine)])
    problems += _twice(
        [(line, f"{o.input} → {o.output} {o.dated_on}") for line, o in links if isinstance(o, LinkLine)]
    )
    problems += _strangers(
        nodes, {one.code for one in read.chains}, lambda one: [one.chain], "产业链", "chain"
    )
    ends = {one.code for one in read.nodes}
    problems += _strangers(links, ends, lambda one: [one.input, one.output], "环节", "node")
    require_none(sorted(problems, key=_placed), code="chains-invalid", name=str(folder))
    return read


def _chain(line: _Line) -> ChainLine:
    return ChainLine(line.slug("code"), line.text("name"), line.text("source"), line.flag("verified"))


def _node(line: _Line) -> NodeLine:
    industries = line.listed("industries")
    for code in industries:
        if code not in industry_names():
            line.wrong(f"GB/T 4754-2017 没有代码“{code}”", f"GB/T 4754-2017 has no code “{code}”")
    final, on = line.number("final_demand"), line.day("final_on")
    source = line.text("final_source", required=final is not None)
    if final is not None and on is None:
        line.wrong("写了 final_demand 就要写 final_on", "final_demand needs final_on")
    return NodeLine(
        line.text("chain"),
        line.slug("code"),
        line.text("name"),
        line.text("unit"),
        industries,
        line.listed("products"),
        final,
        source,
        on,
    )


def _link(line: _Line) -> LinkLine:
    given, on = (line.text("input"), line.text("output")), line.day("dated_on")
    if given[0] and given[0] == given[1]:
        line.wrong("投入和产出是同一个环节", "input and output are the same node")
    if not line.words["dated_on"]:
        line.wrong("dated_on 不能为空", "dated_on must not be empty")
    return LinkLine(*given, line.number("share"), line.text("source"), on or date.min, line.flag("verified"))


_Read = ChainLine | NodeLine | LinkLine
_READERS: dict[str, Callable[[_Line], _Read]] = {
    "chains.csv": _chain,
    "nodes.csv": _node,
    "links.csv": _link,
}


def _read(path: Path, reader: Callable[[_Line], _Read], problems: list[Problem]) -> list[tuple[str, _Read]]:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(path.name, "没有这个文件", "there is no such file"))
        return []
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "不是 UTF-8 编码", "is not UTF-8"))
        return []
    rows = csv.reader(text.splitlines())
    columns = COLUMNS[path.name]
    if tuple(next(rows, ())) != columns:
        heading = ",".join(columns)
        problems.append(
            Problem(f"{path.name}:1", f"第一行应为 {heading}", f"the first line must be {heading}")
        )
        return []
    found = []
    for cells in rows:
        where = f"{path.name}:{rows.line_num}"
        if len(cells) != len(columns):
            said = (
                f"{len(cells)} 列，应为 {len(columns)} 列",
                f"{len(cells)} columns instead of {len(columns)}",
            )
            problems.append(Problem(where, *said))
            continue
        line = _Line(where, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})
        found.append((where, reader(line)))
        problems += line.problems
    return found


def _twice(named: list[tuple[str, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for where, name in named:
        if name in first:
            yield Problem(where, f"{name} 已在 {first[name]}", f"{name} stands in {first[name]} already")
        first.setdefault(name, where)


def _strangers(
    lines: list[tuple[str, _Read]],
    known: Collection[str],
    names: Callable[..., list[str]],
    zh: str,
    en: str,
) -> Iterator[Problem]:
    for where, line in lines:
        for name in names(line):
            if name and name not in known:
                yield Problem(where, f"没有{zh}“{name}”", f"there is no {en} “{name}”")


def _placed(problem: Problem) -> tuple[str, int]:
    name, _, line = problem.where.partition(":")
    return name, int(line or 0)
