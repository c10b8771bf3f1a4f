"""What a list is: which projects, which columns, in which order, who answers for it, how often. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.projects.lists.fields import COLUMNS, Column, known
from luoshi.platforms.projects.lists.language import Term, checked, written

STAGES = (("planning", "谋划"), ("funds", "资金"), ("building", "建设"), ("statistics", "入库入统"))
CYCLES = (("month", "每月"), ("quarter", "每季"))
MOST_COLUMNS, MOST_ORDERS = 12, 3


@dataclass(frozen=True, slots=True)
class Order:
    """A column by which a list is ordered, the largest or latest first where ``falling``."""

    column: Column
    falling: bool = False

    @property
    def written(self) -> str:
        """Return it as it is kept: ``-planned``."""
        return f"{'-' if self.falling else ''}{self.column.key}"


@dataclass(frozen=True, slots=True)
class Definition:
    """A list as it is declared."""

    terms: tuple[Term, ...]
    columns: tuple[Column, ...]
    order: tuple[Order, ...]
    owner: str  # code of an organisation
    cycle: str

    @property
    def written(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "filter": written(self.terms),
            "columns": [column.key for column in self.columns],
            "order": [one.written for one in self.order],
            "owner": self.owner,
            "cycle": self.cycle,
        }


def definition_of(raw: Mapping[str, Any], *, name: str) -> Definition:
    """Return the list that is declared. Raises ``list-invalid`` with every fault."""
    found, problems = checked_definition(raw)
    require_none(problems, code="list-invalid", name=name)
    return found


def checked_definition(raw: Mapping[str, Any]) -> tuple[Definition, list[Problem]]:
    """Return what can be read of a list, and every fault of it."""
    terms, problems = checked(raw.get("filter"))
    columns, wrong = _columns(raw.get("columns"))
    problems += wrong
    order, wrong = _order(raw.get("order"))
    problems += wrong
    owner, cycle = raw.get("owner"), raw.get("cycle")
    if not isinstance(owner, str) or not owner:
        problems.append(Problem("责任单位", "应写机构代码", "the owner is the code of an organisation"))
    if cycle not in dict(CYCLES):
        choices = "、".join(f"{title} {key}" for key, title in CYCLES)
        problems.append(Problem("周期", f"没有“{cycle}”。可用：{choices}", f"no cycle “{cycle}”"))
    return Definition(terms, columns, order, str(owner), str(cycle)), problems


def _columns(raw: Any) -> tuple[tuple[Column, ...], list[Problem]]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_COLUMNS:
        return (), [Problem("栏目", f"应有1至{MOST_COLUMNS}栏", f"there are 1 to {MOST_COLUMNS} columns")]
    problems = [
        Problem("栏目", f"没有“{key}”。可用：{known(COLUMNS.values())}", f"no column “{key}”")
        for key in raw
        if str(key) not in COLUMNS
    ]
    if len({str(key) for key in raw}) < len(raw):
        problems.append(Problem("栏目", "有栏目重复", "a column is named twice"))
    return tuple(COLUMNS[str(key)] for key in raw if str(key) in COLUMNS), problems


def _order(raw: Any) -> tuple[tuple[Order, ...], list[Problem]]:
    if not isinstance(raw, list) or len(raw) > MOST_ORDERS:
        return (), [Problem("排序", f"最多{MOST_ORDERS}项", f"at most {MOST_ORDERS} columns")]
    orders, problems = [], []
    for one in map(str, raw):
        column = COLUMNS.get(one.removeprefix("-"))
        if column is None:
            problems.append(
                Problem("排序", f"没有“{one}”。可用：{known(COLUMNS.values())}", f"no column “{one}”")
            )
        else:
            orders.append(Order(column, one.startswith("-")))
    return tuple(orders), problems
