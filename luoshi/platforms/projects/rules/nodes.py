"""The nodes of a project (节点): written one a line, frozen as a whole, late by so many days. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

WHOLE = 100
MOST, LONGEST = 40, 60  # nodes of a plan, characters of a title
_LINE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})\s+(?P<weight>\d{1,3})\s+(?P<title>\S.*)")


@dataclass(frozen=True, slots=True)
class Planned:
    """A node as the plan has it: its weight is its share of the whole, in per cent."""

    title: str
    planned_on: date
    weight: int


def nodes_in(text: str) -> list[Planned] | None:
    """Return the nodes of a plan, one a line as ``2026-06-30 40 主体封顶``; None where a line is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [_node(line) for line in lines]
    return [node for node in found if node] if found and all(found) else None


def is_whole(nodes: Iterable[Planned]) -> bool:
    """Tell whether the nodes make a plan: at most forty, days in order, names once, weights 100 together."""
    nodes = list(nodes)
    days, titles = [node.planned_on for node in nodes], {node.title for node in nodes}
    return (
        0 < len(nodes) == len(titles) <= MOST
        and days == sorted(days)
        and all(node.weight > 0 and len(node.title) <= LONGEST for node in nodes)
        and sum(node.weight for node in nodes) == WHOLE
    )


def keeps_done(nodes: Iterable[Planned], done: Iterable[str]) -> bool:
    """Tell whether a new plan holds every node that is done: what was done is not planned away."""
    return {*done} <= {node.title for node in nodes}


def days_late(planned_on: date, done_on: date | None, *, on: date) -> int:
    """Return by how many days a node is, or was, late on the day; 0 where it is not."""
    return max(0, ((done_on or on) - planned_on).days)


def weight_done(nodes: Iterable[Planned], done: Mapping[str, date]) -> int:
    """Return how much of the plan is done, in per cent."""
    return sum(node.weight for node in nodes if node.title in done)


def _node(line: str) -> Planned | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return Planned(match["title"].strip(), day, int(match["weight"]))
