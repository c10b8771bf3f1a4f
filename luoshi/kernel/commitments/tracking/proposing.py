"""Propose tracking entries for commitments that have none, for a person to complete. No Django.

What the words tell is filled in; what they do not is left as ``outside.unnamed`` or 待写明, which coverage
counts as nothing. Units are suggested, never confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from luoshi.kernel.commitments.assessing.trajectories import usual_trajectory
from luoshi.kernel.commitments.assessing.wording import from_reading
from luoshi.kernel.commitments.reviewed import Entry, ReviewedFile
from luoshi.kernel.commitments.reviewed.entry import Target
from luoshi.kernel.commitments.tracking.bridging import period_of
from luoshi.kernel.commitments.tracking.entries import (
    TO_WRITE,
    UNNAMED,
    Assigned,
    NotTracked,
    PlannedCheck,
    PlannedTarget,
    TrackingEntry,
    TrackingFile,
    TrajectoryEntry,
)
from luoshi.kernel.commitments.tracking.suggest import Body, Suggestion, suggest
from luoshi.reader.model import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The file with the proposed entries in their places, what was added and why, and entries without use."""

    file: TrackingFile
    added: tuple[tuple[TrackingEntry, Suggestion | None], ...]
    stray: tuple[str, ...]  # entries whose commitment is gone or was rejected

    def lines(self) -> list[str]:
        """Return the changes for people."""
        made = []
        for entry, why in self.added:
            lead = f"{why.code}（建议，待确认；{why.reason}）" if why else "没有可建议的牵头单位"
            made.append(f"+ {entry.commitment}  {lead}")
        made += [f"! {code}  承诺文件中没有或已移出，请删去本条" for code in self.stray]
        return made or ["没有变化"]


def propose(
    known: TrackingFile | None,
    commitments: ReviewedFile,
    bodies: Sequence[Body],
    *,
    sections: Iterable[Section] = (),
) -> Proposal:
    """Return the file with an entry for every commitment. Entries there are stay as they are."""
    header = commitments.header
    file = known or TrackingFile(report=header.report, year=header.year)
    have = {entry.commitment for entry in file.entries}
    promises = {e.id: e for e in commitments.entries if e.review.status != "rejected"}
    titles = {section.id: section.title for section in sections}
    added = []
    for code, promise in promises.items():
        if code not in have:
            ranked = suggest(promise, bodies, titles=titles_of(promise, titles))
            added.append((_entry(promise, ranked, year=header.year), ranked[0] if ranked else None))
    entries = sorted((*file.entries, *(entry for entry, _ in added)), key=lambda e: _number(e.commitment))
    return Proposal(
        file=replace(file, entries=tuple(entries)),
        added=tuple(added),
        stray=tuple(code for code in sorted(have - promises.keys())),
    )


def titles_of(promise: Entry, titles: Mapping[str, str]) -> list[str]:
    """Return the titles of the sections the commitment stands under, from the outermost."""
    parts = promise.section.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return [titles[path] for path in paths if path in titles]


def _number(code: str) -> tuple[int, str]:
    tail = code.rpartition("-")[2]
    return (int(tail), code) if tail.isdigit() else (0, code)


def _entry(promise: Entry, ranked: Sequence[Suggestion], *, year: int) -> TrackingEntry:
    targets = tuple(_target(figure, promise, year) for figure in promise.targets)
    deed = promise.deeds[0] if promise.deeds else None
    end = date(year, 12, 31)
    return TrackingEntry(
        commitment=promise.id,
        targets=_numbered(targets),
        check=PlannedCheck(kind=deed.kind, evidence=TO_WRITE, deadline=end) if deed else None,
        untracked=None if targets or deed else NotTracked(reason=TO_WRITE, lacks=("metric",)),
        lead=Assigned(org=ranked[0].code) if ranked else None,
        note="起草，待审阅",
    )


def _target(figure: Target, promise: Entry, year: int) -> PlannedTarget:
    low, high = figure.value if isinstance(figure.value, tuple) else (figure.value, None)
    read = from_reading(
        cmp=figure.cmp,
        form=figure.form,
        value=low,
        high=high,
        unit=figure.unit,
        wording=figure.wording,
        indicator=figure.indicator,
        sign=figure.sign,
        quote=figure.quote,
        period=period_of(figure.period, of_year=year),
    )
    return PlannedTarget(
        quote=figure.quote,
        series=UNNAMED,
        kind=read.kind,
        direction=read.direction,
        deadline=read.period.last,
        trajectory=TrajectoryEntry(course=usual_trajectory(read).course),
    )


def _numbered(targets: tuple[PlannedTarget, ...]) -> tuple[PlannedTarget, ...]:
    """Tell targets of the same words apart by their place."""
    quotes = [target.quote for target in targets]
    return tuple(replace(target, nth=1 + quotes[:n].count(target.quote)) for n, target in enumerate(targets))
