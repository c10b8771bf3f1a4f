"""Read the tracking file and name every field that is wrong, with its line and entry. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exact import parse_yaml
from luoshi.kernel.base.periods import Period, parse_period
from luoshi.kernel.base.problems import Problem as Placed
from luoshi.kernel.base.problems import require_none
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.reviewed.fields import (
    Convert,
    Problem,
    Wrong,
    amount,
    many,
    one_of,
    optional,
    record,
    whole,
    words,
)
from luoshi.kernel.commitments.tracking.entries import (
    Assigned,
    BaselineEntry,
    DeadlineFrom,
    Lack,
    NodeEntry,
    NotTracked,
    PlannedCheck,
    PlannedTarget,
    Source,
    TrackingEntry,
    TrackingFile,
    TrajectoryEntry,
)
from luoshi.kernel.measures.points import MeasureKind
from luoshi.reader.model import MilestoneKind

SERIES = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)+")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def load_tracking(path: Path) -> TrackingFile:
    """Read the file. Raises ``tracking-missing``, ``file-syntax`` or ``tracking-invalid``."""
    try:
        return parse_tracking(path.read_text("utf-8"), name=path.name)
    except FileNotFoundError as error:
        raise LuoshiError(
            "tracking-missing",
            f"还没有 {path}。请先运行 luoshi commitments track draft {path.stem}。",
            f"There is no {path} yet. Run luoshi commitments track draft {path.stem} first.",
        ) from error


def parse_tracking(text: str, *, name: str) -> TrackingFile:
    """Read the file's text. Raises ``file-syntax`` or ``tracking-invalid`` naming line, entry and field."""
    raw = parse_yaml(text, name=name)
    try:
        file: TrackingFile = _FILE(raw)
    except Wrong as wrong:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        require_none([_placed(p, tree, raw) for p in wrong.problems], code="tracking-invalid", name=name)
        raise
    return file


def lines_of(text: str) -> dict[str, int]:
    """Return on which line each commitment's entry stands."""
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    found = {}
    for node in _item(_item(tree, "entries"), None) or []:
        code = _item(node, "commitment")
        if code is not None:
            found[str(code.value)] = node.start_mark.line + 1
    return found


def _placed(problem: Problem, tree: Any, raw: Any) -> Placed:
    """Return the problem with its line, and the commitment instead of the entry's number."""
    node, line, where = tree, 1, problem.where
    for number, key in _STEP.findall(problem.where):
        node = _item(node, int(number) if number else key)
        if node is None:
            break
        line = node.start_mark.line + 1
    if found := re.match(r"entries\[(\d+)\]\.?", where):
        item = raw["entries"][int(found[1])]
        code = item.get("commitment") if isinstance(item, dict) else None
        rest = where[found.end() :]
        where = f"{code or '第 ' + str(int(found[1]) + 1) + ' 项'}{' ' + rest if rest else ''}"
    return Placed(f"第 {line} 行 {where}".rstrip(), problem.zh, problem.en)


def _item(node: Any, key: str | int | None) -> Any:
    """Return the node under the key or number; for None the list of items."""
    if isinstance(node, yaml.MappingNode) and isinstance(key, str):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode):
        if key is None:
            return node.value
        return node.value[key] if isinstance(key, int) and key < len(node.value) else None
    return None


def _wrong(zh: str, en: str) -> Wrong:
    return Wrong([Problem("", zh, en)])


def _code_of(codes: Any, *, short: frozenset[str] | None = None) -> Convert:
    """Convert a word of an enumeration."""
    known = [code.value for code in codes if short is None or code.value in short]

    def convert(raw: object) -> Any:
        if raw not in known:
            listed = ", ".join(known)
            raise _wrong(f"应为 {listed} 之一，现为 {raw!r}", f"must be one of {listed}, not {raw!r}")
        return codes(raw)

    return convert


def _day(raw: object) -> date:
    if type(raw) is not date:
        raise _wrong(f"应为日期，如 2026-12-31，现为 {raw!r}", f"must be a date as 2026-12-31, not {raw!r}")
    return raw


def _period(raw: object) -> Period:
    try:
        return parse_period(str(raw))
    except ValueError:
        zh = f"应为时期，如 2025、2026-Q3、2026..2030，现为 {raw!r}"
        raise _wrong(zh, f"must be a period as 2025, 2026-Q3 or 2026..2030, not {raw!r}") from None


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _wrong(f"应为 true 或 false，现为 {raw!r}", f"must be true or false, not {raw!r}")
    return raw


def _number(raw: object) -> Decimal:
    value = amount(raw)
    if isinstance(value, tuple):
        raise _wrong("应为一个数", "must be one number")
    return value


def _series(raw: object) -> str:
    name = str(words(80)(raw))
    if not SERIES.fullmatch(name):
        zh = f"应形如 proposals.answered_rate 或 outside.new_jobs，现为 {name!r}"
        raise _wrong(zh, f"must look like proposals.answered_rate or outside.new_jobs, not {name!r}")
    return name


def _shares_rise(made: TrajectoryEntry) -> Iterator[Problem]:
    nodes = made.nodes
    if (made.course is Course.DECLARED_NODES) != bool(nodes):
        zh = "declared_nodes 要有 nodes，其他曲线不要" if not nodes else "只有 declared_nodes 才有 nodes"
        yield Problem("nodes", zh, "declared_nodes needs nodes, and no other course has any")
    if any(not 0 <= node.share <= 1 for node in nodes):
        yield Problem("nodes", "份额应为 0 到 1", "shares run from 0 to 1")
    if any(one.on >= other.on or one.share > other.share for one, other in pairwise(nodes)):
        yield Problem("nodes", "日期应递增，份额不应下降", "days must rise and shares not fall")


def _says_something(made: TrackingEntry) -> Iterator[Problem]:
    if made.tracked == (made.untracked is not None):
        zh = "targets、check 与 untracked 须有其一：能核验的写前两项，不能的写 untracked"
        yield Problem("", zh, "needs targets or a check, or else untracked with its reason, not both")
    codes = [assigned.org for _, assigned in made.parts]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Problem("", f"单位 {code} 重复", f"{code} is named twice")
    quotes = [(target.quote, target.nth) for target in made.targets]
    for quote, _ in {each for each in quotes if quotes.count(each) > 1}:
        yield Problem("targets", f"“{quote}”重复；同文多处请写 nth", f"{quote!r} is given twice; use nth")


def _once(file: TrackingFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, entry in enumerate(file.entries):
        if entry.commitment in seen:
            yield Problem(f"entries[{number}].commitment", "重复", "is given twice")
        seen.add(entry.commitment)


_QUOTE, _NOTE = words(20_000, empty=False), words(20_000)
_LACKS = many(one_of(Lack))
_BASELINE = record(BaselineEntry, {"value": _number, "period": _period, "quote": _NOTE})
_TRAJECTORY = record(
    TrajectoryEntry,
    {
        "course": _code_of(Course),
        "nodes": many(record(NodeEntry, {"on": _day, "share": _number})),
        "start": optional(_day),
        "interpolate": _flag,
    },
    check=_shares_rise,
)
_TARGET: dict[str, Convert] = {
    "quote": _QUOTE,
    "nth": whole(99),
    "series": _series,
    "kind": _code_of(MeasureKind),
    "direction": _code_of(Direction),
    "comparator": optional(_code_of(Comparator)),
    "form": optional(_code_of(Form)),
    "unit": words(60),
    "period": optional(_period),
    "deadline": _day,
    "deadline_from": one_of(DeadlineFrom),
    "baseline": optional(_BASELINE),
    "trajectory": _TRAJECTORY,
    "reference": lambda raw: _series(raw) if raw else "",
    "universe": _NOTE,
    "lacks": _LACKS,
    "note": _NOTE,
}
_CHECK: dict[str, Convert] = {
    "kind": one_of(MilestoneKind),
    "evidence": _QUOTE,
    "still_in_use": _flag,
    "deadline": _day,
    "deadline_from": one_of(DeadlineFrom),
    "lacks": _LACKS,
}


def _assigned(raw: object) -> Any:
    """Convert an organisation. ``from`` is a word of Python and so ``source`` in the record."""
    if isinstance(raw, dict) and "source" not in raw:
        raw = {"source" if key == "from" else key: value for key, value in raw.items()}
    try:
        return _ASSIGNED(raw)
    except Wrong as wrong:
        raise Wrong(
            [replace(p, where="from") if p.where == "source" else p for p in wrong.problems]
        ) from wrong


_ASSIGNED = record(Assigned, {"org": words(60, empty=False), "source": one_of(Source), "confirmed": _flag})
_ENTRY: dict[str, Convert] = {
    "commitment": words(12, empty=False),
    "headline": _flag,
    "targets": many(record(PlannedTarget, _TARGET)),
    "check": optional(record(PlannedCheck, _CHECK)),
    "untracked": optional(record(NotTracked, {"reason": _QUOTE, "lacks": _LACKS})),
    "lead": optional(_assigned),
    "responsible": many(_assigned),
    "support": many(_assigned),
    "note": _NOTE,
}
_FILE = record(
    TrackingFile,
    {
        "report": words(100, empty=False),
        "year": whole(9999),
        "entries": many(record(TrackingEntry, _ENTRY, check=_says_something)),
    },
    check=_once,
)
