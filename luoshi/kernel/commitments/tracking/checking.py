"""Does the tracking file fit the commitments, the organisations, the series and the report? No Django.

Every problem is found at once, with the line of its entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from luoshi.kernel.base.problems import Problem
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction, Form
from luoshi.kernel.commitments.reviewed import Entry, ReviewedFile
from luoshi.kernel.commitments.tracking.bridging import period_of, target_of
from luoshi.kernel.commitments.tracking.entries import PlannedTarget, TrackingEntry, TrackingFile
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.orgs.entries import OrganisationEntry

_ALIKE = {MeasureKind.AVERAGE_GROWTH: MeasureKind.GROWTH}  # yearly growth is averaged from its own figures
_GROWN = frozenset({MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH})
_RELATIVE = frozenset({Comparator.REL_GE, Comparator.REL_SYNC})


@dataclass(frozen=True, slots=True)
class Series:
    """What is known of a series: its kind and unit."""

    kind: MeasureKind
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the file must fit. ``series`` None: not known here, so not checked. ``lines``: for messages."""

    commitments: ReviewedFile
    text: str
    organisations: Mapping[str, OrganisationEntry]
    on: date
    series: Mapping[str, Series] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


def problems_of(file: TrackingFile, around: Surroundings) -> list[Problem]:
    """Return everything that does not fit. A commitment without an entry is coverage's business."""
    header = around.commitments.header
    found = []
    if (file.report, file.year) != (header.report, header.year):
        zh = f"属于 {file.report}（{file.year}），承诺文件却是 {header.report}（{header.year}）"
        en = f"is about {file.report} ({file.year}), the commitments about {header.report} ({header.year})"
        found.append(Problem("report", zh, en))
    promises = {entry.id: entry for entry in around.commitments.entries}
    for entry in file.entries:
        promise = promises.get(entry.commitment)
        found += [
            _placed(problem, entry, around)
            for problem in (
                *_of_commitment(promise),
                *(_of_entry(entry, promise, around) if promise else ()),
                *_of_organisations(entry, around),
            )
        ]
    return found


def figures_of(entry: TrackingEntry, promise: Entry) -> Iterator[tuple[PlannedTarget, int | None]]:
    """Yield each planned target with the number of its figure in the commitment; None for one without."""
    for target in entry.targets:
        same = [n for n, figure in enumerate(promise.targets) if figure.quote == target.quote]
        yield target, same[target.nth - 1] if 0 < target.nth <= len(same) else None


def _placed(problem: Problem, entry: TrackingEntry, around: Surroundings) -> Problem:
    line = around.lines.get(entry.commitment)
    where = " ".join(part for part in (entry.commitment, problem.where) if part)
    return Problem(f"第 {line} 行 {where}" if line else where, problem.zh, problem.en)


def _of_commitment(promise: Entry | None) -> Iterator[Problem]:
    if promise is None:
        yield Problem("", "承诺文件中没有这一条", "the commitments have no such entry")
    elif promise.review.status == "rejected":
        yield Problem("", "已审阅为不是承诺，请删去本条", "was rejected in review; remove this entry")


def _of_entry(entry: TrackingEntry, promise: Entry, around: Surroundings) -> Iterator[Problem]:
    planned = set()
    for target, number in figures_of(entry, promise):
        where = f"targets “{target.quote}”"
        yield from (
            Problem(where, problem.zh, problem.en) for problem in _of_target(target, number, promise, around)
        )
        planned.add(number)
    if entry.targets or entry.untracked is None:
        for number, figure in enumerate(promise.targets):
            if number not in planned:
                zh, en = f"数字“{figure.quote}”没有安排", f"the figure {figure.quote!r} has no plan"
                yield Problem("targets", zh, en)
    if promise.targets and entry.untracked is not None:
        yield Problem("untracked", "有数字的承诺应写 targets", "a commitment with a figure needs targets")
    if entry.untracked is not None and not entry.untracked.lacks:
        yield Problem("untracked.lacks", "须写明缺什么", "must say which of the four is missing")
    if entry.check is not None and entry.check.deadline < date(around.commitments.header.year, 1, 1):
        yield Problem("check.deadline", "早于报告年度", "is before the report's year")


def _of_target(
    target: PlannedTarget, number: int | None, promise: Entry, around: Surroundings
) -> Iterator[Problem]:
    figure = promise.targets[number] if number is not None else None
    if figure is None and any(each.quote == target.quote for each in promise.targets):
        yield Problem("nth", "这个数字没有这么多处", "the figure does not stand there so often")
        return
    if figure is None and target.quote not in promise.anchor.quote:
        yield Problem("", "承诺原文中没有这些字", "are no words of the commitment")
        return
    year = around.commitments.header.year
    period = target.period or period_of(figure.period if figure else None, of_year=year)
    if not period.start <= target.deadline:
        yield Problem("deadline", f"早于时期 {period} 的开始", f"is before the period {period} begins")
    if target.period and figure and figure.period:
        printed = period_of(figure.period, of_year=year)
        if printed != target.period:
            zh, en = f"与数字的时期 {printed} 不一致", f"differs from the figure's period {printed}"
            yield Problem("period", zh, en)
    made = target_of(figure, target, strength=promise.strength, of_year=year)
    if made.comparator in _RELATIVE and not target.reference:
        yield Problem("reference", "相对目标须写参照系列", "a relative target needs a reference series")
    if made.direction is Direction.LESS and target.direction is Direction.MORE:
        zh, en = "原文是越少越好，与 direction 不符", "the words ask for less, direction says more"
        yield Problem("direction", zh, en)
    if target.baseline and target.baseline.quote and target.baseline.quote not in around.text:
        yield Problem("baseline.quote", "报告中没有这些字", "are no words of the report")
    if target.baseline and "baseline" in target.lacks:
        yield Problem("lacks", "已有基期值，却写缺基期值", "says the baseline is missing, and gives one")
    computed = made.form is Form.GROWTH and target.kind not in _GROWN  # from levels, in their own unit
    yield from _of_series(target, "" if computed else made.unit, around)


def _of_series(target: PlannedTarget, unit: str, around: Surroundings) -> Iterator[Problem]:
    if around.series is None:
        return
    for name, key in (("series", target.series), ("reference", target.reference)):
        if key and key not in around.series:
            yield Problem(name, f"没有数据系列“{key}”", f"there is no series {key!r}")
    series = around.series.get(target.series)
    if series is not None and _ALIKE.get(target.kind, target.kind) != series.kind:
        zh = f"{target.series} 是 {series.kind}，这里写 {target.kind}"
        yield Problem("kind", zh, f"{target.series} is {series.kind}, this says {target.kind}")
    if series is not None and unit and series.unit != unit:
        zh = f"{target.series} 的单位是 {series.unit}，目标是 {unit}"
        yield Problem("unit", zh, f"{target.series} is in {series.unit}, the target in {unit}")


def _of_organisations(entry: TrackingEntry, around: Surroundings) -> Iterator[Problem]:
    for part, assigned in entry.parts:
        known = around.organisations.get(assigned.org)
        if known is None:
            yield Problem(part, f"没有机构“{assigned.org}”", f"there is no organisation {assigned.org!r}")
        elif known.until is not None and known.until <= around.on:
            heir = known.successor or "—"
            zh = f"{known.name} 已于 {known.until} 终止，承继机构是 {heir}"
            yield Problem(part, zh, f"{assigned.org} ended on {known.until}; {heir} took over")
        if assigned.source == "suggestion" and assigned.confirmed:
            zh = "建议不能算已确认；确认后请把 from 改为 decision 或 decomposition"
            yield Problem(part, zh, "a suggestion is never confirmed; once it is, from is a decision")
