"""Bring the tracking file into the database: new versions for what differs, else nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.city import City
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import require_none
from luoshi.kernel.commitments.actions.duties import Wanted, settle
from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Check,
    Commitment,
    Report,
    TargetPlan,
    Untracked,
)
from luoshi.kernel.commitments.reviewed import load_reviewed
from luoshi.kernel.commitments.tracking import TrackingEntry, TrackingFile, load_tracking
from luoshi.kernel.commitments.tracking.checking import Surroundings, problems_of
from luoshi.kernel.commitments.tracking.parse import lines_of
from luoshi.kernel.commitments.tracking.rows import (
    FIELDS,
    AnyVersion,
    Facts,
    check_fields,
    differences,
    facts_of,
    latest,
    plain_facts,
    plan_fields,
    untracked_fields,
)
from luoshi.kernel.commitments.tracking.series import known_series
from luoshi.kernel.orgs.directory import read_directory
from luoshi.kernel.orgs.models import Organisation

Key = tuple[int, str, int]  # commitment, quote, nth; no quote for a check or a reason
_WHAT: dict[type[AnyVersion], str] = {TargetPlan: "target", Check: "check", Untracked: "untracked"}


@dataclass(frozen=True, slots=True)
class TrackingAdoption:
    """What an adoption did: targets, checks and reasons by their commitment and words, and assignments."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    assigned: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        titles = {"added": "新增", "changed": "更改", "withdrawn": "移出", "unchanged": "未变"}
        done = " · ".join(f"{title} {len(getattr(self, name))}" for name, title in titles.items())
        return f"{done}；分工新增 {len(self.assigned)} · 终止 {len(self.ended)}"


def adopt_tracking(year: int, *, city: City, at: datetime) -> TrackingAdoption:
    """Check the city's tracking file of the year against all it must fit, and adopt it.

    Raises ``tracking-missing``, ``tracking-invalid`` with every problem, ``tracking-unadopted`` or
    ``organisations-unloaded``.
    """
    path = city.tracking_path(year)
    file = load_tracking(path)
    directory = read_directory(city.organisations_path, streets=city.streets_path)
    around = Surroundings(
        commitments=load_reviewed(city.commitments_path(year)),
        text=city.report_path(year).read_text("utf-8"),
        organisations={one.code: one for one in directory.organisations},
        on=timezone.localdate(at),
        series=known_series(),
        lines=lines_of(path.read_text("utf-8")),
    )
    require_none(problems_of(file, around), code="tracking-invalid", name=path.name)
    return adopt_tracking_file(file, at=at, file_sha256=hashlib.sha256(path.read_bytes()).hexdigest())


@transaction.atomic
def adopt_tracking_file(file: TrackingFile, *, at: datetime, file_sha256: str = "") -> TrackingAdoption:
    """Make what the file says the version in force. The same file again writes nothing.

    What has left the file gets a withdrawn version; no row is ever edited. A target changed by due procedure
    stays changed: the file is its original. Suggested units give way to confirmed ones.
    """
    report = Report.objects.select_for_update().filter(slug=file.report).first()
    codes = {entry.commitment for entry in file.entries}
    commitments = {
        one.code: one
        for one in Commitment.objects.filter(report=report, withdrawn=False).prefetch_related("targets")
    }
    if missing := sorted(codes - commitments.keys()):
        raise LuoshiError(
            "tracking-unadopted",
            f"承诺 {'、'.join(missing[:5])} 尚未入库。请先运行 luoshi commitments adopt {file.year}。",
            f"Not in the database yet: {', '.join(missing[:5])}. Run luoshi commitments adopt {file.year}.",
        )
    adoption = TrackingAdoption()
    wanted = _wanted(file, commitments)
    for model, rows in wanted.items():
        _bring(model, rows, report=report, at=at, file_sha256=file_sha256, adoption=adoption)
    assigned, ended = settle(_duties(file, commitments), of=list(commitments.values()), at=at, who="审阅文件")
    adoption.assigned.extend(assigned)
    adoption.ended.extend(ended)
    return adoption


def _wanted(
    file: TrackingFile, commitments: dict[str, Commitment]
) -> dict[type[AnyVersion], dict[Key, tuple[Commitment, Facts]]]:
    wanted: dict[type[AnyVersion], dict[Key, tuple[Commitment, Facts]]] = {
        TargetPlan: {},
        Check: {},
        Untracked: {},
    }
    for entry in file.entries:
        commitment = commitments[entry.commitment]
        for target in entry.targets:
            periods = [each.period for each in commitment.targets.all() if each.quote == target.quote]
            printed = periods[target.nth - 1] if target.nth <= len(periods) else None
            fields = plan_fields(target, entry, printed=printed, year=file.year)
            wanted[TargetPlan][commitment.pk, target.quote, target.nth] = commitment, fields
        if entry.check:
            wanted[Check][commitment.pk, "", 1] = commitment, check_fields(entry.check, entry)
        if entry.untracked:
            wanted[Untracked][commitment.pk, "", 1] = commitment, untracked_fields(entry.untracked, entry)
    return wanted


def _duties(file: TrackingFile, commitments: dict[str, Commitment]) -> list[Wanted]:
    known = {one.code: one for one in Organisation.objects.filter(code__in=_organisations(file.entries))}
    if missing := sorted(_organisations(file.entries) - known.keys()):
        raise LuoshiError(
            "organisations-unloaded",
            f"机构 {'、'.join(missing[:5])} 尚未入库。请先运行 luoshi orgs load。",
            f"Organisations not in the database yet: {', '.join(missing[:5])}. Run luoshi orgs load.",
        )
    return [
        Wanted(
            commitment=commitments[entry.commitment],
            organisation=known[assigned.org],
            part=part,
            source=assigned.source,
            confirmed=assigned.confirmed,
        )
        for entry in file.entries
        for part, assigned in entry.parts
    ]


def _organisations(entries: Iterable[TrackingEntry]) -> set[str]:
    return {assigned.org for entry in entries for _, assigned in entry.parts}


def _bring(
    model: type[AnyVersion],
    wanted: dict[Key, tuple[Commitment, Facts]],
    *,
    report: Report | None,
    at: datetime,
    file_sha256: str,
    adoption: TrackingAdoption,
) -> None:
    """Add a version for each that differs from the original in force, and one for each that is gone."""
    kept: dict[Key, list[Any]] = defaultdict(list)
    manager: Any = model.objects
    for row in manager.filter(commitment__report=report).select_related("commitment"):
        kept[row.commitment_id, getattr(row, "quote", ""), getattr(row, "nth", 1)].append(row)
    fresh: list[tuple[Any, Facts]] = []
    for key, (commitment, fields) in wanted.items():
        name = f"{commitment.code} {key[1] or _WHAT[model]}"
        versions = kept.pop(key, [])
        old = latest(versions, change=False)
        fields = _with_later_deadline(fields, old)
        changes = differences(facts_of(old) if old else {}, plain_facts(fields))
        if not changes:
            adoption.unchanged.append(name)
            continue
        (adoption.changed if old else adoption.added).append(name)
        number = max((one.version for one in versions), default=0)
        fresh.append((_row(model, key, commitment, number + 1, fields, at), changes if old else {}))
        if changed := latest(versions, change=True):
            fresh.append((_carried(model, changed, old, fields, number + 2, at), {}))
    for key, versions in kept.items():
        old = latest(versions, change=False)
        if old is not None and not old.withdrawn:
            name = f"{old.commitment.code} {key[1] or _WHAT[model]}"
            adoption.withdrawn.append(name)
            fields = {each: getattr(old, each) for each in FIELDS[model]} | {"withdrawn": True}
            number = max(one.version for one in versions) + 1
            fresh.append((_row(model, key, old.commitment, number, fields, at), {"withdrawn": [False, True]}))
    for row, _ in fresh:
        row.file_sha256 = file_sha256
    made = manager.bulk_create([row for row, _ in fresh])
    ChangeRecord.objects.bulk_create(
        ChangeRecord(
            commitment=row.commitment,
            plan=row if isinstance(row, TargetPlan) else None,
            what=_WHAT[model],
            origin="review",
            quote=getattr(row, "quote", ""),
            changes=changes,
            reason="审阅文件更正",
            who="审阅文件",
            at=at,
        )
        for row, (_, changes) in zip(made, fresh, strict=True)
        if changes
    )


def _with_later_deadline(fields: Facts, old: Any) -> Facts:
    """Return the fields with a task list's day, which holds against the file's end of the period (D2)."""
    given = getattr(old, "deadline_from", "")
    if given == "decomposition" and fields.get("deadline_from") == "period" and not old.withdrawn:
        return fields | {"deadline": old.deadline, "deadline_from": given}
    return fields


def _carried(
    model: type[AnyVersion], changed: Any, old: Any, fields: Facts, number: int, at: datetime
) -> AnyVersion:
    """Return the changed target over the corrected original: what was changed stays, all else follows."""
    moved = differences(facts_of(old), facts_of(changed)) if old is not None else {}
    kept = {name: getattr(changed, name) for name in moved}
    key: Key = (changed.commitment_id, getattr(changed, "quote", ""), getattr(changed, "nth", 1))
    row = _row(model, key, changed.commitment, number, fields | kept, at)
    row.origin = "change"
    return row


def _row(
    model: type[AnyVersion], key: Key, commitment: Commitment, number: int, fields: Facts, at: datetime
) -> AnyVersion:
    words = {"quote": key[1], "nth": key[2]} if model is TargetPlan else {}
    return model(
        commitment=commitment,
        version=number,
        valid_from=_since(commitment, number, at),
        recorded_at=at,
        **words,
        **fields,
    )


def _since(commitment: Commitment, number: int, at: datetime) -> date:
    """Return from when a version holds: the first for all of its report's year, whenever it is reviewed."""
    today = timezone.localdate(at)
    return min(today, date(int(commitment.code[:4]), 1, 1)) if number == 1 else today
