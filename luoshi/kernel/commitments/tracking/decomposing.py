"""任务分解: place each row of a task list on commitments, and name what has no place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.kernel.commitments.tracking.limits import Limit, read_limit
from luoshi.kernel.commitments.tracking.matching import Match, Promise, matches, nearest
from luoshi.kernel.commitments.tracking.tasks import TaskRow
from luoshi.kernel.commitments.tracking.units import Names, Unit, read_units


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    """A row with the commitments it is about, its units and last day, and what could not be placed."""

    row: TaskRow
    matches: tuple[Match, ...]
    units: tuple[Unit, ...]
    deadline: date | None
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def placed(self) -> bool:
        """Tell whether it is about a commitment and has a lead."""
        return bool(self.matches) and any(unit.part == "lead" for unit in self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do: every row, and the commitments no row is about."""

    rows: tuple[PlacedRow, ...]
    without: tuple[str, ...]

    @property
    def placed(self) -> tuple[PlacedRow, ...]:
        """Return the rows with a place."""
        return tuple(row for row in self.rows if row.placed)

    def lines(self) -> Iterator[str]:
        """Yield it for people: a count, then every row that has no place or something to look at."""
        covered = len({match.code for row in self.placed for match in row.matches})
        yield f"任务 {len(self.rows)} 行，落位 {len(self.placed)} 行，对应承诺 {covered} 条"
        for row in self.rows:
            for problem in row.problems:
                yield f"  第 {row.row.number} 行 未能落位：{problem}"
            for note in row.notes:
                yield f"  第 {row.row.number} 行 请核对：{note}"
        if self.without:
            yield f"没有任务对应的承诺 {len(self.without)} 条：{'、'.join(self.without)}"


def place_rows(rows: Iterable[TaskRow], promises: Sequence[Promise], names: Names, *, year: int) -> Plan:
    """Place every row. Nothing is dropped: what has no place says why."""
    placed = tuple(_place(row, promises, names, year) for row in rows)
    found = {match.code for row in placed for match in row.matches}
    return Plan(rows=placed, without=tuple(one.code for one in promises if one.code not in found))


def _place(row: TaskRow, promises: Sequence[Promise], names: Names, year: int) -> PlacedRow:
    problems: list[str] = []
    notes: list[str] = []
    found = matches(row.task, promises)
    if not found:
        near = nearest(row.task, promises)
        most = f"，最接近的是 {near.code}（相似度 {near.likeness:.2f}）" if near else ""
        problems.append(f"没有足够相似的承诺：“{_short(row.task)}”{most}")
    for match in found:
        if match.missing:
            notes.append(f"{match.code} 的数字 {'、'.join(match.missing)} 在任务中没有")
    units, unknown = _units(row, names)
    problems += [f"不认识的单位“{name}”" for name in unknown]
    notes += [f"“{unit.listed}”的职责已由 {unit.code} 承继" for unit in units if unit.former]
    if not any(unit.part == "lead" for unit in units):
        problems.append("没有牵头单位")
    limit = read_limit(row.limit, year=year) if row.limit else Limit(None, ongoing=True)
    if not limit.understood:
        problems.append(f"不能理解的时限“{row.limit}”")
    return PlacedRow(
        row=row,
        matches=tuple(found),
        units=tuple(units),
        deadline=limit.day,
        problems=tuple(problems),
        notes=tuple(notes),
    )


def _units(row: TaskRow, names: Names) -> tuple[list[Unit], list[str]]:
    """Return the units of all columns, each once in the first part it has. The first listed leads."""
    if not row.lead:
        columns = [read_units(row.responsible, names)]
    else:
        columns = [
            read_units(row.lead, names, part="lead"),
            read_units(row.responsible, names, part="responsible"),
        ]
    columns.append(read_units(row.support, names, part="support"))
    units: dict[str, Unit] = {}
    for column in columns:
        for unit in column.known:
            units.setdefault(unit.code, unit)
    return list(units.values()), [name for column in columns for name in column.unknown]


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
