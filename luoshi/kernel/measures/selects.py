"""What the statement of a measure may be: one SELECT over published facts, in a closed vocabulary. No Django.

Whatever is not listed here is refused, so that nothing can be written, no other schema read, no clock
asked, and every engine gives the same figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import OptimizeError, ParseError, TokenError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from luoshi.kernel.base.problems import Problem

DIALECT = "postgres"
SCHEMA = "facts"
Facts = Mapping[str, Collection[str]]  # columns by the name of the fact
_CLAUSES = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.With),
    *(exp.CTE, exp.TableAlias, exp.Table, exp.Column, exp.Identifier, exp.Alias, exp.Subquery, exp.Lateral),
    *(exp.Union, exp.Except, exp.Intersect, exp.Distinct, exp.Values, exp.Tuple, exp.Star, exp.Paren),
    *(exp.Literal, exp.Boolean, exp.Null, exp.DataType, exp.DataTypeParam, exp.Window, exp.WindowSpec),
)
_CONDITIONS = (
    *(exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In),
    *(exp.Between, exp.Like, exp.Exists, exp.Case, exp.If, exp.Filter),
)
_FUNCTIONS = (
    *(exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Abs, exp.Cast, exp.Coalesce, exp.Nullif, exp.Greatest),
    *(exp.Least, exp.Sum, exp.Count, exp.Min, exp.Max, exp.RowNumber, exp.Rank, exp.Lag, exp.Lead),
    *(exp.Lower, exp.Upper, exp.Length, exp.Substring, exp.SplitPart, exp.DPipe, exp.StartsWith),
)
VOCABULARY = frozenset((*_CLAUSES, *_CONDITIONS, *_FUNCTIONS))
_TYPES = {"INT", "BIGINT", "SMALLINT", "DECIMAL", "TEXT", "VARCHAR", "DATE", "BOOLEAN"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOW = re.compile(r"\b(now|today|tomorrow|yesterday|allballs)\b", re.IGNORECASE)  # days to PostgreSQL
_CLOCK = re.compile(r"now|current|local(time|timestamp)|clock|today|rand|uuid|timestamp", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Lineage:
    """From which column of which fact a column of the measure comes."""

    column: str
    fact: str
    source: str


def faults_of(
    statement: str, *, columns: tuple[str, ...], facts: Facts, where: str, first_line: int
) -> list[Problem]:
    """Return everything for which the statement is no measure over the facts, each with its line."""

    def problem(node: exp.Expr | None, zh: str, en: str) -> Problem:
        return Problem(f"{where}:{first_line - 1 + _line(node)}", zh, en)

    try:
        trees = [tree for tree in sqlglot.parse(statement, read=DIALECT) if tree is not None]
    except (ParseError, TokenError) as error:
        line = first_line - 1 + _error_line(error)
        return [Problem(f"{where}:{line}", "语法有误", f"cannot be parsed: {_plain(error)}")]
    if len(trees) != 1:
        text = f"只能有一条语句，现有{len(trees)}条", f"must be one statement, not {len(trees)}"
        return [problem(trees[-1] if trees else None, *text)]
    tree: Any = trees[0]
    if not isinstance(tree, exp.Query):
        text = "只能是查询：不写入、不改表", "must be a SELECT: a measure only reads"
        return [problem(tree, *text)]
    found = [problem(node, *why) for node in tree.walk() if (why := _why_not(node))]
    found += [problem(node, *why) for node, why in _strange_tables(tree, facts)]
    if not found:
        found += [problem(None, *why) for why in _wrong_columns(tree, columns)]
    if not found:
        try:
            qualify(tree.copy(), schema=_schema(facts), dialect=DIALECT)
        except OptimizeError as error:
            found.append(problem(None, f"列有误：{_plain(error)}", f"columns: {_plain(error)}"))
    return found


def lineage_of(statement: str, *, columns: tuple[str, ...], facts: Facts) -> tuple[Lineage, ...]:
    """Return from which columns of facts each column comes, without those that only choose rows."""
    schema = _schema(facts)
    tree = sqlglot.parse_one(statement, read=DIALECT)
    found: set[Lineage] = set()
    for column in columns:
        root = lineage(column, tree.copy(), schema=schema, dialect=DIALECT)
        for node in root.walk():
            if isinstance(node.source, exp.Table) and not node.downstream:
                found.add(Lineage(column, node.source.name, node.name.rpartition(".")[2].strip('"')))
    return tuple(sorted(found))


def facts_named(statement: str) -> tuple[str, ...]:
    """Return the names of the facts that the statement reads."""
    tables = sqlglot.parse_one(statement, read=DIALECT).find_all(exp.Table)
    return tuple(sorted({table.name for table in tables if table.db == SCHEMA}))


@cache
def only(statement: str, *, simulated: bool) -> str:
    """Return the statement over those rows of its facts that are simulated, or over those that are not."""
    tree = sqlglot.parse_one(statement, read=DIALECT)
    kept = "IS TRUE" if simulated else "IS NOT TRUE"
    for table in list(tree.find_all(exp.Table)):
        if table.db == SCHEMA:
            rows = f"SELECT * FROM {SCHEMA}.{table.name} WHERE simulated {kept}"  # noqa: S608  a checked name
            inner = sqlglot.parse_one(rows, read=DIALECT, into=exp.Select)
            table.replace(inner.subquery(table.alias_or_name))
    return tree.sql(DIALECT)


@cache
def translate(statement: str, dialect: str) -> str:
    """Return the PostgreSQL statement in another dialect. Facts keep their schema."""
    return sqlglot.transpile(statement, read=DIALECT, write=dialect)[0]


def _why_not(node: exp.Expr) -> tuple[str, str] | None:
    name = _name(node)
    if type(node) not in VOCABULARY:
        return _unlisted(node, name)
    if isinstance(node, exp.With) and node.args.get("recursive"):
        return "不用递归查询", "no recursive query"
    if isinstance(node, exp.Literal) and node.is_string and _NOW.search(node.name):
        return f"“{node.name}”会读时钟：时间由引擎给定", f"'{node.name}' reads the clock: time is passed in"
    if isinstance(node, exp.Select) and (
        extra := {"into", "locks", "sample", "limit", "offset"} & _set(node)
    ):
        return f"不能用 {'、'.join(sorted(extra))}", f"no {', '.join(sorted(extra))} in a measure"
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        return "不用 DISTINCT ON：改用 row_number()", "no DISTINCT ON: number the rows with row_number()"
    if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        return "逐列写明，不用 *", "name the columns, no *"
    if isinstance(node, exp.DataType) and node.this.name not in _TYPES:
        return f"类型 {node.sql(DIALECT)} 不用", f"no type {node.sql(DIALECT)} in a measure"
    if isinstance(node, exp.Cast) and _reads_text_as_day(node):
        return "日期只能写成 '2026-03-31'，或取自事实表", "a day is written '2026-03-31' or is a fact's"
    return None


def _unlisted(node: exp.Expr, name: str) -> tuple[str, str]:
    if isinstance(node, (exp.Div, exp.Mod, exp.IntDiv)):
        return (
            "不做除法：比率给出分子分母，换算用乘法",
            "no division: a rate gives its parts; to convert, multiply",
        )
    if isinstance(node, (exp.DML, exp.DDL)):
        return f"{name} 会写入：指标只读", f"{name} writes: a measure only reads"
    if _CLOCK.search(name):
        return (
            f"{name} 会读时钟或随机数：时间由引擎给定",
            f"{name} reads a clock or chance: time is passed in",
        )
    return f"{name} 不在可用之列", f"{name} is not in the vocabulary of measures"


def _reads_text_as_day(node: exp.Cast) -> bool:
    if getattr(node.to.this, "name", "") != "DATE":
        return False
    return not (node.this.is_string and _DAY.fullmatch(node.this.name))


def _strange_tables(tree: exp.Query, facts: Facts) -> Iterator[tuple[exp.Expr, tuple[str, str]]]:
    """Yield each table that is neither a fact nor named by a WITH or subquery whose scope it stands in."""
    named: set[int] = set()
    for scope in traverse_scope(tree):
        for table in scope.tables:
            if not table.db and isinstance(scope.sources.get(table.alias_or_name), Scope):
                named.add(id(table))
    read = False
    for table in tree.find_all(exp.Table):
        known = ", ".join(sorted(facts)) or "none"
        if table.db == SCHEMA and not table.catalog and table.name in facts:
            read = True
        elif table.db == SCHEMA:
            yield table, (f"没有事实表 {table.sql()}", f"there is no fact {table.sql()}; there are {known}")
        elif id(table) not in named:
            text = f"{table.sql(DIALECT)} 不是事实表：只能读 {SCHEMA}. 之下的视图"
            yield table, (text, f"{table.sql(DIALECT)} is no fact: a measure reads only views in {SCHEMA}.")
    if not read:
        yield tree, ("没有读任何事实表", "reads no fact")


def _wrong_columns(tree: exp.Query, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if (given := tuple(tree.named_selects)) != columns:
        wanted, got = ", ".join(columns), ", ".join(given)
        yield f"各列应依次为 {wanted}，现为 {got}", f"must select {wanted} in this order, not {got}"


def _schema(facts: Facts) -> dict[str, Any]:
    return {SCHEMA: {name: dict.fromkeys(listed, "UNKNOWN") for name, listed in facts.items()}}


def _set(node: exp.Expr) -> set[str]:
    return {key for key, value in node.args.items() if value}


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.name)
    return node.sql_name() if isinstance(node, exp.Func) else type(node).__name__


def _line(node: exp.Expr | None) -> int:
    """Return the first line on which anything of the node stands, counted from 1."""
    lines = [part.meta["line"] for part in node.walk() if "line" in part.meta] if node is not None else []
    return min(lines, default=1)


def _error_line(error: Exception) -> int:
    told = getattr(error, "errors", None)
    return int(told[0].get("line") or 1) if told else 1


def _plain(error: Exception) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()[0]
